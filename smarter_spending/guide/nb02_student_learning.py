"""Notebook 2, "Student learning": its questions, findings and sentences, from the top.

Which figures may be shown is decided below (``district.privacy``); here they are put into words.
"""

from collections.abc import Mapping, Sequence

import pandas as pd
from IPython.display import Markdown

from smarter_spending.analysis import learning
from smarter_spending.analysis.comparisons import MOST_BLANK
from smarter_spending.case import Case
from smarter_spending.district.choices import read_room
from smarter_spending.district.privacy import TOO_FEW, hide_groups, hide_rates, suppress
from smarter_spending.guide import charts, finding, panels
from smarter_spending.guide import take_home as artifacts
from smarter_spending.guide.finding import Finding, Picture, needing
from smarter_spending.guide.opening import trust, whose
from smarter_spending.guide.questions import BLANK, Question, ask_choice, ask_words, talks
from smarter_spending.guide.sentences import (
    GROUPS,
    SUBJECTS,
    TESTS,
    TITLES,
    counts_in_words,
    paragraphs,
    ranges,
    rates_in_words,
    text_table,
    written,
)
from smarter_spending.guide.showing import Text, needs, show_table, show_text
from smarter_spending.planning.partnership import most_chosen, needs_chosen, questions_written
from smarter_spending.words import (
    DASH,
    listed,
    many,
    number,
    percent,
    percent_range,
    points,
    points_range,
    signed_range,
)

__all__ = ["trust", "whose"]  # every page begins with these two

TITLE = "Student learning: several years of results"
NEEDS = ("students_outcomes", "outcomes_public")  # without them it says so
_finding = needing("students_outcomes")
HEADLINES = ("early_literacy", "third_grade_reading", "attending_tk_8", *learning.NINTH_GRADE)
FOCUS = "third_grade_reading"
NO_EFFECT = "A change from year to year is not what a program did."
TALK = talks("02")


# --- Who you are, and what you guess before any figure -----------------------------------------

who = panels.asks_who


def _guesses(case: Case) -> list[Question]:
    titles = _titles(case)
    return [
        ask_choice("guess_rate", "The goal that the smallest share of our students reach", titles),
        ask_choice("guess_count", "The goal that leaves the most students behind", titles),
    ]


guess = panels.asks(_guesses)  # a guess, before any figure


# --- Several years say more than the last one --------------------------------------------------


def years(case: Case) -> Finding:
    """Several years of four goals."""
    rates = rates_in_words(case.goal_rates)
    return _finding(
        case,
        "Early reading, ninth grade, coming to school",
        _shown(rates[rates["measure"].isin(HEADLINES)]),
        words=_say_years(rates),
        picture=charts.chart_rates_by_year,
        otherwise="No result that may be shown is in the folder.",
    )


def _say_years(rates: pd.DataFrame) -> str:
    known = rates["fiscal_year"].drop_duplicates()
    if known.empty:
        return ""
    if len(known) == 1:
        return (
            f"**The folder holds one year of results, {known.item()}.** Where students stand can "
            "be said; whether anything rises or falls cannot. A second year of results would "
            "bring it."
        )
    return f"The folder holds **{len(known)} years of results**, {known.min()} to {known.max()}."


def where_they_stand(case: Case) -> Finding:
    """Where every goal stands this year."""
    return _finding(
        case,
        "Where students stand this year",
        rates_in_words(case.needs),
        ("need_title", "goal_words", "students", "rate_words", "range_words"),
    )


# --- One good year makes a headline ------------------------------------------------------------


def good_news(case: Case) -> Finding:
    """The tempting figure."""
    step = learning.first_changes(_school_changes(case), "school_name")
    words = _say_good_news(step, _focus(case))
    return _finding(case, "The largest rise of a school", step, words=words)


def _say_good_news(step: pd.DataFrame, measure: str) -> str:
    if step.empty:
        return (
            "No school has two years of results that may be shown, so there is no before and after."
        )
    best, title = step.iloc[0], TITLES[measure]
    between = f"From {best['year_before']} to {best['year_after']}"
    if best["change"] <= 0:
        return f"{between} no school that may be shown rose in *{title}*."
    return (
        f"{between}, **{best['school_name']}** went from {percent(best['rate_before'])} to "
        f"{percent(best['rate_after'])} in *{title}*: {points(best['change'])} in one year, the "
        f"largest rise of {many(len(step), 'school')}. It would make a headline."
    )


