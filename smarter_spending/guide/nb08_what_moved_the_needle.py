"""Notebook 8, "What moved the needle?": its questions, findings and sentences, from the top.

The sentences follow the verdict (``nb08_words.toml``): where one cannot tell, no figure is worded
as an effect.  A leader's units above; standard deviations below, for the analyst.
"""

from collections.abc import Callable, Mapping

import pandas as pd
from IPython.display import HTML

from smarter_spending.analysis import uncertainty
from smarter_spending.analysis.effects import wwc_class
from smarter_spending.analysis.evaluation import (
    NOT_CHECKED,
    gaps_that_mislead,
    hide_few,
    programs_by_gap,
)
from smarter_spending.case import Case
from smarter_spending.guide import charts, opening, panels, questions, sentences
from smarter_spending.guide.finding import Finding, Picture, needing, taken_home
from smarter_spending.guide.opening import trust
from smarter_spending.guide.questions import Question, ask_choice, ask_several, ask_words, talks
from smarter_spending.guide.showing import lists, needs
from smarter_spending.words import (
    listed,
    literal,
    many,
    number,
    outcome_words,
    signed,
    signed_range,
)

__all__ = ["trust"]  # what was checked: on this page for the analyst

TITLE = "What moved the needle"
NEEDS = ("programs", "program_participation", "students_outcomes")  # without them it says so
_finding = needing(*NEEDS)
NOT_YET = "Not yet known: of no program here can one tell what it did."
WORDS = lists("nb08_words")
PARTS = {  # what is shown of a program, by the color of its part in the picture
    uncertainty.GAIN_SHOWN: [uncertainty.GAIN_SHOWN],
    uncertainty.NOT_SHOWN: [uncertainty.NOT_SHOWN, uncertainty.NO_EFFECT],
    uncertainty.LOSS_SHOWN: [uncertainty.MAY_HAVE_LOST, uncertainty.LOSS_SHOWN],
    uncertainty.CANNOT_TELL: [uncertainty.CANNOT_TELL],
}
NONE = "none of them yet"
MAY_BE_CALLED = {"satisfied": "Yes", "adjust": "Only after adjusting", "not satisfied": "No"}
TALK = talks("08")
MOST = 8  # programs in a picture; all stand in the workbook


# --- In short ----------------------------------------------------------------------------------


def in_short(case: Case) -> HTML:
    """Of how many programs a gain is shown, and of how many nobody can tell."""
    parts = _parts(_effects(case))
    gained, all_of = parts.iloc[0]["programs"], len(case.effects)
    judged = parts["programs"].iloc[:-1].any()
    figure = f"{gained} of {all_of}" if all_of else ""
    unit = "programs show a gain" if judged else "programs can be judged yet"
    drawn = charts.chart_parts(parts) if all_of else ""
    said = needs(case.district, *NEEDS) or _say_in_short(parts, all_of)
    decided = {"we say that these worked": case.choices.answers.get("say_worked", "")}
    return opening.in_short(case, said, figure, unit, drawn, decided)


def _parts(effects: pd.DataFrame) -> pd.DataFrame:
    counts = {code: len(effects[effects["shown"].isin(codes)]) for code, codes in PARTS.items()}
    return charts.counted_parts(counts, WORDS["parts"])


def _say_in_short(parts: pd.DataFrame, all_of: int) -> str:
    gained, *_, unknown = parts["programs"]
    if not all_of:
        return "**Not yet known.** No program here has a list of the students who took part."
    if unknown == all_of:
        which = "the one program" if all_of == 1 else f"any of the {number(all_of)} programs"
        return f"Nobody can tell yet what {which} did."
    untold = f"; for {number(unknown)} nobody can tell yet what they did" if unknown else ""
    gains = f"{number(gained) if gained else 'none'} {'show' if gained > 1 else 'shows'} a gain"
    return f"Of {many(all_of, 'program')}, {gains}{untold}."


# --- The figure most reports show --------------------------------------------------------------


def plain_gap(case: Case) -> Finding:
    """The tempting picture: everybody in a program against everybody else."""
    known = _rows(case)
    out = len(case.effects[~case.effects["program_id"].isin(known["program_id"])])
    words = f"Not drawn: {many(out, 'program')}; the table below says why." if out else ""
    drawn = Picture(charts.chart_gaps, known[:MOST].assign(who=""))
    return _finding(case, _say_plain(known), known, words=_more(known, words), picture=drawn)


