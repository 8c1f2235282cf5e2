"""Notebook 8, "What moved the needle?": its questions, findings and sentences, from the top.

The sentences follow the verdict: where one cannot tell, no figure is worded as an effect.
"""

import pandas as pd
from IPython.display import Markdown

from smarter_spending.analysis.effect_sizes import too_far_apart, wwc_class
from smarter_spending.analysis.evaluation import NOT_CHECKED, gaps_that_mislead, hide_few
from smarter_spending.analysis.uncertainty import (
    CANNOT_TELL,
    GAIN_SHOWN,
    LOSS_SHOWN,
    MAY_HAVE_LOST,
    NO_EFFECT,
    NOT_SHOWN,
)
from smarter_spending.case import Case
from smarter_spending.guide import charts, finding, panels
from smarter_spending.guide.finding import Finding, Picture, needing
from smarter_spending.guide.opening import trust, whose
from smarter_spending.guide.questions import Question, ask_choice, ask_words, choices_from, talks
from smarter_spending.guide.sentences import (
    before_it_began,
    cross_section_words,
    say_hidden,
    say_reasons,
    say_warned,
)
from smarter_spending.guide.showing import Text, needs
from smarter_spending.words import listed, many, number, outcome_words, percent

__all__ = ["trust", "whose"]  # every page begins with these two

TITLE = "What moved the needle"
NEEDS = ("programs", "program_participation", "students_outcomes")  # without them it says so
_finding = needing(*NEEDS)
MAY_BE_CALLED = {"satisfied": "Yes", "adjust": "Only after adjusting", "not satisfied": "No"}
TALK = talks("08")


def looked_at(case: Case) -> Finding:
    """How many programs have a list of students, and of how many one can tell."""
    effects = _effects(case)
    return _sentence(case, "The programs looked at", effects, _say_looked_at(effects))


def _say_looked_at(effects: pd.DataFrame) -> str:
    if effects.empty:
        return ""
    told = many(len(_told(effects)), "program") if len(_told(effects)) else "none"
    return (
        f"{many(len(effects), 'program')} kept a list of the students who took part. "
        f"Of {told} one can tell what it did."
    )


# --- Say first which program you believe in ----------------------------------------------------


def _believe(case: Case) -> tuple[Question, ...]:
    programs = choices_from(case.effects, "program")
    return (
        ask_choice("believe", "I am sure this one works", programs),
        ask_choice("doubt", "I am sure this one does not", programs),
        ask_words("how_known", "I know because"),
    )


believe = panels.asks(_believe)  # commit in writing, before any figure


# --- The figure most reports show --------------------------------------------------------------


def plain_gap(case: Case) -> Finding:
    """The best and the worst program by the plain gap: the tempting sentence."""
    scores = _scores(_effects(case))
    return _finding(
        case,
        "The plain gap: participants against everybody else",
        scores,
        words=_say_naive(scores),
        picture=charts.chart_naive,
    )


def _say_naive(effects: pd.DataFrame) -> str:
    scores = _scores(effects)
    if len(scores) < 2:
        return ""
    best = scores.loc[scores["naive_gap"].idxmax()]
    worst = scores.loc[scores["naive_gap"].idxmin()]
    return (
        f"By the plain gap, **{best['program']}** looks best: its students stand "
        f"{number(abs(best['naive_gap']), 2)} standard deviations {_side(best['naive_gap'])} "
        f"everybody else. **{worst['program']}** looks worst: "
        f"{number(abs(worst['naive_gap']), 2)} {_side(worst['naive_gap'])}."
    )


def _side(gap: float) -> str:
    return "above" if gap > 0 else "below"


# --- It measures who was sent there ------------------------------------------------------------


def before(case: Case) -> Finding:
    """How far apart the groups already stood before the program began."""
    effects = _effects(case)
    return _finding(
        case,
        "Who is compared, and how far apart they stood before the program",
        effects.dropna(subset=["prior_difference"]),
        ("program", "compared_with", "compared_got", "program_students", "comparison_students",
         "prior_difference"),
        words=" ".join(filter(None, [_say_before(effects), _say_got(effects)])),
    )  # fmt: skip


def _say_got(effects: pd.DataFrame) -> str:
    known = effects.dropna(subset=["prior_difference"])
    unsaid = known.loc[known["compared_got"].eq("not known"), "program"]
    if unsaid.empty:
        return ""
    return (
        f"For {many(len(unsaid), 'program')} nobody has said what the comparison students got "
        "instead (programs.csv, comparison_received): ahead of nothing and ahead of another "
        "program are two things."
    )