def one_year(case: Case) -> Finding:
    """Every school's change in one year with its range, and what became of the largest rise."""
    changes = _school_changes(case)
    step = learning.first_changes(changes, "school_name")
    return _finding(
        case,
        "One year's change at each school",
        step.head(16),
        ("school_name", "before_words", "after_words", "change_words", "change_range_words"),
        words=_say_one_year(step, changes),
        picture=charts.chart_rate_changes,
        otherwise="No two years may be shown side by side, so there is no change to draw.",
    )


def _say_one_year(step: pd.DataFrame, changes: pd.DataFrame) -> str:
    if step.empty:
        return ""
    best = step.iloc[0]
    sentences = [
        f"The 90% range of {best['school_name']}'s change is {best['change_range_words']} points: "
        + ("a change is shown." if best["shown"] else "**no rise is shown.**")
    ]
    counted = learning.changes_counted(step)
    if counted.many:
        sentences.append(
            f"Of {counted.looked_at} schools, {counted.alone or 'none'} "
            f"{'shows' if counted.alone == 1 else 'show'} a change when looked at alone; if "
            f"nothing had changed anywhere, about {number(counted.by_chance, 1)} still would. "
            f"Looked at together, {counted.together or 'none'} "
            f"{'does' if counted.together == 1 else 'do'}."
        )
    school = changes[changes["school_name"].eq(best["school_name"])]
    sentences += [
        f"The year after, {best['school_name']} went from {percent(row.rate_before)} to "
        f"{percent(row.rate_after)}."
        for row in school[school["year_before"].eq(best["year_after"])].head(1).itertuples()
    ]
    sentences += [
        f"Over all the years, {row.year_before} to {row.year_after}, its range is "
        f"{row.change_range_words} points: "
        + (
            "a change is shown, among all schools too."
            if row.shown_among_all
            else "a change is shown when the school is looked at alone, not among all schools."
            if row.shown
            else "still none is shown."
        )
        for row in school[school["whole_span"].astype(bool)].itertuples()
    ]
    return " ".join(sentences)


def _school_changes(case: Case) -> pd.DataFrame:
    return _changes(_school_rates(case, _focus(case)), "site_code", "school_name")


def _school_rates(case: Case, measure: str) -> pd.DataFrame:
    """One goal's rate at each school in each year, as it may be shown beside the total."""
    return counts_in_words(case.school_rates(measure))


def _changes(rates: pd.DataFrame, *by: str) -> pd.DataFrame:
    """How far the rates that may be shown moved, with the change and its range in words."""
    changes = learning.rate_changes(rates, *by)  # a hidden rate has no students, and so no change
    return changes.assign(
        before_words=changes["rate_before"].map(percent),
        after_words=changes["rate_after"].map(percent),
        change_words=changes["change"].map(points),
        change_range_words=ranges(changes["change_low"], changes["change_high"], points_range),
    )


# --- Over all the years, some goals moved and some did not -------------------------------------


def what_moved(case: Case) -> Finding:
    """What moved from the first year to the last."""
    changes = _changes(rates_in_words(case.goal_rates), "measure", "need_title")
    return _finding(
        case,
        "From the first year to the last",
        _longest(changes),
        ("need_title", "before_words", "after_words", "change_words", "change_range_words"),
        words=_lacking(case) or _say_what_moved(changes),
        headline=True,
    )


def _say_what_moved(changes: pd.DataFrame) -> str:
    if changes.empty:
        return "No two years of results may be shown side by side, so no change can be."
    looked_at = _longest(changes)
    told, counted = looked_at[looked_at["shown_among_all"]], learning.changes_counted(looked_at)
    parts = []
    for word, goals in (("rose", told[told["change"] > 0]), ("fell", told[told["change"] < 0])):
        named = listed((f"{r.need_title} ({r.change_words})" for r in goals.itertuples()), most=12)
        parts += [f"**{word}**: {named}"] if named else []
    moved = "; ".join(parts) or "no goal is shown to have risen or fallen"
    rest = ""
    if counted.quiet and parts:
        rest += f" For {many(counted.quiet, 'other goal')} no change is shown."
    if counted.only_alone:
        rest += (
            f" Looked at alone, {number(counted.only_alone)} of those would seem to have moved; of "
            f"{many(counted.looked_at, 'goal')}, about {number(counted.by_chance, 1)} would even "
            "if nothing had."
        )
    return (
        f"From {looked_at['year_before'].min()} to {looked_at['year_after'].max()}, looking at "
        f"{many(counted.looked_at, 'goal')} together, {moved}.{rest} {NO_EFFECT}"
    )