def _say_plain(known: pd.DataFrame) -> str:
    below = len(known[known["naive_points"].lt(0)])
    harm = f"{below} of {many(len(known), 'program')} {'does' if below == 1 else 'do'} harm"
    return f"By the plain gap, {harm if below else 'every program works'}"


def _more(rows: pd.DataFrame, words: str) -> str:
    more = len(rows[MOST:])
    return f"{many(more, 'more program')} in the workbook. {words}" if more else words


def believe(case: Case) -> panels.Form:
    """Commit in writing: which program surely works, and which surely does not; then see."""
    effects = _effects(case)
    each = [(words, effects.loc[effects["shown"].isin(PARTS[code]), "program"])
            for code, words in WORDS["parts"].items()]  # fmt: skip
    lines = [f"- **{words}:** {literal(listed(names))}" for words, names in each if len(names)]
    asked = panels.form(case.choices, *_believe(case), expected="\n".join(lines))
    return panels.says(asked, lambda: _say_believed(effects, case.choices.answers))


def _believe(case: Case) -> tuple[Question, ...]:
    programs = questions.choices_from(case.effects, "program")
    asked = {"believe": "We are sure that this one works",
             "doubt": "We are sure that this one does not"}  # fmt: skip
    return tuple(ask_choice(key, label, programs) for key, label in asked.items())


def _say_believed(effects: pd.DataFrame, answers: Mapping[str, object]) -> str:
    named = [answers.get(key) for key in ("believe", "doubt")]
    rows = {row.program: row for row in effects.itertuples()}
    said = []
    for row in (rows[name] for name in dict.fromkeys(named) if name in rows):
        span = signed_range(row.points_low, row.points_high)
        size = f"{signed(row.points, 1)} {row.counted} ({span})"
        said.append(f"{literal(row.program)}: {WORDS['believed'][row.shown].format(size)}.")
    return " ".join(said)


# --- The same programs, fairly compared --------------------------------------------------------


def fair(case: Case) -> Finding:
    """The plain gap beside the fair comparison, in points of the test."""
    told = _told(_rows(case))
    drawn = Picture(charts.chart_fair, told[:MOST])
    words = _more(told, f"{WORDS['fair']} {_say_checked(told)}".strip()) if len(told) else ""
    more = {"words": words, "picture": drawn, "otherwise": NOT_YET}
    return _finding(case, _say_misleads(told), told, **more)


def _say_checked(told: pd.DataFrame) -> str:
    """For how many programs each check was made, where one was not made for all."""
    made = {words: told[told[check].ne(NOT_CHECKED)] for check, words in WORDS["checks"].items()}
    of = many(len(told), "program")
    said = (f"Checked for {len(rows)} of {of}: {words}." for words, rows in made.items()
            if len(rows) < len(told))  # fmt: skip
    return " ".join(said)


def _say_misleads(told: pd.DataFrame) -> str:
    wrong, of = len(gaps_that_mislead(told)), len(told)
    if of == 1:
        verb = "misleads" if wrong else "does not mislead"
        return f"The plain gap {verb} us about the one program that we can judge"
    which = "all" if wrong == of else f"{number(wrong) if wrong else 'none'} of the"
    return f"The plain gap misleads us about {which} {number(of)} programs that we can judge"


# --- "Cannot tell" is an answer ----------------------------------------------------------------


def cannot_tell(case: Case) -> Finding:
    """Why nobody can tell yet, each reason once, and what would let us."""
    effects, why = _effects(case), {}
    for row in effects[effects["verdict"].eq("cannot tell")].itertuples():
        for code in row.codes:
            why.setdefault(code, []).append(row.program)
    rows = [(listed(why[code]), *said) for code, said in WORDS["in_short"].items() if code in why]
    heads = {"program": "Programs", "why": "Why", "to_find_out": "What would let us tell"}
    table, title = pd.DataFrame(rows, columns=list(heads)), "Nobody can tell yet about these"
    more = {"otherwise": "Of every program here one can tell.", "rename": heads}
    return _finding(case, title, table, tuple(heads), **more)


# --- Decide, check yourself, say it to your board ------------------------------------------------

talk_first = opening.talk_first


def decide(case: Case) -> panels.Form:
    """The decision of this page: of which programs one says that they worked."""
    effects = _effects(case)
    asked = panels.form(case.choices, *_decision(case))
    return panels.says(asked, lambda: _say_decided(effects, case.choices.answers))


