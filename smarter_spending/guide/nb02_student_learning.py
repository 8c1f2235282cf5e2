"""Notebook 2, "Student learning": its questions, findings and sentences, from the top.

Which figures may be shown is decided below (``district.privacy``); here they are put into words,
the leaders' pictures first and the analyst's tables after.
"""

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd
from IPython.display import HTML, Markdown

from smarter_spending.analysis import learning
from smarter_spending.analysis.comparisons import MOST_BLANK
from smarter_spending.analysis.uncertainty import GAIN_SHOWN, LOSS_SHOWN, NOT_SHOWN
from smarter_spending.case import Case
from smarter_spending.district.privacy import TOO_FEW, hide_groups, hide_rates, suppress
from smarter_spending.guide import charts, finding, opening, panels, sentences
from smarter_spending.guide import take_home as artifacts
from smarter_spending.guide.finding import Finding, Picture
from smarter_spending.guide.opening import talk_first, trust
from smarter_spending.guide.questions import Question, answered, ask_choice, ask_words, talks
from smarter_spending.guide.showing import fold, lists, needs, show_table, text_html
from smarter_spending.planning.partnership import most_chosen, needs_chosen, questions_written
from smarter_spending.words import (
    DASH,
    UNANSWERED,
    listed,
    literal,
    many,
    number,
    percent,
    percent_range,
    points,
    points_range,
    signed_range,
)

__all__ = ["talk_first", "trust"]

TITLE = "Student learning: several years of results"
NEEDS = ("students_outcomes", "outcomes_public")  # without them it says so
HEADLINES = ("early_literacy", "third_grade_reading", "attending_tk_8", *learning.NINTH_GRADE)
FOCUS = "third_grade_reading"
TALK = talks("02")
WORDS = lists("nb02_words")
HALF = 0.5  # of the students


# --- In short ----------------------------------------------------------------------------------


def in_short(case: Case) -> HTML:
    """How many goals fewer than half reach, where most students are behind, what is agreed."""
    table = sentences.rates_in_words(case.needs)
    most = table[table["rank_by_count"].eq(1)]
    halves = most.assign(name=most["need_title"], one=most["reached"], other=most["behind"])
    drawn = charts.chart_halves(halves.assign(**WORDS["halves"])) if len(most) else ""
    behind = "".join(most["behind"].map(number))
    need, answers = _decide(_titles(case))[0], case.choices.answers
    decided = {"our need": str(answers[need.key])} if answered(need, answers) else {}
    said = _lacking(case) or f"{_say_in_short(table)}{sentences.say_last_results(case)}"
    return opening.in_short(case, said, behind, "students behind", drawn, decided)


def _say_in_short(needs: pd.DataFrame) -> str:
    if needs.empty:
        return WORDS["none_ranked"]
    few, most = needs[needs["rate"] < HALF], needs.loc[needs["rank_by_count"].eq(1), "need_title"]
    goals = many(len(needs), "goal")
    told = f"On {len(few)} of {goals}, fewer than half of our students get there"
    told = told if len(few) else f"Half of our students or more reach each of {goals}"
    return f"{told}; the most students are behind in **{most.item()}**."


# --- The lowest rate may not leave the most students behind -------------------------------------


def _guesses(case: Case) -> list[Question]:
    asked = {"guess_rate": "The lowest rate", "guess_count": "The most students behind"}
    return [ask_choice(key, label, _titles(case)) for key, label in asked.items()]


def guess(case: Case) -> panels.Form:
    """A guess before any figure, and how it stands beside them."""
    table = sentences.rates_in_words(case.needs)
    asked = panels.form(case.choices, *_guesses(case), expected=literal(_say_first(table)))
    return panels.says(asked, lambda: _say_guess(case.choices.answers, table))


def _say_guess(answers: Mapping[str, object], needs: pd.DataFrame) -> str:
    parts = []
    for rank in RANKS:
        guess, words = answers.get(rank.replace("rank_by", "guess")), rank[5:].replace("_", " ")
        place = needs.loc[needs["need_title"].eq(guess), rank]
        if len(place):
            parts.append(f"Yours is number {place.item()} of {len(needs)} {words}.")
        elif guess not in UNANSWERED:
            parts.append(f"Yours {words} is not known here.")
    return " ".join(parts)


def _say_not_known(needs: pd.DataFrame, titles: Sequence[str]) -> str:
    absent = [title for title in titles if title not in set(needs["need_title"])]
    return f"{WORDS['not_known']} {'; '.join(absent)}." if absent else ""