def _longest(changes: pd.DataFrame) -> pd.DataFrame:
    """The changes from the first year to the last; all of them where there are only two."""
    spans = changes[changes["whole_span"].astype(bool)]
    return spans if len(spans) else changes


# --- An average hides who is behind ------------------------------------------------------------


def gaps(case: Case) -> Finding:
    """Groups beside all students."""
    measure = _focus(case)
    table = _group_gaps(case, measure)
    return _finding(
        case,
        "Each group beside all students",
        table,
        ("group_title", "students_words", "rate_words", "behind_words", "gap_words",
         "gap_range_words"),
        words=_say_gaps(table, measure),
    )  # fmt: skip


def _say_gaps(gaps: pd.DataFrame, measure: str) -> str:
    shown = _shown(gaps)
    if shown.empty:
        return "Too few students have a result to look at groups."
    everyone, groups = shown[shown["group"] == "all"], shown[shown["group"] != "all"]
    below = groups[groups["gap_shown"].astype(bool) & (groups["gap"] < 0)]
    sentences = [f"*{TITLES[measure]}*: {r} of all students." for r in everyone["rate_words"]]
    if len(below):
        lowest, others = below.iloc[0], below["group_title"].iloc[1:]
        sentences.append(
            f"Furthest below: **{lowest['group_title'].lower()}**, {lowest['rate_words']} "
            f"({lowest['gap_words']}, range {lowest['gap_range_words']})."
        )
        if len(others):
            sentences.append(f"Also shown to be below all students: {listed(others)}.")
    else:
        sentences.append(
            "Whether a group stands below all students is not known."
            if groups["gap"].isna().all()
            else "No group that may be shown is shown to stand below all students."
        )
    marked = groups[groups["group_not_known"] > 0].drop_duplicates("family")
    for row in marked.itertuples():
        claimed = "" if row.group_not_known <= MOST_BLANK else ": no gap is claimed"
        who = row.group_title if row.family == row.group else row.family.replace("_", " ")
        sentences.append(
            f"*{who}* is not known for {_share(row.group_not_known)} of students with a result"
            f"{claimed}."
        )
    few = gaps[gaps["suppressed"].astype(bool)]
    if len(few):
        sentences.append(
            f"{many(len(few), 'group')} cannot be shown without giving small groups away: not "
            "shown is not the same as doing well."
        )
    return " ".join(sentences)


def _share(share: float) -> str:
    return percent(share) if percent(share) != "0%" else "less than 1%"


def _group_gaps(case: Case, measure: str) -> pd.DataFrame:
    """Each student group's rate of one goal and its gap to all students, as may be shown."""
    district = case.district
    gaps = learning.learning_gaps(case.students, measure, district.fiscal_year)
    gaps = hide_groups(gaps, district.minimum_group)
    return counts_in_words(gaps).assign(
        group_title=[GROUPS.get(group, group) for group in gaps["group"]],
        gap_words=gaps["gap"].map(points),
        gap_range_words=ranges(gaps["gap_low"], gaps["gap_high"], points_range),
    )


# --- Reading by the third grade has two tests --------------------------------------------------


def literacy(case: Case) -> Finding:
    """Early literacy by window."""
    table = _literacy(case)
    words = _say_literacy(table, rates_in_words(case.needs))
    return _finding(
        case,
        "Early literacy this year, by the test named",
        table,
        ("test_title", "grade_title", "boy", "moy", "eoy", "students_words", "rate_words"),
        words=words,
        otherwise=f"No early literacy test is in the folder.\n\n{words}",
    )


def _say_literacy(table: pd.DataFrame, needs: pd.DataFrame) -> str:
    third = table[table["grade"].eq("03") & table["rate"].notna()]
    parts = [
        f"By {row.test_title}, **{row.rate_words}** of third graders end the year at or above "
        "its benchmark."
        for row in third.itertuples()
    ]
    parts += [
        f"By the state test, **{rate_words}** meet the standard in English language arts."
        for rate_words in needs.loc[needs["measure"] == "third_grade_reading", "rate_words"]
    ]
    if len(parts) > 1:
        parts.append("Two tests, two lines: a goal must name the one it means.")
    return " ".join(parts) or "Not yet known: no third grader has a result that may be shown."