def _say_before(effects: pd.DataFrame) -> str:
    known = effects.dropna(subset=["prior_difference"])
    if known.empty:
        return ""
    far = too_far_apart(known["prior_difference"])
    sentence = (
        f"Beside the comparison students chosen for them, {many(len(known[~far]), 'program')} of "
        f"{len(known)} began within a quarter of a standard deviation, close enough to adjust."
    )
    if known[far].empty:
        return sentence
    return (
        f"{sentence} **{listed(known[far]['program'])} did not**: no adjustment mends a start that "
        "far apart."
    )


# Groups that began 0.30 standard deviations apart
check_the_rule = panels.checks(
    ask_choice("check_baseline", "May we call it an effect", list(MAY_BE_CALLED.values())),
    MAY_BE_CALLED[wwc_class(0.30)],
    "The rule has two limits, 0.05 and 0.25. On which side of both is 0.30?",
    "Beyond 0.25 no adjustment is trusted, so nobody can tell.",
)


# --- The same programs, fairly compared --------------------------------------------------------


def fairly_compared(case: Case) -> Finding:
    """What each program did, and for which the plain gap pointed the wrong way."""
    effects = _effects(case)
    scores, title = _scores(effects), "The plain gap, and the fair comparison"
    return _finding(
        case,
        "What each program did, with its 90% range",
        effects.dropna(subset=["effect_per_student"]),
        ("program", "outcome", "unit", "naive_gap", "effect_per_student", "points", "points_low",
         "points_high", "evidence", "read_with", "undone_words"),
        words=_say_turned(effects),
        picture=Picture(charts.chart_effects, scores, title) if len(scores) else None,
        headline=True,
    )  # fmt: skip


def _say_turned(effects: pd.DataFrame) -> str:
    told, turned = _told(effects), gaps_that_mislead(effects)["program"]
    if told.empty:
        return "Of no program here can one tell what it did."
    if turned.empty:
        return "For no program one can tell of did the plain gap point clearly the other way."
    return (
        f"**For {many(len(turned), 'program')} of {len(told)} the plain gap points a way that the "
        f"fairer comparison does not, and lies outside its range**: {listed(turned)}. Who takes "
        "part differs from who does not, and the gap had measured that."
    )


# --- Two more ways to be wrong -----------------------------------------------------------------


def two_checks(case: Case) -> Finding:
    """Whether the second estimator and the placebo agree with the first."""
    effects = _effects(case)
    return _finding(
        case,
        "Two checks on each answer",
        _told(effects),
        ("program", "effect_per_student", "second_estimate", "second_check", "placebo",
         "placebo_check", "share_lost", "mean_hours", "read_with"),
        words=_say_checks(effects),
        otherwise="Of no program here can one tell, so there is no answer to check.",
        headline=True,
    )  # fmt: skip


def _say_checks(effects: pd.DataFrame) -> str:
    told = _told(effects)
    if told.empty:
        return ""
    return f"{_say_second(told)} {_say_year_before(told)}"


def _say_second(told: pd.DataFrame) -> str:
    checked, differ = _checked(told, "second_check", "failed")
    if not len(checked):
        return f"A second way of adjusting could be checked for 0 of {many(len(told), 'program')}."
    agrees = "agrees for all of them" if differ.empty else f"differs for {listed(differ)}: say both"
    return (
        f"The second way of adjusting, checked for {len(checked)} of "
        f"{many(len(told), 'program')}, {agrees}."
    )


def _say_year_before(told: pd.DataFrame) -> str:
    checked, unclear = _checked(told, "placebo_check", "unclear")
    of = f"{len(checked)} of {many(len(told), 'program')}"
    if not len(checked):
        return (
            f"The year before was checked for {of}: whether any showed an effect before it began "
            "is not known."
        )
    if len(unclear):
        said = f"for {listed(unclear)} it is too rough to rule out an effect before it began"
    elif len(checked) < len(told):
        said = (
            f"of those {len(checked)} no effect shows before it began; of the others nobody knows"
        )
    else:
        said = "None shows an effect before it began"
    return f"The year before was checked for {of}: {said}."


def _checked(told: pd.DataFrame, column: str, state: str) -> tuple[pd.DataFrame, pd.Series]:
    """The programs for which a check was made, and the names of those it left in this state."""
    return told[told[column].ne(NOT_CHECKED)], told.loc[told[column].eq(state), "program"]


