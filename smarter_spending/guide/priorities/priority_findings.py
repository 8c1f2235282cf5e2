"""What a room's scores say about its priorities, and what only its weights say."""

from collections.abc import Mapping, Sequence

import pandas as pd

from smarter_spending.guide.exercises import BLANK, Question, on_paper
from smarter_spending.guide.showing import show_table
from smarter_spending.planning.scoring import CLEAR_CHOICE, LOWEST, option_scores
from smarter_spending.words import dollars, listed, many, number, percent

NOT_SCORED = "Nobody has scored yet. The order appears when the first person has."
SOURCES = {
    "the room": "These are the room's: everybody scores the same list.",
    "programs": (
        "Nobody has named a candidate yet. What stands here are the aims of your own programs, to "
        "try the page with."
    ),
}
WIDE_GAP = 1.0  # of the four steps between 1 and 5


def say_options(options: pd.DataFrame) -> str:
    """How many candidates there are, and who put them there.

    Parameters
    ----------
    options : DataFrame
        As ``priority_options`` gives.

    Returns
    -------
    str
    """
    if options.empty:
        return "Nobody has named a candidate yet, and there is no program list to begin with."
    source = SOURCES[options["source"].iloc[0]]
    return f"**{many(len(options), 'candidate')}.** {source}"


def say_scores(table: pd.DataFrame) -> str:
    """Which candidate the room scored highest, and whether the next is told apart from it.

    Parameters
    ----------
    table : DataFrame
        As ``priority_ranking`` gives.

    Returns
    -------
    str
    """
    known = table.dropna(subset=["score"])
    if known.empty:
        return NOT_SCORED
    first = known.iloc[0]
    said = (
        f"With the room's weights **“{first['option']}”** comes first, at "
        f"{number(first['score'], 1)} of 5."
    )
    if len(known) > 1:
        second, lead = known.iloc[1], first["score"] - known.iloc[1]["score"]
        spread = known.iloc[:2]["spread"].max()
        said += f" Next is “{second['option']}”, {number(lead, 1)} behind."
        if spread > lead:
            said += (
                f" The raters themselves lie {number(spread, 1)} apart on one of the two (standard "
                "deviation): this room does not tell them apart."
            )
    left = table["score"].isna().sum()
    if left:
        said += f" {many(left, 'candidate')} cannot be placed: a criterion has no score."
    return said


def say_gap(table: pd.DataFrame) -> str:
    """On which candidate finance and academics lie furthest apart.

    Parameters
    ----------
    table : DataFrame
        As ``priority_ranking`` gives.

    Returns
    -------
    str
    """
    both = table.dropna(subset=["role_gap"])
    if both.empty:
        return "Finance and academics have not both scored yet, so their gap is not known."
    widest = both.loc[both["role_gap"].abs().sort_values(kind="stable").index[-1]]
    if abs(widest["role_gap"]) < 0.05:
        return "Finance and academics scored every candidate alike."
    higher, lower = ("finance", "academics")
    if widest["role_gap"] < 0:
        higher, lower = lower, higher
    word = "far" if abs(widest["role_gap"]) >= WIDE_GAP else "furthest"
    return (
        f"The two sides lie {word} apart on **“{widest['option']}”**: {higher} "
        f"{number(widest[higher], 1)}, {lower} {number(widest[lower], 1)}. Ask each what it sees "
        "that the other does not, before anybody averages."
    )


def say_doubt(table: pd.DataFrame) -> str:
    """How often the answer was "don't know", and where most.

    Parameters
    ----------
    table : DataFrame
        As ``priority_ranking`` gives.

    Returns
    -------
    str
    """
    unsure = table[table["share_dont_know"] > 0].sort_values(
        ["share_dont_know", "option"], ascending=[False, True]
    )
    if unsure.empty:
        return ""
    most = unsure.iloc[0]
    return (
        f"{percent(most['share_dont_know'])} of the scores of “{most['option']}” are "
        '"don\'t know": that is a list of questions to answer, not a low score.'
    )


