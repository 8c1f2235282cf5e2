"""Notebook 5, "Which three things will we put first?": from the top.

The candidates, the scores and the weights are read from the room's answers each time.
"""

from collections.abc import Mapping
from hashlib import sha256

import pandas as pd
from IPython.display import Markdown

from smarter_spending.analysis.inventory import aims_of_programs
from smarter_spending.case import Case
from smarter_spending.district.choices import TEAM, open_choices, read_room
from smarter_spending.guide import charts, finding, panels
from smarter_spending.guide import take_home as artifacts
from smarter_spending.guide.finding import Finding, Picture, literally
from smarter_spending.guide.opening import trust, whose
from smarter_spending.guide.questions import (
    BLANK,
    ask_choice,
    ask_number,
    ask_words,
    choices_from,
    on_paper,
    rows_to_fill,
    talks,
)
from smarter_spending.guide.sentences import earlier, paragraphs, say_largest, written
from smarter_spending.guide.showing import Text, lists, needs, show_table, show_text
from smarter_spending.planning import priorities as planning
from smarter_spending.words import dollars, listed, literal, many, number, percent

__all__ = ["trust", "whose"]  # every page begins with these two

TITLE = "Priorities: what we scored and what we chose"
NEEDS = ("programs",)  # without it the page says so
NOT_SCORED = "Nobody has scored yet. The order appears when the first person has."
CARRIED = (
    ("The question (notebook 2)", "02_student_learning", ("question",)),
    ("The goals (notebook 3)", "03_goals", [f"goal_{n}_statement" for n in (1, 2, 3)]),
    ("The root cause (notebook 4)", "04_root_causes", ("root_cause",)),
)
CANDIDATES = (
    ask_words(
        "option_1",
        "Candidate 1",
        frame="Which students will do what better, such as: every child reads by the end of "
        "grade 3",
    ),
    *(ask_words(f"option_{n}", f"Candidate {n}") for n in (2, 3, 4, 5)),
)
OPTION_KEYS = tuple(question.key for question in CANDIDATES)
SOURCES = {
    "the room": "These are the room's: everybody scores the same list.",
    "programs": (
        "Nobody has named a candidate yet. What stands here are the aims of your own programs, to "
        "try the page with."
    ),
}
PLACES = ("1", "2", "3")  # three priorities at most
REASONS = (
    ask_words(
        "reason", "Why these, and why in this order", frame="We put … first because … although …"
    ),
    ask_words(
        "not_now",
        "What we are not putting first, and who will tell whom",
        frame="Not now: … We tell …",
    ),
)
TIERS = ("1 strong", "2 moderate", "3 promising", "4 a reasoned hope", "none yet")
THEORY = (
    ask_words("if", "If we …", frame="do what, for whom, how often"),
    ask_words("then", "then …", frame="which students will do what better, by when"),
    ask_words("because", "because …", frame="what makes us think so"),
    ask_choice("tier", "Evidence", TIERS),
    ask_number("cost", "At full scale, $ a year", 0, 0, 1e9),
    ask_words("owner", "Owner (a role)", frame="one role, not a committee"),
)
TALK = talks("05")

who = panels.asks_who


# --- Eleven priorities are no priority ---------------------------------------------------------


def carried(case: Case) -> Text:
    """What the notebooks before this one carry forward."""
    said = []
    for label, notebook, keys in CARRIED:
        given = [earlier(case, notebook, key) for key in keys]
        words = " · ".join(literal(answer) for answer in given if answer)
        said.append(f"- **{label}:** {words or '*not answered yet*'}")
    return show_text("\n".join(said))


def dollars_by_aim(case: Case) -> Finding:
    """Where program dollars go today, by aim."""
    known = case.cost_by_aim.dropna(subset=["dollars"])
    return Finding(
        "Program dollars by aim, today",
        known,
        words=say_largest(known, "aim"),
        picture=charts.chart_spending,
        missing=needs(case.district, *NEEDS),
    )


