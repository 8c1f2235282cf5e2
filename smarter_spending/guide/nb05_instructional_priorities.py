"""Notebook 5, "Which three things will we put first?": from the top.

The candidates, the scores and the weights are read from the room's answers each time.
"""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

import pandas as pd
from IPython.display import HTML, Markdown

from smarter_spending.analysis.inventory import aims_of_programs
from smarter_spending.case import Case
from smarter_spending.district.choices import TEAM, open_choices
from smarter_spending.guide import charts, finding, opening, panels, questions
from smarter_spending.guide import take_home as artifacts
from smarter_spending.guide.finding import Finding, Picture, literally
from smarter_spending.guide.opening import talk_first, trust
from smarter_spending.guide.sentences import (
    earlier,
    paragraphs,
    room_answers,
    to_the_board,
    written,
)
from smarter_spending.guide.showing import Text, fold, lists, needs, show_table, show_text
from smarter_spending.planning import priorities as planning
from smarter_spending.words import (
    UNANSWERED,
    dollars,
    listed,
    literal,
    many,
    number,
    percent,
    short_dollars,
    tries,
)

__all__ = ["talk_first", "trust"]

TITLE = "Priorities: what we scored and what we chose"
NEEDS = ("programs",)  # without it the page says so
NOT_WEIGHED = "Nobody has weighed the criteria yet, so all count the same."
WORDS = lists("nb05_criteria")
NOT_SCORED = WORDS["finding"]["scores"]["otherwise"]
CANDIDATES, REASONS, THEORY = (
    questions.as_worded(WORDS[name]) for name in ("candidate", "why", "theory")
)
OPTION_KEYS = tuple(question.key for question in CANDIDATES)
SCORED = ("option", "score", "low_score", "high_score", "spread", "gap_score", "share_dont_know",
          "share_first", "best_place", "worst_place", "clear")  # fmt: skip
PLACES = ("1", "2", "3")  # three priorities at most
TALK = questions.talks("05")

who = panels.asks_who


# --- In short ----------------------------------------------------------------------------------


def in_short(case: Case) -> HTML:
    """Over how many aims our program dollars are spread today, and which were put first."""
    known = case.cost_by_aim.dropna(subset=["dollars"])
    words = known["dollars"].map(short_dollars)
    shown = known.assign(size=known["dollars"], said=words)[:MOST]
    title = f"Program dollars a year: the {many(len(shown), 'largest aim', 'largest aims')}"
    drawn = "" if known.empty else charts.chart_bars(shown, title)
    said = needs(case.district, *NEEDS) or _say_in_short(case.cost_by_aim)
    count = number(len(case.cost_by_aim)) if drawn else ""
    decided = {"we put first": listed(_first(_theories(case))["priority"])}
    return opening.in_short(case, said, count, "aims among our programs", drawn, decided)


def _say_in_short(aims: pd.DataFrame) -> str:
    known = aims.dropna(subset=["dollars"])
    if known.empty:
        return "**Not yet known:** which aims our program dollars serve."
    first, on_file = known.iloc[0], "" if len(known) == len(aims) else " on file"
    many_aims = ": a list that long sets no priority" if len(aims) > len(PLACES) else ""
    gets = f"{first['title']}, gets {percent(first['share'])} of the dollars{on_file}{many_aims}"
    return f"Our programs serve {many(len(aims), 'aim')}, and the largest, {gets}."


MOST = 6  # aims in the picture; all stand in the analyst's table


# --- A long list of aims sets no priority ------------------------------------------------------


def carried(case: Case) -> Text:
    """What the notebooks before this one carry forward."""
    said = []
    for label, where in WORDS["carried"].items():
        given = [earlier(case, where["notebook"], key) for key in where["keys"]]
        words = " · ".join(literal(answer) for answer in given if answer)
        said.append(f"- **{label}:** {words or '*not answered yet*'}")
    return Text("\n".join(said), under="What notebooks 2, 3 and 4 carry forward")


def dollars_by_aim(case: Case) -> Finding:
    """Where program dollars go today, by aim: on this page for the analyst."""
    return _named(case, "aims", case.cost_by_aim)


candidates = panels.asks(*CANDIDATES, fold="Name up to five candidates (5 boxes)")


def what_is_scored(case: Case) -> Text:
    """How many candidates everybody will score, and who put them there."""
    return show_text(_say_options(_options(case)))


