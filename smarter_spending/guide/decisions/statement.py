"""The dollars-found statement, to hand out: every figure with its label."""

from collections.abc import Mapping, Sequence

from smarter_spending.guide.decisions.growth_findings import say_net, say_paid
from smarter_spending.guide.decisions.reallocation_findings import COMES, by_label
from smarter_spending.guide.exercises import Question, on_paper
from smarter_spending.planning.money_found import FoundDollars
from smarter_spending.planning.savings import HOW, IDENTIFIED
from smarter_spending.words import dollars


def found_statement(
    found: FoundDollars,
    sentences: Sequence[str],
    answers: Mapping[str, object],
    questions: Sequence[Question],
) -> str:
    """The dollars-found statement, to hand out; every figure with its label.

    Parameters
    ----------
    found : FoundDollars
    sentences : sequence of str
        What was found, in words: who is to gain and who is to lose a place among them.
    answers : mapping
    questions : sequence of Question

    Returns
    -------
    str
        Markdown.
    """
    open_ones = by_label(found.savings)[IDENTIFIED] or not len(found.savings)
    vote = (
        "nothing here was decided by a vote"
        if found.savings["label"].eq(IDENTIFIED).all()
        else ("what is labelled so was decided by a vote, and nothing else")
    )
    lines = [f"*Potential until the board approves it: {vote}.*", ""] if open_ones else []
    lines += [line for sentence in sentences if sentence for line in (sentence, "")]
    lines += ["## Where it would come from", ""]
    lines += ["| Program | How | Fund | Comes | Identified | Label |", "|---|---|---|---|---|---|"]
    for row in found.savings.itertuples():
        how = HOW[row.lever]
        cells = (row.program, how, row.pool, COMES[row.term], dollars(row.likely), row.label)
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "## What it could pay for", "", say_paid(found.paid, found.planned), ""]
    lines += [say_net(found.net), "", "## What we say", ""]
    lines += on_paper(questions, answers)
    return "\n".join(lines)