def delivery(case: Case) -> Finding:
    """How much of the program the students got, where the hours are known."""
    effects = _effects(case)
    return _sentence(case, "Hours delivered", effects, _say_delivery(effects))


def _say_delivery(effects: pd.DataFrame) -> str:
    known = effects.dropna(subset=["mean_hours"])
    if known.empty:
        return "No program recorded the hours its students got."
    least = known.loc[known["mean_hours"].idxmin()]
    return (
        f"Hours are recorded for {many(len(known), 'program')}. Fewest: {least['program']}, "
        f"{number(least['mean_hours'])} hours a student."
    )


# --- "Cannot tell" is an answer ----------------------------------------------------------------


def cannot_tell(case: Case) -> Finding:
    """Of which programs nobody can tell, and why."""
    effects = _effects(case)
    return _finding(
        case,
        "Nobody can tell yet",
        effects[effects["verdict"] != "can tell"],
        ("program", "outcome", "why"),
        otherwise="Of every program here one can tell.",
    )


# --- What you may say, and what you may not ----------------------------------------------------


def said_to_a_board(case: Case) -> Finding:
    """Two sentences for each program: the one that may be said, and the tempting one."""
    effects = _effects(case)
    return _finding(
        case,
        "Said to a board",
        effects.dropna(subset=["naive_gap"]),
        ("program", "may_say", "may_not_say"),
    )


def _may_say(row) -> str:
    words = outcome_words(row.outcome)
    if row.verdict != "can tell" or row.few:
        return f"We cannot tell yet what {row.program} did. {row.why}"
    return " ".join(filter(None, [_may_claim(row, words), row.read_with, say_hidden(row)]))


def _may_claim(row, words: str) -> str:
    size = (
        f"{_points(row)}, with a 90% range, of chance alone, from {number(row.points_low, 1)} to "
        f"{number(row.points_high, 1)}"
    )
    others = f"about {many(row.comparison_students, 'student')} {row.alike} who did not take part"
    if row.shown == GAIN_SHOWN:
        return f"In {words}, students of {row.program} came out higher than {others}: {size}."
    if row.shown == LOSS_SHOWN:
        return f"In {words}, students of {row.program} did worse than {others}: {size}."
    if row.shown == MAY_HAVE_LOST:
        return (
            f"In {words}, students of {row.program} came out lower than {others}: {size}. So few "
            "schools, or so many programs looked at together, do not show a loss: it may be chance."
        )
    looked = f"We looked at about {many(row.program_students, 'student')} of {row.program}"
    if row.shown == NO_EFFECT:
        return f"{looked}: likely no effect on {words}, {size}."
    return (
        f"{looked} and could not show that it moved {words}: {size}. It may be nothing, and it may "
        "be a little."
    )


def _points(row) -> str:
    points = number(row.points, 1)
    if row.unit == "share of students":
        more = "more" if row.effect_per_student >= 0 else "fewer"
        return (
            f"{points} percentage points, about {many(abs(row.students_moved), 'student')} {more} "
            f"of {number(row.program_students)}"
        )
    if row.unit == "share of days enrolled":
        return f"{points} percentage points of days"
    return f"{points} points of the test ({number(row.effect_per_student, 2)} SD)"


def _may_not_say(row) -> str:
    if pd.isna(row.naive_gap):
        return f"“{row.program} works: everybody there says so.”"
    gap, verb = abs(row.naive_gap), "works" if row.naive_gap > 0 else "does harm"
    size = (
        percent(gap).replace("%", " percentage points")
        if str(row.unit).startswith("share")
        else f"{number(gap, 2)} standard deviations"
    )
    side = _side(row.naive_gap)
    return f"“Its students stand {size} {side} everybody else, so {row.program} {verb}.”"


# --- A picture to be careful with --------------------------------------------------------------


def spending_beside_scores(case: Case) -> Finding:
    """Spending beside scores, school by school, with its warning."""
    return _finding(
        case,
        "Spending beside scores",
        case.school_scores,
        words=cross_section_words(case.school_scores),
        picture=charts.chart_cross_section,
    )


# --- Decide together; what you found; take it home ---------------------------------------------


def _decide(case: Case) -> tuple[Question, ...]:
    programs = choices_from(case.effects, "program")
    return (
        ask_choice(
            "changed",
            "About the program we believed in, we now",
            ["believe it more", "believe it less", "cannot tell"],
        ),
        ask_choice("say_first", "The program our board hears about first", programs),
        ask_words("learn_next", "The question we answer by next year, and how"),
    )


decide = panels.asks(_decide)  # one sentence the board should hear, and one question for next year