# --- Put the candidates on the table -----------------------------------------------------------

candidates = panels.asks(*CANDIDATES)  # name up to five, each as students doing something better


def what_is_scored(case: Case) -> Text:
    """How many candidates everybody will score, and who put them there."""
    return show_text(_say_options(_options(case)))


def _say_options(options: pd.DataFrame) -> str:
    if options.empty:
        return "Nobody has named a candidate yet, and there is no program list to begin with."
    source = SOURCES[options["source"].iloc[0]]
    return f"**{many(len(options), 'candidate')}.** {source}"


# --- Anchors make one person's three another person's three ------------------------------------


def criteria(case: Case) -> Finding:
    """The criteria and what 1, 3 and 5 mean: the same in every district."""
    table = _criteria().rename(columns={"title": "criterion"})
    return Finding(
        "What each candidate is scored on",
        table,
        ("criterion", "question", "anchor_1", "anchor_3", "anchor_5"),
    )


# --- Guess first, score alone, then look -------------------------------------------------------


def guess(case: Case):
    """Which candidate one expects to come first."""
    titles = choices_from(_options(case), "title")
    return panels.form(case.choices, ask_choice("guess", "I expect this one to come first", titles))


def scores(case: Case):
    """One's own scores, and then the room's."""
    options = _options(case)
    rows = rows_to_fill(options, "code", "title", "No candidate has been named yet")
    columns = [
        ask_choice(row.code, row.title, (*planning.SCORES, planning.DONT_KNOW))
        for row in _criteria().itertuples()
    ]
    scored = panels.matrix(case.choices, rows, columns, "score", "Score each candidate, 1 to 5")
    shown = ["option", "score", "low_score", "high_score", "gap_score", "share_dont_know"]

    def rooms() -> str:
        return show_table(_for_page(_ranking(case, options)), "The room so far", shown).data

    return panels.reveal(scored, rooms)


# --- Say what you value before you see what wins -----------------------------------------------


def weights(case: Case):
    """Share out 100 points among the criteria."""
    return panels.weights(case.choices, planning.weights_to_begin(_criteria()), "weight")


def rooms_weights(case: Case) -> Finding:
    """What the room values, and on what it differs."""
    table = _weights(case)
    columns = {name: f"{name}_weight" for name in ("low", "high", "finance", "academics")}
    shown = table.rename(columns=columns)[["criterion", "weight", *columns.values()]]
    return Finding(
        "What the room values",
        shown,
        tuple(shown.columns),
        words=_say_weights(table),
        sheet="Weights",
    )


def _say_weights(table: pd.DataFrame) -> str:
    if not table["people"].iloc[0]:
        return "Nobody has weighed the criteria yet, so all count the same."
    heaviest, apart = table.loc[table["weight"].idxmax()], planning.most_apart(table)
    people = many(table["people"].iloc[0], "person or team", "people or teams")
    return (
        f"{people} weighed. {heaviest['criterion']} weighs most, "
        f"{percent(heaviest['weight'])} of the total. On {apart['criterion'].lower()} they differ "
        f"most: from {percent(apart['low'])} to {percent(apart['high'])}."
    )


# --- The tempting answer: the highest score wins -----------------------------------------------


def order(case: Case) -> Finding:
    """The room's order, before anybody looks at what stands behind it."""
    ranking = _ranking(case)
    return Finding(
        "The candidates in the room's order",
        _for_page(ranking),
        ("option", "score"),
        missing=_say_scores(ranking),
        sheet="Scores",
    )


# --- A score hides how far its raters lie apart ------------------------------------------------


def spread(case: Case) -> Finding:
    """The scores with their raters, the two sides, and what nobody knows."""
    ranking = _ranking(case)
    known = ranking.dropna(subset=["score"])
    drawn = Picture(charts.chart_scores, known, "The room's scores, and how far it lies apart")
    return Finding(
        "How far the room lies apart",
        _for_page(known),
        ("option", "low_score", "high_score", "spread", "gap_score", "share_dont_know"),
        words=_say_scores(ranking),
        picture=drawn,
        headline=True,
    )