def _decision(case: Case) -> tuple[Question, ...]:
    names = [*_told(_effects(case))["program"], NONE]
    return (
        ask_several("say_worked", "We may say that these worked", names),
        ask_words("learn_next", "Nobody can tell these yet; we find out by next year, and how"),
    )


def _say_decided(effects: pd.DataFrame, answers: Mapping[str, object]) -> str:
    unshown = effects.loc[effects["shown"].ne(uncertainty.GAIN_SHOWN), "program"]
    named = questions.picked(answers.get("say_worked"), list(unshown))
    return f"Our records show no gain for {literal(listed(named))} yet." if named else ""


# Groups that began 30 points apart on a test whose standard deviation is 100
check_the_rule = panels.checks(
    ask_choice(
        "check_baseline",
        "Before an invented program began, its students scored 30 points below their comparison "
        "students, on a test where two of three students lie within 100 points of the average. "
        "May the rest, after adjusting, be called its effect?",
        list(MAY_BE_CALLED.values()),
    ),
    MAY_BE_CALLED[wwc_class(0.30)],
    "On this test the rule has two limits, 5 and 25 points. On which side of both is 30?",
    "Beyond 25 points no adjustment is trusted, so nobody can tell.",
)


def say_to_board(case: Case) -> Finding:
    """What may be said in public, and what may not."""
    rows, effects = _rows(case), _effects(case)
    return _finding(case, "Say it to your board", effects, words=_say_to_board(rows, effects))


def _say_to_board(rows: pd.DataFrame, effects: pd.DataFrame) -> str:
    gained, lost = (
        rows[rows["shown"].eq(code)] for code in (uncertainty.GAIN_SHOWN, uncertainty.LOSS_SHOWN)
    )
    may = [sentences.say_ahead(row) for row in gained.head(2).itertuples()]
    for row in lost.head(1).itertuples():
        size = f"{row.gain_words} {row.counted} (range {row.range_words})"
        may.append(f"{row.program} students did worse than students who had scored alike: {size}.")
    wrong = gaps_that_mislead(rows)
    may_not = [f"{said} That is who was sent there."
               for said in (wrong if len(wrong) else rows)["may_not_say"].head(1)]  # fmt: skip
    unknown = effects.loc[effects["shown"].eq(uncertainty.CANNOT_TELL), "program"].head(1)
    may_not += [f"“{name} does not work.” Nobody can tell yet." for name in unknown]
    return sentences.to_the_board(may or ["We looked, and cannot show a gain yet."], may_not)


# --- For the analyst: the same in standard deviations, and whether the checks agree --------------


def _table(name: str, rows: Callable, say: Callable = lambda rows: "") -> Callable[..., Finding]:
    """A table for the analyst, titled and headed as ``nb08_words.toml`` says."""

    def table(case: Case) -> Finding:
        shown = rows(_effects(case))
        return _finding(case, table=shown, words=say(shown), **WORDS["analyst"][name])

    return table


def _say_before(known: pd.DataFrame) -> str:
    unsaid = known.loc[known["compared_got"].eq("not known"), "program"]
    return WORDS["comparison_got"].format(many(len(unsaid), "program")) if len(unsaid) else ""


def _may_say(row) -> str:
    if row.verdict != "can tell" or row.few:
        return f"We cannot tell yet what {row.program} did. {row.why}"
    size = f"{_points(row)}, with a 90% range, of chance alone, from {number(row.points_low, 1)}"
    beside = many(row.comparison_students, "student")
    claim = WORDS["may_say"][row.shown].format(
        words=outcome_words(row.outcome),
        program=row.program,
        others=f"about {beside} {row.alike} who did not take part",
        looked=f"We looked at about {many(row.program_students, 'student')} of {row.program}",
        size=f"{size} to {number(row.points_high, 1)}",
    )
    return " ".join(filter(None, [claim, row.read_with, sentences.say_hidden(row)]))


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
    verb = "works" if row.naive_gap > 0 else "does harm"
    size = f"{number(abs(row.naive_points), 1)} {'' if row.in_points else 'percentage '}points"
    side = "above" if row.naive_gap > 0 else "below"
    return f"“Its students stand {size} {side} everybody else, so {row.program} {verb}.”"


before = _table("before", lambda rows: rows.dropna(subset=["prior_difference"]), _say_before)
fairly_compared = _table("effects", lambda rows: rows.dropna(subset=["effect_per_student"]))
two_checks = _table("checks", lambda rows: _told(rows))
why_not = _table("why_not", lambda rows: rows[rows["verdict"].ne("can tell")])
said_to_a_board = _table("said_to_a_board", lambda rows: rows.dropna(subset=["naive_gap"]))