def say_weights_of_room(weights: pd.DataFrame) -> str:
    """What the room weighs most, and on what its members differ most.

    Parameters
    ----------
    weights : DataFrame
        As ``priority_weights`` gives.

    Returns
    -------
    str
    """
    if not weights["people"].iloc[0]:
        return "Nobody has weighed the criteria yet, so all count the same."
    heaviest = weights.loc[weights["weight"].idxmax()]
    apart = weights.loc[(weights["high"] - weights["low"]).idxmax()]
    people = many(weights["people"].iloc[0], "person or team", "people or teams")
    return (
        f"{people} weighed. {heaviest['criterion']} weighs most, "
        f"{percent(heaviest['weight'])} of the total. On {apart['criterion'].lower()} they differ "
        f"most: from {percent(apart['low'])} to {percent(apart['high'])}."
    )


def say_first_places(table: pd.DataFrame) -> str:
    """Whether the first place is clear whatever one values, or hangs on the weights.

    Parameters
    ----------
    table : DataFrame
        ``option`` and ``share_first``, as ``first_places`` or ``priority_ranking`` gives.

    Returns
    -------
    str

    Examples
    --------
    >>> table = pd.DataFrame({"option": ["Reading", "Math"], "share_first": [0.52, 0.48]})
    >>> print(say_first_places(table))
    **“Reading”** comes first under 52% of all ways of weighing the criteria, “Math” under 48%. That
    is not a clear choice: what you value decides, so say it aloud.
    """
    known = table.dropna(subset=["share_first"])
    known = known.sort_values(["share_first", "option"], ascending=[False, True])
    if known.empty:
        return NOT_SCORED
    first = known.iloc[0]
    said = (
        f"**“{first['option']}”** comes first under {percent(first['share_first'])} of all ways of "
        "weighing the criteria"
    )
    rest = known.iloc[1:]
    others = rest[rest["share_first"] >= 0.005]
    if len(others):
        said += f", “{others.iloc[0]['option']}” under {percent(others.iloc[0]['share_first'])}"
    if first["share_first"] >= CLEAR_CHOICE:
        return (
            f"{said}. That is a clear choice, whatever one values, as far as the scores are right."
        )
    return f"{said}. That is not a clear choice: what you value decides, so say it aloud."


def ranking_table(ranking: pd.DataFrame) -> pd.DataFrame:
    """The room's order as it is shown: the columns named for a page.

    Parameters
    ----------
    ranking : DataFrame
        As ``priority_ranking`` gives.

    Returns
    -------
    DataFrame
        ``option``, ``score``, ``low_score``, ``high_score``, ``spread``, ``gap_score``,
        ``share_dont_know``, ``share_first``, ``best_place``, ``worst_place``, ``clear``.
    """
    table = ranking.rename(
        columns={"low": "low_score", "high": "high_score", "role_gap": "gap_score"}
    )
    known = table["share_first"].notna()
    clear = (table["share_first"] >= CLEAR_CHOICE).map({True: "yes", False: "no"})
    return table.assign(clear=clear.where(known))[
        ["option", "score", "low_score", "high_score", "spread", "gap_score", "share_dont_know",
         "share_first", "best_place", "worst_place", "clear"]
    ]  # fmt: skip


def weights_table(weights: pd.DataFrame) -> pd.DataFrame:
    """The room's weights as they are shown.

    Parameters
    ----------
    weights : DataFrame
        As ``priority_weights`` gives.

    Returns
    -------
    DataFrame
        ``criterion``, ``weight``, ``low_weight``, ``high_weight``, ``finance_weight`` and
        ``academics_weight`` (shares).
    """
    columns = {name: f"{name}_weight" for name in ("low", "high", "finance", "academics")}
    return weights.rename(columns=columns)[["criterion", "weight", *columns.values()]]


def room_scores_html(ranking: pd.DataFrame) -> str:
    """The room's scores as a table, for a panel that reveals them.

    Parameters
    ----------
    ranking : DataFrame
        As ``priority_ranking`` gives.

    Returns
    -------
    str
        HTML.
    """
    columns = ["option", "score", "low_score", "high_score", "gap_score", "share_dont_know"]
    return show_table(ranking_table(ranking), "The room so far", columns).data