def by_rate_and_count(case: Case) -> Finding:
    """Needs by rate and by count."""
    table = sentences.rates_in_words(case.needs)
    first = table[RANKS].le(FIRST).any(axis=1)
    rest = f"{many(len(table[~first]), 'more goal')} in the figures." if len(table[~first]) else ""
    words = _lacking(case) or f"{_say_lowest(table)} {rest}".strip()
    picture = Picture(charts.chart_needs, table[first].assign(stands=GAIN_SHOWN), _say_first(table))
    kept = table[["need_title", "goal_words", "students", "behind", "rate_words", "range_words",
                  *RANKS]]  # fmt: skip
    more = _say_not_known(table, _titles(case))
    return _named(case, "needs", kept, words=words, more=more, picture=picture)


def _say_first(needs: pd.DataFrame) -> str:
    if needs.empty:
        return ""
    rate, count = (needs.loc[needs[rank].eq(1), "need_title"].item() for rank in RANKS)
    if _say_lowest(needs):
        return f"Most students behind: {count}; no one lowest rate"
    return f"First by rate: {rate}; by count: {count}" if rate != count else f"{BOTH}: {rate}"


RANKS, BOTH = ["rank_by_rate", "rank_by_count"], "First by rate and by count"
FIRST = 3  # places, by rate or by count, from which a need is drawn


def _say_lowest(needs: pd.DataFrame) -> str:
    apart = len(needs) < 2 or learning.lowest_told_apart(needs)
    return "" if apart else "The two lowest rates cannot be told apart."


# --- One good year makes a headline ------------------------------------------------------------


def good_news(case: Case) -> Finding:
    """The tempting figure."""
    step = learning.first_changes(_school_changes(case), "school_name")
    words, one = _say_good_news(step, _focus(case)), _say_one_year_only(case.goal_rates)
    return _named(case, "rise", step, words=words, otherwise=one)


def _say_one_year_only(rates: pd.DataFrame) -> str:
    known = rates["fiscal_year"].drop_duplicates()
    if len(known) != 1:
        return ""
    return f"**The folder holds one year of results, {known.item()}.** {WORDS['one_year_only']}"


def _say_good_news(step: pd.DataFrame, measure: str) -> str:
    if step.empty:
        return WORDS["no_school_pair"]
    best, title = step.iloc[0], sentences.TITLES[measure]
    between = f"From {best['year_before']} to {best['year_after']}"
    if best["change"] <= 0:
        return f"{between} no school that may be shown rose in *{title}*."
    return (
        f"{between}, **{best['school_name']}** went from {percent(best['rate_before'])} to "
        f"{percent(best['rate_after'])} in *{title}*: {points(best['change'])} in one year, the "
        f"largest rise of {many(len(step), 'school')}."
    )


def one_year(case: Case) -> Finding:
    """Every school's change in one year with its range, and what became of the largest rise."""
    changes = _school_changes(case)
    step = learning.first_changes(changes, "school_name")
    shown = "shown_among_all" if learning.changes_counted(step).many else "shown"
    drawn = step.assign(stands=_stands(step["change"], step[shown]))
    words, *others = _say_one_year(step, changes) or [""]
    picture = Picture(charts.chart_rate_changes, learning.ends(drawn, ENDS), _say_up_down(step))
    said = {"words": words, "more": " ".join(others), "otherwise": None}  # or it is said above
    return _named(case, "one_year", step.head(16), picture=picture, **said)


ENDS = 2  # schools at either end of the list that are drawn
LINES = 5  # goals whose years are drawn, those that moved before all others


def _stands(moved: pd.Series, shown: pd.Series) -> list[str]:
    """The mark of each change or gap in a picture: up, down, or neither is shown."""
    ways = zip(moved, shown, strict=True)
    return [(GAIN_SHOWN if one > 0 else LOSS_SHOWN) if told else NOT_SHOWN for one, told in ways]


def _say_up_down(step: pd.DataFrame) -> str:
    up, down = len(step[step["change"] > 0]), len(step[step["change"] < 0])
    return f"In one year {many(up, 'school')} went up and {down} down"