def _say_scores(ranking: pd.DataFrame) -> str:
    lead = planning.lead_of_first(ranking)
    if lead is None:
        return NOT_SCORED
    said = (
        f"With the room's weights **“{lead.option}”** comes first, at {number(lead.score, 1)} of 5."
    )
    if lead.following:
        said += f" Next is “{lead.following}”, {number(lead.behind, 1)} behind."
    if not lead.told_apart:
        said += (
            f" The raters themselves lie {number(lead.spread, 1)} apart on one of the two "
            "(standard deviation): this room does not tell them apart."
        )
    if lead.unplaced:
        said += f" {many(lead.unplaced, 'candidate')} cannot be placed: a criterion has no score."
    return said


def gap(case: Case) -> Finding:
    """On which candidate finance and academics lie furthest apart."""
    ranking = _ranking(case)
    return Finding("The two sides", ranking, words=_say_gap(ranking), headline=True)


def _say_gap(ranking: pd.DataFrame) -> str:
    widest = planning.widest_gap(ranking)
    if widest.code == planning.NOT_KNOWN:
        return "Finance and academics have not both scored yet, so their gap is not known."
    if widest.code == planning.ALIKE:
        return "Finance and academics scored every candidate alike."
    return (
        f"The two sides lie {'far' if widest.code == planning.FAR else 'furthest'} apart on "
        f"**“{widest.option}”**: {widest.higher} {number(widest.high, 1)}, {widest.lower} "
        f"{number(widest.low, 1)}. Ask each what it sees that the other does not, before anybody "
        "averages."
    )


def doubt(case: Case) -> Text:
    """How often the answer was "don't know", and where most."""
    ranking = _ranking(case)
    return show_text(literally(_say_doubt(ranking), ranking))


def _say_doubt(ranking: pd.DataFrame) -> str:
    unsure = planning.least_known(ranking)
    if unsure.empty:
        return ""
    most = unsure.iloc[0]
    return (
        f"{percent(most['share_dont_know'])} of the scores of “{most['option']}” are "
        '"don\'t know": that is a list of questions to answer, not a low score.'
    )


# --- Would it still win if you valued other things? --------------------------------------------


def first_places(case: Case) -> Finding:
    """How often each comes first under random weights, and its best and worst place."""
    places = _ranking(case).dropna(subset=["share_first"])
    return Finding(
        "How much hangs on the weights",
        _for_page(places),
        ("option", "share_first", "best_place", "worst_place", "clear"),
        words=_say_first_places(places),
        picture=Picture(charts.chart_first_places, places, "How often each comes first"),
        headline=True,
    )


def _say_first_places(places: pd.DataFrame) -> str:
    """Whether the first place is clear whatever one values, or hangs on the weights."""
    leading = planning.often_first(places)
    if leading.empty:
        return NOT_SCORED
    first = leading.iloc[0]
    said = (
        f"**“{first['option']}”** comes first under {percent(first['share_first'])} of all ways of "
        "weighing the criteria"
    )
    if len(leading) > 1:
        said += f", “{leading.iloc[1]['option']}” under {percent(leading.iloc[1]['share_first'])}"
    if planning.is_clear(first["share_first"]):
        return (
            f"{said}. That is a clear choice, whatever one values, as far as the scores are right."
        )
    return f"{said}. That is not a clear choice: what you value decides, so say it aloud."


# Criteria of 0.5, 0.3 and 0.2, and scores of 4, 2 and 5
check_score = panels.checks(
    ask_number("check_score", "Weighted score", step=0.1),
    planning.weighted_score([0.5, 0.3, 0.2], [4, 2, 5]),
    "Multiply each score by its weight, then add the three.",
    "Half of 4, three tenths of 2 and a fifth of 5.",
)