def _say_options(options: pd.DataFrame) -> str:
    if options.empty:
        return "Nobody has named a candidate yet, and there is no program list to begin with."
    source = WORDS["sources"][options["source"].iloc[0]]
    return f"**{many(len(options), 'candidate')}.** {source}"


def criteria(case: Case) -> Finding:
    """The criteria and what 1, 3 and 5 mean: the same in every district."""
    return _named(case, "criteria", _criteria().rename(columns={"title": "criterion"}))


# --- Guess, then score alone -------------------------------------------------------------------


def guess(case: Case):
    """Which candidate one expects to come first."""
    asked = questions.ask_choice(
        "guess", "I expect this one to come first", questions.choices_from(_options(case), "title")
    )
    return panels.form(case.choices, asked, expected=literal(_title_scores(_ranking(case))))


def scores(case: Case):
    """One's own scores, and then the room's."""
    options = _options(case)
    rows = questions.rows_to_fill(options, "code", "title", "No candidate has been named yet")
    given = (*planning.SCORES, planning.DONT_KNOW)
    columns = [questions.ask_choice(row.code, row.title, given)
               for row in _criteria().itertuples()]  # fmt: skip
    caption, opens = "Score each candidate, 1 to 5", "Score every candidate, each person alone"
    scored = panels.matrix(case.choices, rows, columns, "score", caption, opens)
    shown = ["option", "score", "low_score", "high_score", "gap_score", "share_dont_know"]

    def rooms() -> str:
        said = "The room so far"
        return fold(said, show_table(_for_page(_ranking(case, options)), said, shown).data)

    return panels.reveal(scored, rooms)


# --- Would it win if you valued other things? --------------------------------------------------


def weights(case: Case):
    """Share out 100 points among the criteria."""
    begun = planning.weights_to_begin(_criteria())
    opens = "Share out 100 points among the five criteria"
    return panels.weights(case.choices, begun, "weight", fold=opens)


def rooms_weights(case: Case) -> Finding:
    """What the room values, and on what it differs."""
    table = _weights(case)
    names = {name: f"{name}_weight" for name in ("low", "high", "finance", "academics")}
    shown = table.rename(columns=names)[["criterion", "weight", *names.values()]]
    words = "" if table["people"].iloc[0] else NOT_WEIGHED
    return _named(case, "weights", shown, columns=tuple(shown), words=words)


# --- The highest score may hide a quarrel ------------------------------------------------------


def spread(case: Case) -> Finding:
    """The scores with their raters, the two sides, and what nobody knows."""
    ranking = _ranking(case)
    known = ranking.dropna(subset=["score"])
    picture = Picture(charts.chart_scores, known, _title_scores(ranking))
    return _named(case, "scores", _for_page(known), words=_say_gap(ranking), picture=picture)


def _title_scores(ranking: pd.DataFrame) -> str:
    lead = planning.lead_of_first(ranking)
    if lead is None or lead.told_apart:
        return f"“{lead.option}” scores highest, {number(lead.score, 1)} of 5" if lead else ""
    return "The first two are too close to call: our raters differ by more"


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


def first_places(case: Case) -> Finding:
    """In how many of ten ways of weighing each comes first."""
    places = _ranking(case).dropna(subset=["share_first"])
    ways = [tries(count, "ways") for count in places["tries"]]
    drawn = places.assign(program=places["option"], tries_words=ways)[places["tries"].gt(0)]
    picture = Picture(charts.chart_tries, drawn, _title_first_places(places))
    return _named(case, "first", _for_page(places), words=_say_seldom(places), picture=picture)


def _title_first_places(places: pd.DataFrame) -> str:
    leading = planning.often_first(places)
    if leading.empty or not planning.is_clear(leading["share_first"].iloc[0]):
        return "No clear choice: what we value decides which comes first"
    return f"However we weigh, “{leading['option'].iloc[0]}” nearly always comes first"


def _say_seldom(places: pd.DataFrame) -> str:
    seldom = len(places[places["tries"].eq(0)])
    return f"Hardly ever first: {many(seldom, 'other candidate')}." if seldom else ""


# --- Decide: three at most, and say why --------------------------------------------------------


def decide(case: Case) -> panels.Form:
    """The decision of this page: the priorities, in order, and why; folded, what was said."""
    titles = questions.choices_from(_options(case), "title")
    asked = [*questions.ask_ranking("priority", titles, len(PLACES)), REASONS[0]]
    chosen = panels.form(case.choices, *asked, expected=literal(first_places(case).title))
    panels.says(chosen, lambda: _say_twice(case.choices.answers))
    panels.form(case.choices, *REASONS[1:], *TALK, fold="Keep what waits, and what was said")
    return chosen