def _say_one_year(step: pd.DataFrame, changes: pd.DataFrame) -> list[str]:
    if step.empty:
        return []
    best, counted = step.iloc[0], learning.changes_counted(step)
    first = f"The range of {best['school_name']}'s change includes zero: **no rise is shown.**"
    if best["shown"]:
        first = f"The range of {best['school_name']}'s change is above zero: a change is shown."
    if counted.many:
        first += (
            f" Of {counted.looked_at} schools looked at together, {counted.together or 'none'} "
            f"{'shows' if counted.together == 1 else 'show'} a change."
        )
    school = changes[changes["school_name"].eq(best["school_name"])]
    after = [f"The year after, {best['school_name']} went from {percent(row.rate_before)} to "
             f"{percent(row.rate_after)}." for row in
             school[school["year_before"].eq(best["year_after"])].head(1).itertuples()]  # fmt: skip
    over_all = [f"Over all the years, {row.year_before} to {row.year_after}, its range is "
                f"{row.change_range_words} points."
                for row in school[school["whole_span"].astype(bool)].itertuples()]  # fmt: skip
    return [first, *after, *over_all]


def _school_changes(case: Case) -> pd.DataFrame:
    rates = sentences.counts_in_words(case.school_rates(_focus(case)))
    return _changes(rates, "site_code", "school_name")


def _changes(rates: pd.DataFrame, *by: str) -> pd.DataFrame:
    """How far the rates that may be shown moved, with the change and its range in words."""
    changes = learning.rate_changes(rates, *by)  # a hidden rate has no students, and so no change
    return changes.assign(
        before_words=changes["rate_before"].map(percent),
        after_words=changes["rate_after"].map(percent),
        change_words=changes["change"].map(points),
        change_range_words=sentences.ranges(
            changes["change_low"], changes["change_high"], points_range
        ),
    )


def what_moved(case: Case) -> Finding:
    """What moved from the first year to the last, and the years between."""
    rates = sentences.rates_in_words(case.goal_rates)
    looked_at = _longest(_changes(rates, "measure", "need_title"))
    told = looked_at.loc[looked_at["shown_among_all"].astype(bool), "measure"]
    drawn = _shown(rates[rates["measure"].isin([*dict.fromkeys([*told, *HEADLINES])][:LINES])])
    picture = Picture(charts.chart_rates_by_year, drawn, _say_moved(looked_at))
    said = {"words": _lacking(case) or _say_what_moved(looked_at), "more": "",
            "otherwise": None if _say_one_year_only(rates) else ""}  # fmt: skip
    return _named(case, "moved", looked_at, picture=picture if len(drawn) else None, **said)


def _say_moved(looked_at: pd.DataFrame) -> str:
    moved = len(looked_at[looked_at["shown_among_all"].astype(bool)])
    goals = f"{moved or 'None'} of {many(len(looked_at), 'goal')}"
    return f"{goals} moved from {looked_at['year_before'].min()} to {looked_at['year_after'].max()}"


def _say_what_moved(changes: pd.DataFrame) -> str:
    if changes.empty:
        return WORDS["no_pair"]
    told = changes[changes["shown_among_all"]]
    parts = []
    for word, goals in (("rose", told[told["change"] > 0]), ("fell", told[told["change"] < 0])):
        named = listed((f"{r.need_title} ({r.change_words})" for r in goals.itertuples()), most=12)
        parts += [f"**{word}**: {named}"] if named else []
    moved = "; ".join(parts) or "no goal is shown to have risen or fallen"
    return f"Looking at {many(len(changes), 'goal')} together, {moved}. {WORDS['no_effect']}"


def _longest(changes: pd.DataFrame) -> pd.DataFrame:
    """The changes from the first year to the last; all of them where there are only two."""
    spans = changes[changes["whole_span"].astype(bool)]
    return spans if len(spans) else changes


# --- An average hides who is behind ------------------------------------------------------------


def gaps(case: Case) -> Finding:
    """Groups beside all students."""
    measure = _focus(case)
    table = _group_gaps(case, measure)
    if len(table) == 1:  # all students alone
        none = "no_groups_published" if case.published_only else "no_groups_known"
        return _named(case, "gaps", table[:0], words=WORDS[none])
    shown = _shown(table)
    below = shown["gap_shown"].astype(bool) & (shown["gap"] < 0)
    drawn = shown.assign(stands=_stands(shown["gap"], below))
    groups, under = len(shown[shown["group"] != "all"]), len(shown[below])
    title = (
        f"{under or 'None'} of {many(groups, 'group')} {'is' if under == 1 else 'are'} shown below "
        f"all students: {sentences.TITLES[measure]}"
    )
    draw = partial(charts.chart_needs, name="group_title", note=WORDS["groups_note"])
    picture = Picture(draw, drawn[:MOST], title) if len(drawn) else None
    said = {"words": _say_hidden(table) if len(shown) else WORDS["no_groups"]}
    return _named(case, "gaps", table, more=_say_gaps(table), picture=picture, **said)