def _literacy(case: Case) -> pd.DataFrame:
    """Early literacy by grade: mean score in each window, share on benchmark, as may be shown."""
    windows = learning.literacy_windows(_this_year(case))
    windows = windows[windows["literacy_assessment"] != "none"]
    rates = learning.literacy_rates(case.students, case.district.fiscal_year)
    rates = rates[rates["literacy_assessment"].isin(windows["literacy_assessment"])]
    minimum = case.district.minimum_group
    table = learning.literacy_by_grade(
        suppress(windows, "students", minimum, totals=False), hide_rates(rates, minimum, "whole")
    )
    words = counts_in_words(table, TOO_FEW)
    return words.assign(
        # a grade without one benchmark status has no row of rates: not known, and not hidden
        students_words=words["students_words"].mask(table["suppressed"].isna(), "not known"),
        test_title=[TESTS.get(test, test) for test in table["literacy_assessment"]],
        grade_title=[_grade_title(grade) for grade in table["grade"]],
        rate_words=table["rate_words"].astype("object").fillna(DASH),
    )


# --- Ninth grade on track has two definitions --------------------------------------------------


def ninth(case: Case) -> Finding:
    """Both definitions, and which one this page uses."""
    table = _ninth(case)
    return _finding(
        case,
        "Ninth graders on track this year",
        table,
        ("need_title", "goal_words", "students", "rate_words", "range_words", "behind"),
        words=_say_ninth(table, case.students, case.ninth_grade),
    )


def _say_ninth(ninth: pd.DataFrame, students: pd.DataFrame, used: str) -> str:
    if not students["grade"].eq("09").any():
        return "This district's folder has no ninth graders, so nothing is said about ninth grade."
    if ninth.empty:
        return (
            "**Not yet known.** No ninth grader has credits and core grades in the folder "
            "(`students_outcomes.csv`, `g9_credits`, `g9_core_f_sem1`, `g9_core_f_sem2`)."
        )
    parts = [f"*{row.need_title}*: **{row.rate_words}** ({row.goal_words})." for row in
             ninth.itertuples()]  # fmt: skip
    return f"{' '.join(parts)} This page ranks needs by: *{TITLES[used]}*."


def _ninth(case: Case) -> pd.DataFrame:
    """Ninth graders on track by both definitions; by one where few stand between the two."""
    return _shown(rates_in_words(case.ninth_rates))


# --- Who is not in school cannot learn there ---------------------------------------------------

COUNTED_IN = {"attending_tk_8": "TK to grade 8", "attending_9_12": "grades 9 to 12"}


def absence(case: Case) -> Finding:
    """Chronic absence, year by year."""
    table = _absence(case)
    return _finding(
        case,
        "Chronically absent, year by year",
        table,
        ("grade_title", "fiscal_year", "students", "absent_words", "range_words",
         "absent_students"),
        words=_say_absence(table, case.district.fiscal_year),
        rename={"grade_title": "Grades"},
    )  # fmt: skip


def _say_absence(table: pd.DataFrame, fiscal_year: str) -> str:
    rows = table[table["fiscal_year"].eq(fiscal_year)]
    if rows.empty:
        return (
            "**Not yet known.** Days expected and days absent are not in the folder, or too few "
            "students were absent to be shown."
        )
    parts = [
        f"**{row.absent_words}** of students in {row.grade_title} ({number(row.absent_students)} "
        f"students; 90% range {row.range_words})"
        for row in rows.itertuples()
    ]
    return (
        f"Chronically absent in {fiscal_year}: {listed(parts)}. That is a tenth or more of the "
        "days enrolled, excused or not, of students enrolled 31 days or more."
    )


def _absence(case: Case) -> pd.DataFrame:
    """The share of students chronically absent in each year, as it may be shown."""
    attending = case.goal_rates[case.goal_rates["measure"].isin(COUNTED_IN)]
    rows = learning.with_share_behind(_shown(attending))
    return rows.assign(
        grade_title=rows["measure"].map(COUNTED_IN),
        absent_students=rows["behind"],
        absent_words=rows["share_behind"].map(percent),
        range_words=ranges(rows["behind_low"], rows["behind_high"], percent_range),
    )


# --- How far the same students came ------------------------------------------------------------