talk_log = panels.asks(*TALK)  # who speaks first, and what was said


def _in_all(case: Case) -> Finding:
    """Which programs gained, and of which nobody can tell: said last, and taken home."""
    effects = _effects(case)
    kept = effects.drop(columns=["program_id", "verdict", "evidence_grade", *NOT_KEPT])
    return _finding(
        case, "Effects", kept, words=_say_effects(effects), sheet="Effects", headline=True
    )


SHOWN = {
    GAIN_SHOWN: "Shown to gain: {}.",
    NOT_SHOWN: "No gain shown: {}.",
    NO_EFFECT: "Likely no effect: {}.",
    MAY_HAVE_LOST: "May have done worse, not shown: {}.",
    LOSS_SHOWN: "A loss shown: {}.",
    CANNOT_TELL: "Cannot tell yet: {}.",
}


def _say_effects(effects: pd.DataFrame) -> str:
    found = {words: effects.loc[effects["shown"].eq(code), "program"]
             for code, words in SHOWN.items()}  # fmt: skip
    return " ".join(
        words.format(listed(programs, 8)) for words, programs in found.items() if len(programs)
    )


def findings(case: Case) -> list[Finding]:
    """Every finding of the page, in its order: the one list that is said again and taken home."""
    return [
        _in_all(case),
        looked_at(case),
        plain_gap(case),
        before(case),
        fairly_compared(case),
        two_checks(case),
        delivery(case),
        cannot_tell(case),
        said_to_a_board(case),
        spending_beside_scores(case),
    ]


def what_you_found(case: Case) -> Text:
    """The headline findings, one under another."""
    return finding.found(findings(case), otherwise=needs(case.district, *NEEDS))


def take_home(case: Case) -> Markdown:
    """One page and one workbook."""
    questions = [*_believe(case), *_decide(case), *TALK]
    return finding.take_home(case, TITLE, findings(case), questions)


# --- Words and rows that several findings of this page share -----------------------------------

FEW = "Too few students took part to show anything about them."
COMPARED_WITH = {
    "named": "the comparison students the district named",
    "same grades": "everybody else in the same grades",
}
GRADES = {
    "moderate": "moderate (no ESSA tier): a gain is shown, and every check was made and agrees",
    "promising": "promising (no ESSA tier): a gain is shown; not every check was made and agrees",
    "no gain shown": "no gain shown: it may be zero",
    "loss shown": "loss shown",
    "may have lost": "a loss is not shown, though its range lies below zero",
    "cannot tell": "cannot tell",
}
NOT_KEPT = ["few", "students_moved", "warned", "undone_by", "alike", "groups_held"]


def _sentence(case: Case, title: str, table: pd.DataFrame, words: str) -> Finding:
    """A finding that is only a sentence: not said while a file it needs is absent."""
    lacking = needs(case.district, *NEEDS)
    return _finding(case, title, table[:0] if lacking else table, words=words)


def _effects(case: Case) -> pd.DataFrame:
    return _in_words(case.effects, case.district.minimum_group)


def _in_words(effects: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The table of effects in words, with nothing about fewer students than may be shown."""
    words = hide_few(effects, minimum)
    words["why"] = [
        FEW if few else say_reasons(why)
        for few, why in zip(words["few"], words["why"], strict=True)
    ]
    words["read_with"] = [
        "" if few else say_warned(warned)
        for few, warned in zip(words["few"], words["warned"], strict=True)
    ]
    rows = list(words.itertuples())
    held = words["groups_held"].map({True: " and group", False: ""})
    words["alike"] = "similar in " + words["outcome"].map(before_it_began) + held
    words["undone_words"] = [say_hidden(row) or None for row in rows]
    words["compared_with"] = words["compared_with"].map(COMPARED_WITH)
    words["compared_got"] = words["compared_got"].fillna("not known")
    words["may_say"] = [_may_say(row) for row in words.itertuples()]
    words["may_not_say"] = [_may_not_say(row) for row in words.itertuples()]
    words["evidence"] = words["evidence_grade"].map(GRADES)
    words["outcome"] = [outcome_words(outcome) for outcome in words["outcome"].fillna("none")]
    return words


def _told(effects: pd.DataFrame) -> pd.DataFrame:
    return effects[effects["verdict"] == "can tell"]


def _scores(effects: pd.DataFrame) -> pd.DataFrame:
    in_sd = effects["unit"].str.startswith("standard", na=False)
    return effects[in_sd & effects["naive_gap"].notna()]