def _say_twice(answers: Mapping[str, object]) -> str:
    given = [answers.get(f"priority_{place}") for place in PLACES]
    twice = {one for one in given if one not in UNANSWERED and given.count(one) > 1}
    named = "".join(f"{literal(str(one))} is named twice. " for one in sorted(twice))
    return f"{named}Each can have one place only." if named else ""


def theory(case: Case):
    """The theory of action of each priority, its evidence, its cost and its owner."""
    chosen = _chosen(case.choices.answers)
    caption = "Each priority: if, then, because, evidence, cost, owner"
    opens = "Write each priority's theory of action (reload the page after you have chosen)"
    filled = panels.matrix(case.choices, chosen, THEORY, "theory", caption, opens)
    return panels.says(
        filled, lambda: _say_cost(planning.theories_given(case.choices.answers, chosen))
    )


# --- Check yourself; say it to your board; take it home ----------------------------------------

# First in 52% of the draws of weights
check_clear = panels.checks(
    questions.as_worded([WORDS["check_clear"]])[0],
    "Yes" if planning.is_clear(0.52) else "No",
    "In how many of the hundred does another candidate come first?",
    "Nearly half put another one first: your values decide, not the scores.",
)


def say_to_board(case: Case) -> Finding:
    """What may be said in public of these priorities, and what may not."""
    table = _theories(case)
    return _named(case, "board", table, words=_say_to_board(table, _ranking(case)))


def _say_to_board(theories: pd.DataFrame, ranking: pd.DataFrame) -> str:
    chosen, gap = _first(theories), planning.widest_gap(ranking)
    leading = planning.often_first(ranking)
    may = ["We have put nothing first yet."]
    if len(chosen):
        may = [f"We put {len(chosen)} first: {listed(chosen['priority'])}.", _say_cost(chosen)]
    may_not = []
    if leading.empty:
        may_not += ["“The scores decided.” Nobody has scored yet."]
    elif not planning.is_clear(leading["share_first"].iloc[0]):
        may_not += ["“The scores decided.” Weighed another way, another comes first."]
    if gap.code == planning.FAR:
        sides = f"{gap.higher} {number(gap.high, 1)}, {gap.lower} {number(gap.low, 1)}"
        may_not += [f"“We all agree on {literal(gap.option)}.” Scores of 5: {sides}."]
    if chosen["cost"].notna().any():
        may_not += ["“That is what it takes.” It is our own estimate."]
    return to_the_board(may, may_not)


def theories(case: Case) -> Finding:
    """How complete the chosen priorities are, and what they cost together."""
    table = _theories(case)
    first = f"**We put first:** {listed(_quoted(_first(table)))}. " if len(_first(table)) else ""
    return _named(case, "priorities", table, words=f"{first}{_say_cost(table)}")


def _theories(case: Case) -> pd.DataFrame:
    return planning.theories_given(case.choices.answers, _chosen(case.choices.answers))


def _say_cost(table: pd.DataFrame) -> str:
    chosen = _first(table)
    if chosen.empty:
        return "No priority has been chosen yet."
    open_ones = _quoted(chosen[chosen["missing"] > 0])
    said = f"Still incomplete: {listed(open_ones)}. " if open_ones else ""
    known, cost = chosen["cost"].dropna(), dollars(planning.full_cost(chosen))
    if len(known) == len(chosen):
        together = "Together" if len(known) > 1 else "It costs"
        return f"{said}{together} {cost} a year at full scale, as we estimated it."
    if len(known):
        return f"{said}{cost} a year is named; the rest has no cost yet."
    return f"{said}None has a cost yet."


def _first(theories: pd.DataFrame) -> pd.DataFrame:
    """The priorities that were chosen: without the places that nobody has filled."""
    return theories[~theories["priority"].str.match(r"Priority \d$")]


def _quoted(theories: pd.DataFrame) -> list[str]:
    return [f"“{priority}”" for priority in theories["priority"]]


# every finding of the page, in its order: the one list that is taken home
findings = finding.every(dollars_by_aim, criteria, rooms_weights, spread, first_places, theories)


def priorities_page(case: Case) -> Markdown:
    """The priorities page, to sign."""
    chosen, ranking = _theories(case), _ranking(case)
    tables = {"Priorities": chosen.rename(columns={"cost": "full_cost"}),
              "Scores": _for_page(ranking), "Weights": rooms_weights(case).table}  # fmt: skip
    body = _to_sign(chosen, ranking, case.choices.answers)
    return artifacts.hand_out(case, "priorities", "Our instructional priorities", body, tables)


