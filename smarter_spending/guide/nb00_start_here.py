"""Notebook 0, "Start here: where are we?": its questions, findings and sentences, from the top."""

from collections.abc import Mapping

import pandas as pd
from IPython.display import Markdown

from smarter_spending.case import Case
from smarter_spending.district.choices import read_room
from smarter_spending.guide import charts, finding, opening, panels
from smarter_spending.guide.finding import Finding
from smarter_spending.guide.opening import trust
from smarter_spending.guide.questions import (
    answered,
    ask_choice,
    ask_number,
    ask_words,
    choices_from,
    talks,
)
from smarter_spending.guide.showing import Text, lists, show_table
from smarter_spending.planning.partnership import next_practices, ratings_summary, read_ratings
from smarter_spending.words import listed, literal, many, number, percent

__all__ = ["trust", "whose"]  # every page begins with these two

TITLE = "Roadmap: where we are and where we start"
NEEDS = ()  # it asks people, and no file
LEVELS = ("0 not yet", "1 beginning", "2 working", "3 strong")
# code, step, title, and what each of three levels looks like
PRACTICES = pd.DataFrame(lists("nb00_framework")["practice"])
NAMES = [f"{row.code} {row.title}" for row in PRACTICES.itertuples()]
STEPS = choices_from(PRACTICES, "step")
GAP = ask_number("check_gap", "Levels apart")
CHOICE = (
    ask_choice("entry", "The step we enter at", STEPS),
    ask_choice("practice_1", "Practice 1 to move by next June", NAMES),
    ask_choice("practice_2", "Practice 2 to move by next June", NAMES),
    ask_choice("practice_3", "Practice 3 to move by next June", NAMES),
    ask_words("quick_wins", "Quick wins: what, who (by role), by when"),
)
TALK = talks("00")


def whose(case: Case) -> Text:
    """Whose figures these are, and what last year left open."""
    return opening.whose(case, _say_left_open(case.district.open_questions))


def _say_left_open(questions: pd.DataFrame) -> str:
    if questions.empty:
        return ""
    last = questions["fiscal_year"].max()
    left_open = questions.loc[questions["fiscal_year"] == last, "open_question"]
    lines = [f"- {literal(one)}" for one in left_open]
    return "\n".join([f"**What {last} left open** (notebook 15):", "", *lines])


# --- Money follows habit until finance and academics sit at one table --------------------------


def steps(case: Case) -> Finding:
    """The five steps of the framework, each with its practices."""
    named = PRACTICES.assign(name=NAMES)
    lists = ["; ".join(named.loc[named["step"] == step, "name"]) for step in STEPS]
    table = pd.DataFrame({"step": STEPS, "practices": lists})
    return Finding("Five steps, fifteen practices", table, ("step", "practices"))


# --- Each practice has three levels ------------------------------------------------------------


def levels(case: Case) -> Finding:
    """What each practice looks like at each of three levels."""
    return Finding(
        "What each practice looks like, level by level",
        PRACTICES,
        ("code", "title", "level_1", "level_2", "level_3"),
    )


# --- Rate your district, each person alone -----------------------------------------------------

who = panels.asks_who


def rate(case: Case):
    """Your ratings, and then the room's."""
    columns = ["title", "median", "low_rating", "high_rating", "role_gap", "share_dont_know"]

    def rooms() -> str:
        table = _ratings(case).rename(columns={"low": "low_rating", "high": "high_rating"})
        return show_table(table, "The room so far", columns).data

    return panels.reveal(panels.ratings(case.choices, PRACTICES, LEVELS, "rate"), rooms)


# --- The gap matters more than the middle ------------------------------------------------------


def where_we_are(case: Case) -> Finding:
    """What the room says so far."""
    ratings = _ratings(case)
    return Finding(
        "Where the room says we are",
        _rated(ratings),
        words=_say_ratings(ratings),
        picture=charts.chart_ratings,
        sheet="Room",
        headline=True,
    )


def _rated(ratings: pd.DataFrame) -> pd.DataFrame:
    return ratings[ratings["raters"] > 0]


def _say_ratings(ratings: pd.DataFrame) -> str:
    rated = _rated(ratings)
    if rated.empty:
        return "Nobody has rated yet. The picture appears when the first person has."
    lowest = rated["median"].min()
    sentence = (
        f"{many(rated['raters'].max(), 'person', 'people')} rated. Lowest, at "
        f"{number(lowest, 1)}: **{listed(rated.loc[rated['median'] == lowest, 'title'], most=3)}**."
    )
    apart = rated[rated["role_gap"] > 0]
    if len(apart):
        widest = apart.loc[apart["role_gap"].idxmax()]
        sentence += (
            f" Finance and academics are furthest apart on {widest['title']}: "
            f"{number(widest['finance'], 1)} against {number(widest['academics'], 1)}."
        )
    unsure = rated.loc[rated["share_dont_know"].idxmax()]
    if unsure["share_dont_know"] > 0:
        sentence += f" {percent(unsure['share_dont_know'])} did not know about {unsure['title']}."
    return sentence


def where_to_start(case: Case) -> Finding:
    """Where the room would start."""
    return Finding(
        "Rated lowest, with the widest gap first",
        next_practices(_ratings(case)),
        ("title", "median", "role_gap", "share_dont_know"),
        missing="Nobody has rated yet, so nothing is suggested.",
        sheet="Start with",
    )


def check_the_gap(case: Case):
    """Check yourself: finance rates a practice 3, 3 and 2, academics 1, 1 and 2."""
    six = pd.DataFrame({"finance": [3, 3, 2], "academics": [1, 1, 2]})
    six = six.melt(var_name="role", value_name="rating").assign(code="1A")
    return panels.check(
        case.choices,
        GAP,
        ratings_summary(six, ["1A"])["role_gap"].item(),
        "Put each group's three ratings in order and take the one in the middle.",
        "Finance's middle rating is 3, academics' is 1.",
    )


# --- Choose where to enter ---------------------------------------------------------------------

choose = panels.asks(*CHOICE)  # the step, the practices and the quick wins


def entry(case: Case) -> Finding:
    """What was chosen, said again at the end."""
    return Finding(
        "Where we enter", pd.DataFrame(), words=_say_entry(case.choices.answers), headline=True
    )


def _say_entry(answers: Mapping[str, object]) -> str:
    step, *practices, _ = CHOICE
    if not answered(step, answers):
        return "No entry point has been chosen yet."
    named = listed(answers[one.key] for one in practices if answered(one, answers))
    return f"We enter at **{answers[step.key]}** and work on {named or 'practices not yet chosen'}."


# --- Talk about it; what you found; take it home -----------------------------------------------

talk_log = panels.asks(*TALK)  # who speaks first, and what was said


def findings(case: Case) -> list[Finding]:
    """Every finding of the page, in its order: the one list that is said again and taken home."""
    return [steps(case), levels(case), where_we_are(case), where_to_start(case), entry(case)]


def what_you_found(case: Case) -> Text:
    """Said from the room's ratings and your choices."""
    return finding.found(findings(case))


def take_home(case: Case) -> Markdown:
    """One page and one workbook."""
    return finding.take_home(case, TITLE, findings(case), [*CHOICE, *TALK])


def _ratings(case: Case) -> pd.DataFrame:
    """The room's ratings of all fifteen practices so far, as ``ratings_summary`` gives."""
    given = read_ratings(read_room(case.district.folder, case.notebook))
    return ratings_summary(given, PRACTICES["code"]).assign(title=NAMES)