def is_clear_choice(share_first: float) -> str:
    """Whether a first place is clear, as the answer to a yes-or-no question.

    Parameters
    ----------
    share_first : float, 0 to 1

    Returns
    -------
    str

    Examples
    --------
    >>> is_clear_choice(0.52), is_clear_choice(0.93)
    ('No', 'Yes')
    """
    return "Yes" if share_first >= CLEAR_CHOICE else "No"


def weighted_score(weights: Sequence[float], scores: Sequence[float]) -> float:
    """One person's weighted score of one option.

    Parameters
    ----------
    weights : sequence of float
        Shares; together 1.
    scores : sequence of float
        1 to 5, one for each weight.

    Returns
    -------
    float

    Examples
    --------
    >>> round(weighted_score([0.5, 0.3, 0.2], [4, 2, 5]), 2)
    3.6
    """
    criteria = [f"criterion {n}" for n in range(LOWEST, LOWEST + len(scores))]
    one = pd.DataFrame(
        {"person": "one", "role": "", "option": "it", "criterion": criteria, "score": scores}
    )
    return option_scores(one, dict(zip(criteria, weights, strict=True)))["score"].item()


def say_theories(theories: pd.DataFrame) -> str:
    """How complete the chosen priorities are, and what they cost together.

    Parameters
    ----------
    theories : DataFrame
        As ``priority_theories`` gives.

    Returns
    -------
    str
    """
    chosen = theories[~theories["priority"].str.match(r"Priority \d$")]
    if chosen.empty:
        return "No priority has been chosen yet."
    said = f"**{many(len(chosen), 'priority', 'priorities')}:** {listed(_quoted(chosen))}."
    open_ones = chosen[chosen["missing"] > 0]
    if len(open_ones):
        said += f" Still incomplete: {listed(_quoted(open_ones))}."
    known = chosen["cost"].dropna()
    if len(known) == len(chosen):
        return f"{said} Together {dollars(known.sum())} a year at full scale, as you estimated it."
    if len(known):
        return f"{said} {dollars(known.sum())} a year is named; the rest has no cost yet."
    return f"{said} None has a cost yet."


def priorities_page(
    theories: pd.DataFrame,
    ranking: pd.DataFrame,
    answers: Mapping[str, object],
    questions: Sequence[Question],
) -> str:
    """The priorities page, made from what was chosen; what is blank stays a line to fill in.

    Parameters
    ----------
    theories : DataFrame
        As ``priority_theories`` gives.
    ranking : DataFrame
        As ``priority_ranking`` gives.
    answers : mapping of key to answer
    questions : sequence of Question
        Further questions to print with their answers.

    Returns
    -------
    str
        Markdown.
    """
    parts = [_priority(place, row) for place, row in enumerate(theories.to_dict("records"), 1)]
    parts += ["## How the room got there", say_scores(ranking), say_first_places(ranking)]
    parts += [say_gap(ranking), say_doubt(ranking), "## What we said"]
    parts += on_paper(questions, answers)
    return "\n\n".join(part for part in parts if part)


def _quoted(theories: pd.DataFrame) -> list[str]:
    return [f"“{priority}”" for priority in theories["priority"]]


def _priority(place: int, row: Mapping) -> str:
    cost = BLANK if pd.isna(row["cost"]) else f"{dollars(row['cost'])} a year at full scale"
    tier = str(row["tier"])[:1] if str(row["tier"])[:1].isdigit() else ""
    evidence = f"tier {tier} ({row['tier'][2:]})" if tier else (row["tier"] or BLANK)
    return (
        f"## Priority {place}: {row['priority']}\n\n"
        f"**If we** {row['if'] or BLANK}, **then** {row['then'] or BLANK}, "
        f"**because** {row['because'] or BLANK}.\n\n"
        f"**Evidence:** {evidence}. **Cost:** {cost}. **Owner:** {row['owner'] or BLANK}."
    )