# First in 52% of the draws of weights
check_clear = panels.checks(
    ask_choice("check_clear", "A clear choice?", ["Yes", "No"]),
    "Yes" if planning.is_clear(0.52) else "No",
    "In how many of a hundred weightings does another candidate come first?",
    "Nearly half of all weightings put another one first: your values decide, not the scores.",
)


# --- Choose three at most, and say why ---------------------------------------------------------


def priorities(case: Case):
    """The priorities, in order."""
    titles = choices_from(_options(case), "title")
    return panels.ranked(case.choices, titles, "priority", places=len(PLACES))


reason = panels.asks(*REASONS)  # why these, and what not now


# --- A priority without a theory of action is a wish -------------------------------------------


def theory(case: Case):
    """The theory of action of each priority, its evidence, its cost and its owner."""
    chosen = _chosen(case.choices.answers)
    caption = "Each priority: if, then, because, evidence, cost, owner"
    filled = panels.matrix(case.choices, chosen, THEORY, "theory", caption)
    return panels.says(
        filled, lambda: _say_theories(planning.theories_given(case.choices.answers, chosen))
    )


# --- Talk about it; what you found; take it home -----------------------------------------------

talk_log = panels.asks(*TALK)  # who speaks first, and what was said


def theories(case: Case) -> Finding:
    """How complete the chosen priorities are, and what they cost together."""
    answers = case.choices.answers
    table = planning.theories_given(answers, _chosen(answers))
    return Finding("Our priorities", table, words=_say_theories(table), headline=True)


def _say_theories(table: pd.DataFrame) -> str:
    chosen = table[~table["priority"].str.match(r"Priority \d$")]
    if chosen.empty:
        return "No priority has been chosen yet."
    said = f"**{many(len(chosen), 'priority', 'priorities')}:** {listed(_quoted(chosen))}."
    open_ones = chosen[chosen["missing"] > 0]
    if len(open_ones):
        said += f" Still incomplete: {listed(_quoted(open_ones))}."
    known, cost = chosen["cost"].dropna(), dollars(planning.full_cost(chosen))
    if len(known) == len(chosen):
        return f"{said} Together {cost} a year at full scale, as you estimated it."
    if len(known):
        return f"{said} {cost} a year is named; the rest has no cost yet."
    return f"{said} None has a cost yet."


def _quoted(theories: pd.DataFrame) -> list[str]:
    return [f"“{priority}”" for priority in theories["priority"]]


def findings(case: Case) -> list[Finding]:
    """Every finding of the page, in its order: the one list that is said again and taken home."""
    return [
        dollars_by_aim(case),
        criteria(case),
        rooms_weights(case),
        order(case),
        spread(case),
        gap(case),
        first_places(case),
        theories(case),
    ]


def what_you_found(case: Case) -> Text:
    """Said from the room's scores and its choices."""
    return finding.found([spread(case), first_places(case), theories(case)])


def priorities_page(case: Case) -> Markdown:
    """The priorities page, to sign."""
    chosen, ranking = theories(case).table, _ranking(case)
    tables = {
        "Priorities": chosen.rename(columns={"cost": "full_cost"}),
        "Scores": _for_page(ranking),
        "Weights": rooms_weights(case).table,
    }
    body = _to_sign(chosen, ranking, case.choices.answers)
    return artifacts.hand_out(case, "priorities", "Our instructional priorities", body, tables)


def _to_sign(theories: pd.DataFrame, ranking: pd.DataFrame, answers: Mapping[str, object]) -> str:
    """The priorities page, made from what was chosen; what is blank stays a line to fill in."""
    said = [
        _say_scores(ranking),
        _say_first_places(ranking),
        _say_gap(ranking),
        _say_doubt(ranking),
    ]
    return paragraphs(
        *(_priority(place, row) for place, row in enumerate(theories.to_dict("records"), 1)),
        "## How the room got there",
        *(literally(sentence, ranking) for sentence in said),
        "## What we said",
        *on_paper(REASONS, answers),
    )