def _to_sign(theories: pd.DataFrame, ranking: pd.DataFrame, answers: Mapping[str, object]) -> str:
    """The priorities page, made from what was chosen; what is blank stays a line to fill in."""
    known = ranking.dropna(subset=["score"])
    scores = listed(f"“{row.option}” {number(row.score, 1)}" for row in known.itertuples())
    titles = f"{_title_scores(ranking)}. {_title_first_places(ranking)}."
    said = [f"Scores of 5, as the room weighs: {scores}.", titles, _say_gap(ranking)]
    return paragraphs(
        *(_priority(place, row) for place, row in enumerate(theories.to_dict("records"), 1)),
        "## How the room got there",
        *(literally(sentence, ranking) for sentence in (said if len(known) else [NOT_SCORED])),
        "## What we said",
        *questions.on_paper(REASONS, answers),
    )


def _priority(place: int, row: Mapping) -> str:
    cost = (
        questions.BLANK if pd.isna(row["cost"]) else f"{dollars(row['cost'])} a year at full scale"
    )
    tier, said = str(row["tier"] or "")[:1], {key: written(text) for key, text in row.items()}
    evidence = f"tier {tier} ({row['tier'][2:]})" if tier.isdigit() else said["tier"]
    return (
        f"## Priority {place}: {said['priority']}\n\n"
        f"**If we** {said['if']}, **then** {said['then']}, **because** {said['because']}.\n\n"
        f"**Evidence:** {evidence}. **Cost:** {cost}. **Owner:** {said['owner']}."
    )


FIRST = ("Scores", "Weights")  # sheets of the workbook
take_home = finding.taken_home(TITLE, findings, *CANDIDATES, *REASONS, *TALK, sheets=FIRST)


def scores_in_full(case: Case) -> Finding:
    """Scores, raters and places under every weighting, as the workbook has them."""
    return replace(spread(case), columns=SCORED, words="", picture=None)


# Criteria of 0.5, 0.3 and 0.2, and scores of 4, 2 and 5
check_score = panels.checks(
    questions.as_worded([WORDS["check_score"]])[0],
    planning.weighted_score([0.5, 0.3, 0.2], [4, 2, 5]),
    "Multiply each score by its weight, then add the three.",
    "Half of 4, three tenths of 2 and a fifth of 5.",
)


# --- What the room put on the table, and how it scored and weighed it --------------------------


_named = finding.named(WORDS["finding"])


def _criteria() -> pd.DataFrame:
    """The criteria with their anchors; a score of 2 or 4 lies between two of them."""
    anchors = ("anchor_1", "anchor_3", "anchor_5")
    rows = [entry | dict(zip(anchors, entry["anchors"], strict=True))
            for entry in WORDS["criterion"]]  # fmt: skip
    return pd.DataFrame(rows, columns=["code", "title", "question", *anchors])


def _options(case: Case) -> pd.DataFrame:
    """The candidates: the room's record, else the list that most named, else our own aims."""
    record = open_choices(case.district.folder, case.notebook, TEAM).answers
    titles = planning.options_named(record, OPTION_KEYS)
    titles = titles or planning.most_named(room_answers(case), OPTION_KEYS)
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
    given = planning.scores_given(room_answers(case), options, _criteria())
    return planning.ranked_options(given, _weights(case), seed=case.seed)


def _weights(case: Case) -> pd.DataFrame:
    return planning.weights_given(room_answers(case), _criteria())


def _for_page(ranking: pd.DataFrame) -> pd.DataFrame:
    """The room's order with its columns named for a page."""
    columns = {"low": "low_score", "high": "high_score", "role_gap": "gap_score"}
    clear = ranking["clear"].map({True: "yes", False: "no"})
    return ranking.rename(columns=columns).assign(clear=clear)[[*SCORED]]


def _chosen(answers: Mapping[str, object]) -> pd.DataFrame:
    """The priorities that were chosen, each once; while none is, the three places."""
    given = [str(answers.get(f"priority_{place}", "")) for place in PLACES]
    chosen = [title for title in dict.fromkeys(given) if title not in UNANSWERED]
    titles = chosen or [f"Priority {place}" for place in PLACES]
    return pd.DataFrame({"code": PLACES[: len(titles)], "title": titles})