MOST = 5  # rows of the picture: all students, and the groups furthest below


def _say_gaps(gaps: pd.DataFrame) -> str:
    """Where no group can be placed, and of how many students the group is not known."""
    groups = _shown(gaps)
    groups = groups[groups["group"] != "all"]
    unknown = len(groups) and groups["gap"].isna().all()
    said = ["Whether a group stands below all students is not known."] if unknown else []
    for row in groups[groups["group_not_known"] > 0].drop_duplicates("family").itertuples():
        claimed = "" if row.group_not_known <= MOST_BLANK else ": no gap is claimed"
        who = row.group_title if row.family == row.group else row.family.replace("_", " ")
        said.append(
            f"*{who.capitalize()}* is not known for {_share(row.group_not_known)} of students with "
            f"a result{claimed}."
        )
    return " ".join(said)


def _say_hidden(gaps: pd.DataFrame) -> str:
    few = len(gaps[gaps["suppressed"].astype(bool)])
    return f"{many(few, 'group')} {WORDS['hidden']}" if few else ""


def _share(share: float) -> str:
    return percent(share) if percent(share) != "0%" else "less than 1%"


def _group_gaps(case: Case, measure: str) -> pd.DataFrame:
    """Each student group's rate of one goal and its gap to all students, as may be shown."""
    district = case.district
    told = measure, case.results_year
    if case.published_only:
        gaps = learning.published_gaps(district.outcomes_public, district.cds_code, *told)
    else:
        gaps = learning.learning_gaps(case.students, *told)
    gaps = hide_groups(gaps, district.minimum_group)
    return sentences.counts_in_words(gaps).assign(
        group_title=[sentences.GROUPS.get(group, group) for group in gaps["group"]],
        gap_words=gaps["gap"].map(points),
        gap_range_words=sentences.ranges(gaps["gap_low"], gaps["gap_high"], points_range),
    )


# --- Decide: which one question do we build on? ------------------------------------------------


def decide(case: Case) -> panels.Form:
    """The decision of this page, the one question and its need; and then the room's."""
    asked = panels.form(case.choices, *_decide(_titles(case))[:2])
    return panels.reveal(asked, lambda: _room_html(case))


def reasons(case: Case) -> panels.Form:
    """Why this need, and what would make us doubt it: for the needs page."""
    return panels.form(case.choices, *_decide(_titles(case))[2:], fold=WORDS["fold"])


def _decide(titles: Sequence[str]) -> list[Question]:
    need = ask_choice("need", "The need we choose", [*titles, "another need"])
    return [need, *(ask_words(key, **asked) for key, asked in WORDS["asked"].items())]


def _room_html(case: Case) -> str:
    chosen, asked = needs_named(case), questions_written(sentences.room_answers(case))
    if chosen.table.empty:
        return ""
    table = show_table(chosen.table, chosen.title).data
    questions = show_table(asked, WROTE).data if len(asked) else ""
    return f"{text_html(chosen.words)}{fold('Who chose which', table)}{fold(WROTE, questions)}"


WROTE = "The questions we wrote"


def needs_named(case: Case) -> Finding:
    """What the room chose as its need."""
    chosen, title = needs_chosen(sentences.room_answers(case)), "The need each of us chose"
    return Finding(title, chosen, tuple(chosen), words=_say_chosen(chosen), sheet="The room")


def _say_chosen(chosen: pd.DataFrame) -> str:
    if chosen.empty:
        return "Nobody has chosen a need yet."
    most = most_chosen(chosen)
    names = "; ".join(f"**{need}**" for need in most.needs)
    if len(chosen) == 1:
        return f"All {number(most.answers)} who answered chose {names}."
    often = f"{number(most.people)} of {number(most.answers)}{' each' * (len(most.needs) > 1)}"
    both = f"{many(most.answers, 'answer')}, {many(len(chosen), 'need')}"
    return f"{both}: chosen most often, by {often}: {names}."


# --- Check yourself ----------------------------------------------------------------------------


def _more_behind(schools: Mapping[str, tuple[float, int]]) -> str:
    return max(schools, key=lambda name: learning.students_behind(*schools[name]))