def _priority(place: int, row: Mapping) -> str:
    cost = BLANK if pd.isna(row["cost"]) else f"{dollars(row['cost'])} a year at full scale"
    tier, said = str(row["tier"] or "")[:1], {key: written(text) for key, text in row.items()}
    evidence = f"tier {tier} ({row['tier'][2:]})" if tier.isdigit() else said["tier"]
    return (
        f"## Priority {place}: {said['priority']}\n\n"
        f"**If we** {said['if']}, **then** {said['then']}, **because** {said['because']}.\n\n"
        f"**Evidence:** {evidence}. **Cost:** {cost}. **Owner:** {said['owner']}."
    )


def take_home(case: Case) -> Markdown:
    """One page and one workbook."""
    questions = [*CANDIDATES, *REASONS, *TALK]
    return finding.take_home(case, TITLE, findings(case), questions, ("Scores", "Weights"))


# --- What the room put on the table, and how it scored and weighed it --------------------------


def _criteria() -> pd.DataFrame:
    """The criteria with their anchors; a score of 2 or 4 lies between two of them."""
    anchors = ("anchor_1", "anchor_3", "anchor_5")
    entries = lists("nb05_criteria")["criterion"]
    rows = [entry | dict(zip(anchors, entry["anchors"], strict=True)) for entry in entries]
    return pd.DataFrame(rows, columns=["code", "title", "question", *anchors])


def _options(case: Case) -> pd.DataFrame:
    """The candidates: the room's record, else the list that most named, else our own aims."""
    record = open_choices(case.district.folder, case.notebook, TEAM).answers
    titles = planning.options_named(record, OPTION_KEYS)
    titles = titles or planning.most_named(_answers(case), OPTION_KEYS)
    source = "the room" if titles else "programs"
    titles = titles or aims_of_programs(case.district.programs)[: len(CANDIDATES)]
    codes = [option_code(title) for title in titles]
    return pd.DataFrame({"code": codes, "title": titles, "source": source}, dtype=object)


def option_code(title: str) -> str:
    """A short name for a candidate, made of its words: a score given to others never counts."""
    return sha256(" ".join(title.casefold().split()).encode()).hexdigest()[:6]


def _ranking(case: Case, options: pd.DataFrame | None = None) -> pd.DataFrame:
    """The room's order now, as ``ranked_options`` gives."""
    options = _options(case) if options is None else options
    given = planning.scores_given(_answers(case), options, _criteria())
    return planning.ranked_options(given, _weights(case), seed=case.seed)


def _weights(case: Case) -> pd.DataFrame:
    return planning.weights_given(_answers(case), _criteria())


def _answers(case: Case) -> pd.DataFrame:
    return read_room(case.district.folder, case.notebook)


def _for_page(ranking: pd.DataFrame) -> pd.DataFrame:
    """The room's order with its columns named for a page."""
    columns = {"low": "low_score", "high": "high_score", "role_gap": "gap_score"}
    clear = ranking["clear"].map({True: "yes", False: "no"})
    return ranking.rename(columns=columns).assign(clear=clear)[
        ["option", "score", "low_score", "high_score", "spread", "gap_score", "share_dont_know",
         "share_first", "best_place", "worst_place", "clear"]
    ]  # fmt: skip


def _chosen(answers: Mapping[str, object]) -> pd.DataFrame:
    """The priorities that were chosen, each once; while none is, the three places."""
    given = [str(answers.get(f"priority_{place}", "")) for place in PLACES]
    chosen = [title for title in dict.fromkeys(given) if title not in ("", "choose…")]
    titles = chosen or [f"Priority {place}" for place in PLACES]
    return pd.DataFrame({"code": PLACES[: len(titles)], "title": titles})