def growth(case: Case) -> Finding:
    """The same students, last spring and this."""
    table = _growth(case)
    return _finding(
        case,
        "The same students' change since last spring, in points of the test",
        table,
        ("subject_title", "grade_title", "students", "change_in_points", "typical_step",
         "range_words", "standing_words"),
        words=_say_growth(table),
        rename={"range_words": "90% range beyond the usual step"},
    )  # fmt: skip


def _say_growth(table: pd.DataFrame) -> str:
    if table.empty:
        return "**Not yet known.** No students have scores of two springs in the folder."
    parts = []
    for standing, word in (("above", "more"), ("below", "less")):
        rows = table[table["standing"] == standing]
        grades = {
            subject: rows.loc[rows["subject_title"] == subject, "grade_title"].str.lower()
            for subject in rows["subject_title"].unique()
        }
        names = [f"{subject} ({listed(those)})" for subject, those in grades.items()]
        parts += [f"**{word}** than the usual step in {listed(names)}"] if names else []
    told = "; ".join(parts) or "no more and no less than the usual step, as far as can be told"
    return (
        f"The same students moved {told}. The usual step is the state's, between the means of "
        "neighbouring grades. This describes; nobody is compared with similar students, so it "
        "is not an effect."
    )


STANDING = {
    "above": "above the usual step",
    "below": "below the usual step",
    "not told": "cannot be told from the usual step",
}


def _growth(case: Case) -> pd.DataFrame:
    """How far the same students' scores moved since the spring before, as may be shown."""
    table = learning.score_growth(_this_year(case))
    table = _shown(suppress(table, "students", case.district.minimum_group, totals=False))
    return table.assign(
        subject_title=table["subject"].map(SUBJECTS),
        grade_title=[_grade_title(grade) for grade in table["grade"]],
        change_in_points=table["change"],
        range_words=ranges(table["beyond_low"], table["beyond_high"], signed_range),
        standing_words=table["standing"].map(STANDING),
    )


# --- By rate, and by count: does the top need change? ------------------------------------------


def by_rate_and_count(case: Case) -> Finding:
    """Needs by rate and by count."""
    table = rates_in_words(case.needs)
    return _finding(
        case,
        "Needs by rate, and by count",
        table[
            ["need_title", "goal_words", "students", "behind", "rate_words", "range_words",
             "rank_by_rate", "rank_by_count"]
        ],
        ("need_title", "rate_words", "range_words", "behind", "rank_by_rate", "rank_by_count"),
        words="" if _lacking(case) else _say_needs(table),
        picture=Picture(charts.chart_needs, table),
        sheet="Needs",
        headline=True,
    )  # fmt: skip


def _say_needs(needs: pd.DataFrame, name: str = "need_title", one: str = "need") -> str:
    if needs.empty:
        return f"No {one} can be ranked yet: no result that may be shown is in the folder."
    by_rate = needs[needs["rank_by_rate"] == 1].iloc[0]
    by_count = needs[needs["rank_by_count"] == 1].iloc[0]
    if len(needs) == 1:
        return f"Only one can be ranked: {_place(by_rate, name)}."
    if learning.top_need_changes(needs):
        words = (
            f"**The top {one} changes.** By rate it is {_place(by_rate, name)}; by count it is "
            f"{_place(by_count, name)}. Choose between them on purpose."
        )
    else:
        words = (
            f"**The top {one} does not change:** by rate and by count it is "
            f"{_place(by_rate, name)}. "
        )
        apart = learning.furthest_apart(needs)
        if apart.empty:
            words += "The two rankings agree throughout."
        else:
            row = apart.iloc[0]
            words += (
                f"Below the top they part: {row[name]} is number {row['rank_by_rate']} by rate "
                f"and number {row['rank_by_count']} by count."
            )
    if not learning.lowest_told_apart(needs):
        second = needs[needs["rank_by_rate"] == 2].iloc[0]
        words += (
            f" The lowest rate, that of {by_rate[name]}, cannot be told from the next lowest, "
            f"that of {second[name]}."
        )
    return words


def _place(row: pd.Series, name: str) -> str:
    return (
        f"**{row[name]}** ({row['rate_words']} of {number(row['students'])} students; "
        f"{number(row['behind'])} behind)"
    )


def guess_beside(case: Case) -> Text:
    """Your guess beside the figures."""
    table = rates_in_words(case.needs)
    return show_text(
        _say_guess(case.choices.answers, table),
        _say_not_known(table, _titles(case)),
        otherwise=_lacking(case),
    )