# In school X 40% of 50 students reach the goal, in school Y 55% of 400
check_the_count = panels.checks(
    ask_choice("check_behind", "More students are behind in", ["School X", "School Y"]),
    _more_behind({"School X": (0.40, 50), "School Y": (0.55, 400)}),
    *WORDS["check_count"],
)

RISE = {True: "yes, a rise is shown", False: "no, not shown"}
# 52% after 48%, with 60 students each year
check_the_change = panels.checks(
    ask_choice("check_rise", "48%, then 52%, of 60 students each: a rise?", list(RISE.values())),
    RISE[learning.rise_shown(0.48, 0.52, 60)],
    *WORDS["check_change"],
)


# --- Say it to your board -----------------------------------------------------------------------


def say_to_board(case: Case) -> Finding:
    """What may be said in public, and what may not."""
    step = learning.first_changes(_school_changes(case), "school_name")
    words = _say_to_board(sentences.rates_in_words(case.needs), step)
    return _named(case, "board", pd.DataFrame(), words=words)


def _say_to_board(needs: pd.DataFrame, step: pd.DataFrame) -> str:
    may = [f"{row.need_title}: {row.rate_words} of {number(row.students)} students "
           f"{row.goal_words}. {number(row.behind)} did not."
           for row in needs[needs["rank_by_count"].eq(1)].itertuples()]  # fmt: skip
    hyped = step[step["change"].gt(0) & ~step["shown"].astype(bool)]
    may_not = [f"“{literal(row.school_name)} went up {row.change_words.lstrip('+')} in a year.” So "
               "few students swing that far by themselves."
               for row in hyped.head(1).itertuples()]  # fmt: skip
    return sentences.to_the_board(may, [*may_not, WORDS["not_ours"]])


# --- For the analyst: two tests of early reading, two definitions of ninth grade, absence, growth


def literacy(case: Case) -> Finding:
    """Early literacy by grade: mean score in each window, share on benchmark, as may be shown."""
    windows = learning.literacy_windows(_this_year(case))
    windows = windows[windows["literacy_assessment"] != "none"]
    rates = learning.literacy_rates(case.students, case.results_year)
    rates = rates[rates["literacy_assessment"].isin(windows["literacy_assessment"])]
    minimum = case.district.minimum_group
    table = learning.literacy_by_grade(
        suppress(windows, "students", minimum, totals=False), hide_rates(rates, minimum, "whole")
    )
    words = sentences.counts_in_words(table, TOO_FEW)
    shown = words.assign(
        # a grade without one benchmark status has no row of rates: not known, and not hidden
        students_words=words["students_words"].mask(table["suppressed"].isna(), "not known"),
        test_title=[sentences.TESTS.get(test, test) for test in table["literacy_assessment"]],
        grade_title=[_grade_title(grade) for grade in table["grade"]],
        rate_words=table["rate_words"].astype("object").fillna(DASH),
    )
    return _named(case, "literacy", shown)


def ninth(case: Case) -> Finding:
    """Ninth graders on track by both definitions; by one where few stand between the two."""
    nobody = not case.students["grade"].eq("09").any()
    absent = WORDS["no_ninth_grade" if nobody else "no_credits"]
    words = f"This page ranks needs by: *{sentences.TITLES[case.ninth_grade]}*."
    table = _shown(sentences.rates_in_words(case.ninth_rates))
    return _named(case, "ninth", table, words=words, absent=absent)


COUNTED_IN = {"attending_tk_8": "TK to grade 8", "attending_9_12": "grades 9 to 12"}


def absence(case: Case) -> Finding:
    """The share of students chronically absent in each year, as it may be shown."""
    attending = case.goal_rates[case.goal_rates["measure"].isin(COUNTED_IN)]
    rows = learning.with_share_behind(_shown(attending))
    table = rows.assign(
        grade_title=rows["measure"].map(COUNTED_IN),
        absent_students=rows["behind"],
        absent_words=rows["share_behind"].map(percent),
        range_words=sentences.ranges(rows["behind_low"], rows["behind_high"], percent_range),
    )
    return _named(case, "absence", table)