def _say_effects(effects: pd.DataFrame) -> str:
    found = {words: effects.loc[effects["shown"].eq(code), "program"]
             for code, words in WORDS["found"].items()}  # fmt: skip
    return " ".join(words.format(listed(one, 8)) for words, one in found.items() if len(one))


def findings(case: Case) -> list[Finding]:
    """Every finding of the page: the pictures, then what the analyst wants."""
    effects = _effects(case)  # which programs gained, with every figure
    kept = effects.drop(columns=["program_id", "verdict", "evidence_grade", *NOT_KEPT])
    in_all = _finding(case, "Effects", kept, words=_say_effects(effects), sheet="Effects")
    titled = [one(case).titled() for one in (plain_gap, fair)]
    others = (cannot_tell, say_to_board, before, fairly_compared, two_checks, why_not,
              said_to_a_board)  # fmt: skip
    return [in_all, *titled, *(one(case) for one in others)]


take_home = taken_home(TITLE, findings, _believe, _decision, *TALK)


# --- Words and rows that several findings of this page share -----------------------------------

FEW = "Too few students took part to show anything about them."
NOT_KEPT = ["few", "students_moved", "warned", "undone_by", "alike", "groups_held", "test",
            "counted", "in_points", "codes"]  # fmt: skip
COUNTED = {"share of students": "students of 100", "share of days enrolled": "days of 100"}
TESTS = lists("nb09_words")["tests"]  # called on both pages alike


def _effects(case: Case) -> pd.DataFrame:
    return _in_words(case.effects, case.district.minimum_group)


def _in_words(effects: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The table of effects in words, with nothing about fewer students than may be shown."""
    words = hide_few(effects, minimum)
    words["verdict"] = words["verdict"].mask(words["few"], uncertainty.CANNOT_TELL)
    words["shown"] = words["shown"].mask(words["few"], uncertainty.CANNOT_TELL)
    rows = list(words.itertuples())
    words["codes"] = [_codes(row) for row in rows]
    words["why"] = [FEW if row.few else sentences.say_reasons(row.why) for row in rows]
    words["read_with"] = ["" if row.few else sentences.say_warned(row.warned) for row in rows]
    words["in_points"] = words["unit"].str.startswith("standard", na=False)
    words["counted"] = words["unit"].map(COUNTED).fillna("points")
    words["test"] = [
        f"{TESTS.get(row.outcome, outcome_words(row.outcome).capitalize())}, {row.counted}"
        for row in words.itertuples()
    ]
    rows = list(words.itertuples())
    held = words["groups_held"].map({True: " and group", False: ""})
    words["alike"] = "similar in " + words["outcome"].map(sentences.before_it_began) + held
    words["undone_words"] = [sentences.say_hidden(row) or None for row in rows]
    words["compared_with"] = words["compared_with"].map(WORDS["compared_with"])
    words["compared_got"] = words["compared_got"].fillna("not known")
    words["may_say"] = [_may_say(row) for row in words.itertuples()]
    words["may_not_say"] = [_may_not_say(row) for row in words.itertuples()]
    words["evidence"] = words["evidence_grade"].map(WORDS["grades"])
    words["outcome"] = [outcome_words(outcome) for outcome in words["outcome"].fillna("none")]
    return words


def _codes(row) -> list[str]:
    if row.few or row.outcome == "none" or pd.isna(row.outcome):
        return ["few" if row.few else "no outcome"]
    return [reason.code for reason in row.why]


def _rows(case: Case) -> pd.DataFrame:
    """The programs with a plain gap, test by test, as the pictures say them."""
    known = programs_by_gap(_effects(case).dropna(subset=["naive_points"]))
    rows = list(known.itertuples())
    return known.assign(
        gain=known["points"], gain_low=known["points_low"], gain_high=known["points_high"],
        gap_words=[signed(row.naive_points, 1) for row in rows],
        gain_words=[signed(row.points, 1) if row.verdict == "can tell" else "" for row in rows],
        range_words=[signed_range(row.points_low, row.points_high) for row in rows],
        who=[f"about {many(row.program_students, 'student')}"
             f"{'; read with care' if row.warned and row.verdict == 'can tell' else ''}"
             for row in rows],
    )  # fmt: skip


def _told(effects: pd.DataFrame) -> pd.DataFrame:
    return effects[effects["verdict"] == "can tell"]