def _say_guess(answers: Mapping[str, object], needs: pd.DataFrame) -> str:
    parts = []
    for key, rank, words in (
        ("guess_rate", "rank_by_rate", "the lowest rate"),
        ("guess_count", "rank_by_count", "the most students behind"),
    ):
        guess = answers.get(key)
        place = needs.loc[needs["need_title"].eq(guess), rank]
        if len(place):
            parts.append(
                f"You guessed {guess} for {words}: it is number {place.item()} of {len(needs)}."
            )
        elif guess not in (None, "", "choose…"):
            parts.append(f"You guessed {guess} for {words}: here that is not known.")
    return " ".join(parts) or "No guess was written down before the figures."


def _say_not_known(needs: pd.DataFrame, titles: Sequence[str]) -> str:
    absent = [title for title in titles if title not in set(needs["need_title"])]
    if not absent:
        return ""
    return (
        "Not known here, for want of such grades, of results, or of enough students: "
        f"{'; '.join(absent)}."
    )


def schools(case: Case) -> Finding:
    """Schools by rate and by count, and whether the first school changes."""
    table = counts_in_words(case.school_needs(_focus(case)))
    return _finding(
        case,
        "The schools with the lowest rates",
        table.head(12),
        ("school_name", "students", "rate_words", "range_words", "behind", "rank_by_rate",
         "rank_by_count"),
        words=_say_needs(table, "school_name", "school"),
    )  # fmt: skip


# --- Check yourself ----------------------------------------------------------------------------


def _more_behind(schools: Mapping[str, tuple[float, int]]) -> str:
    return max(schools, key=lambda name: learning.students_behind(*schools[name]))


# In school X 40% of 50 students reach the goal, in school Y 55% of 400
check_the_count = panels.checks(
    ask_choice("check_behind", "More students are behind in", ["School X", "School Y"]),
    _more_behind({"School X": (0.40, 50), "School Y": (0.55, 400)}),
    "Students behind are students times the share who did not reach the goal.",
    "School Y: 45% of 400 is more than 60% of 50, although its rate is better.",
)

RISE = {True: "yes, a rise is shown", False: "no, not shown"}
# 52% after 48%, with 60 students each year
check_the_change = panels.checks(
    ask_choice("check_rise", "48%, then 52%, of 60 students each", list(RISE.values())),
    RISE[learning.rise_shown(0.48, 0.52, 60)],
    "How many students are four points of sixty?",
    "Two or three students more are within what another group of children brings by itself.",
)


# --- Agree on one question, and talk about it --------------------------------------------------


def agree(case: Case):
    """Your need and your question, and then the room's."""
    asked = panels.form(case.choices, *_decide(_titles(case)))
    return panels.reveal(asked, lambda: _room_html(case))


def _decide(titles: Sequence[str]) -> list[Question]:
    return [
        ask_choice("need", "The need we choose", [*titles, "another need"]),
        ask_words(
            "question",
            "The one question we agree on",
            frame="Why do so many of our … not yet …, although …?",
        ),
        ask_words("why", "Why this need", frame="By rate … By count … And because …"),
        ask_words(
            "doubt", "What would make us doubt it", frame="We would change our mind if … showed …"
        ),
    ]


def _room_html(case: Case) -> str:
    chosen, asked = needs_named(case).table, questions_written(_answers(case))
    shown = {"The need each of us chose": chosen, "The questions we wrote": asked}
    return "".join(show_table(rows, title).data for title, rows in shown.items() if len(rows))


talk_log = panels.asks(*TALK)  # who speaks first, and what was said


def needs_named(case: Case) -> Finding:
    """What the room chose as its need."""
    chosen = needs_chosen(_answers(case))
    return Finding(
        "The need each of us chose",
        chosen,
        tuple(chosen.columns),
        words=_say_chosen(chosen),
        sheet="The room",
        headline=True,
    )


def _say_chosen(chosen: pd.DataFrame) -> str:
    if chosen.empty:
        return "Nobody has chosen a need yet."
    most = most_chosen(chosen)
    names = "; ".join(f"**{need}**" for need in most.needs)
    if len(chosen) == 1:
        return f"All {number(most.answers)} who answered chose {names}."
    return (
        f"{many(most.answers, 'answer')}, {many(len(chosen), 'need')}: chosen most often, by "
        f"{number(most.people)} of {number(most.answers)}"
        f"{' each' if len(most.needs) > 1 else ''}: {names}."
    )