def growth(case: Case) -> Finding:
    """How far the same students' scores moved since the spring before, as may be shown."""
    minimum, goals = case.district.minimum_group, case.goal_rates
    table = learning.score_growth(_this_year(case))
    table = _shown(suppress(table, "students", minimum, totals=False))
    tested = goals[goals["fiscal_year"].eq(case.results_year)].set_index("measure")["students"]
    few = learning.not_tested_before(table, tested).between(1, minimum, inclusive="left")
    table["students"] = table["students"].mask(few)  # they are the goal's less these
    said = table.assign(
        students_words=[TOO_FEW if pd.isna(n) else number(n) for n in table["students"]],
        subject_title=table["subject"].map(sentences.SUBJECTS),
        grade_title=[_grade_title(grade) for grade in table["grade"]],
        change_in_points=table["change"].round(1),  # a longer mean tells of how many it is
        range_words=sentences.ranges(table["beyond_low"], table["beyond_high"], signed_range),
        standing_words=table["standing"].map(WORDS["standing"]),
    )
    return _named(case, "growth", said)


def schools(case: Case) -> Finding:
    """Schools by rate and by count."""
    table = sentences.counts_in_words(case.school_needs(_focus(case)))
    return _named(case, "schools", table.head(12), words=_say_lowest(table))


# --- Take it home --------------------------------------------------------------------------------


def findings(case: Case) -> list[Finding]:
    """Every finding of the page: the pictures and tables, each with its title, then the others."""
    titled = (by_rate_and_count, one_year, what_moved, gaps, literacy, ninth, absence, growth,
              schools)  # fmt: skip
    others = (good_news, needs_named, say_to_board)
    return [*(one(case).titled() for one in titled), *(one(case) for one in others)]


take_home = finding.taken_home(
    TITLE, findings, _guesses, lambda case: _decide(_titles(case)), *TALK
)


def needs_page(case: Case) -> Markdown:
    """The needs page, to hand out: the agreed question, and the needs it was chosen from."""
    known = sentences.rates_in_words(case.needs), _titles(case), needs_named(case).words
    body = _needs_page(case.choices.answers, *known)
    return artifacts.hand_out(case, "needs", "Our needs, and the one question we agreed", body)


def _needs_page(
    answers: Mapping[str, object], needs: pd.DataFrame, titles: Sequence[str], chosen: str = ""
) -> str:
    said = {one.key: sentences.written(answers.get(one.key)) for one in _decide(titles)}
    heads = ("Need", "Reached the goal", "90% range", "Students behind", "By rate", "By count")
    columns = ["need_title", "rate_words", "range_words", "behind", *RANKS]
    rows = needs.assign(behind=needs["behind"].map(number))[columns]
    ranked = sentences.text_table(heads, rows.to_numpy(), figures=5)
    return sentences.paragraphs(
        "## The question we agreed",
        f"> **{said['question']}**",
        f"- **The need:** {said['need']}\n- **Why this one:** {said['why']}\n"
        f"- **What would make us doubt it:** {said['doubt']}",
        "## The needs we chose from",
        WORDS["none_ranked"] if needs.empty else ranked,
        _say_lowest(needs),
        _say_not_known(needs, titles),
        chosen,
        "## What this page does not say",
        WORDS["not_said"],
        "## Agreed by",
        WORDS["signed"],
    )


# --- What several findings of this page share --------------------------------------------------


def _named(case: Case, name: str, table: pd.DataFrame, **more) -> Finding:
    """A finding titled, headed and said as ``nb02_words.toml`` has it."""
    said = WORDS["finding"][name] | more
    absent, otherwise = said.pop("absent", ""), said.pop("otherwise", "")
    said |= {"words": absent} if table.empty and absent else {}
    return Finding(table=table, missing=_lacking(case) or otherwise, **said)


def _lacking(case: Case) -> str:
    """What to say where no result is known; blank where students' or published ones are."""
    return "" if case.published_only else needs(case.district, "students_outcomes")


def _this_year(case: Case) -> pd.DataFrame:
    return case.students[case.students["fiscal_year"].eq(case.results_year)]


def _titles(case: Case) -> list[str]:
    """Every goal by its title, with the definition of ninth grade that this page ranks by."""
    return [sentences.TITLES[goal] for goal in case.goals]


def _focus(case: Case) -> str:
    """The goal looked at closely: reading by grade 3, or else the first need."""
    known = list(case.needs["measure"])
    return FOCUS if FOCUS in known or not known else known[0]


def _shown(rates: pd.DataFrame) -> pd.DataFrame:
    return rates[~rates["suppressed"].astype(bool)].reset_index(drop=True)


def _grade_title(grade: str) -> str:
    early = {"TK": "Transitional kindergarten", "KN": "Kindergarten"}
    return early.get(grade) or f"Grade {int(grade)}"