def _answers(case: Case) -> pd.DataFrame:
    return read_room(case.district.folder, case.notebook)


# --- What you found; take it home --------------------------------------------------------------


def findings(case: Case) -> list[Finding]:
    """Every finding of the page, in its order: the one list that is said again and taken home."""
    return [
        years(case),
        where_they_stand(case),
        good_news(case),
        one_year(case),
        what_moved(case),
        gaps(case),
        literacy(case),
        ninth(case),
        absence(case),
        growth(case),
        by_rate_and_count(case),
        schools(case),
        needs_named(case),
        question(case),
    ]


def question(case: Case) -> Finding:
    """The need and the question that were agreed, or that none is yet."""
    words = _say_question(case.choices.answers)
    return Finding("The question we agreed", pd.DataFrame(), words=words, headline=True)


def _say_question(answers: Mapping[str, object]) -> str:
    question, need = written(answers.get("question")), written(answers.get("need"))
    if question == BLANK:
        return "No question has been agreed yet."
    about = "" if need == BLANK else f" It is about: **{need}**."
    return f"The question we agreed: **{question}**{about}"


def what_you_found(case: Case) -> Text:
    """The headline findings, one under another."""
    return finding.found(findings(case))


def take_home(case: Case) -> Markdown:
    """One page and one workbook."""
    asked = [*_guesses(case), *_decide(_titles(case)), *TALK]
    return finding.take_home(case, TITLE, findings(case), asked)


def needs_page(case: Case) -> Markdown:
    """The needs page, to hand out: the agreed question, and the needs it was chosen from."""
    body = _needs_page(
        case.choices.answers, rates_in_words(case.needs), _titles(case), needs_named(case).words
    )
    return artifacts.hand_out(case, "needs", "Our needs, and the one question we agreed", body)


def _needs_page(
    answers: Mapping[str, object], needs: pd.DataFrame, titles: Sequence[str], chosen: str = ""
) -> str:
    said = {question.key: written(answers.get(question.key)) for question in _decide(titles)}
    return paragraphs(
        "## The question we agreed",
        f"> **{said['question']}**",
        f"- **The need:** {said['need']}\n- **Why this one:** {said['why']}\n"
        f"- **What would make us doubt it:** {said['doubt']}",
        "## The needs we chose from",
        _say_needs(needs),
        _ranked_lines(needs),
        _say_not_known(needs, titles),
        chosen,
        "## What this page does not say",
        "A rate says where students stand, not why, and not what any program did. Small "
        "differences and single years are not shown to be real. Figures about small groups are "
        "left out.",
        "## Agreed by",
        "- Superintendent: ______  Date: ______\n- Head of business: ______  Date: ______\n"
        "- Head of academics: ______  Date: ______",
    )


def _ranked_lines(needs: pd.DataFrame) -> str:
    heads = ("Need", "Reached the goal", "90% range", "Students behind", "By rate", "By count")
    rows = needs.assign(behind=needs["behind"].map(number))[
        ["need_title", "rate_words", "range_words", "behind", "rank_by_rate", "rank_by_count"]
    ]
    return "" if needs.empty else text_table(heads, rows.to_numpy(), figures=5)


# --- What several findings of this page share --------------------------------------------------


def _lacking(case: Case) -> str:
    """What to say where no result is known; blank where students' or published ones are."""
    return "" if case.published_only else needs(case.district, "students_outcomes")


def _this_year(case: Case) -> pd.DataFrame:
    return case.students[case.students["fiscal_year"].eq(case.district.fiscal_year)]


def _titles(case: Case) -> list[str]:
    """Every goal by its title, with the definition of ninth grade that this page ranks by."""
    return [TITLES[goal] for goal in case.goals]


def _focus(case: Case) -> str:
    """The goal looked at closely: reading by grade 3, or else the first need."""
    known = list(case.needs["measure"])
    return FOCUS if FOCUS in known or not known else known[0]


def _shown(rates: pd.DataFrame) -> pd.DataFrame:
    return rates[~rates["suppressed"].astype(bool)].reset_index(drop=True)


def _grade_title(grade: str) -> str:
    early = {"TK": "Transitional kindergarten", "KN": "Kindergarten"}
    return early.get(grade) or f"Grade {int(grade)}"
