"""Notebook 0, "Start here: where are we?": its questions, findings and sentences, from the top."""

import pandas as pd
from IPython.display import HTML

from smarter_spending.case import Case
from smarter_spending.guide import charts, finding, opening, panels, questions
from smarter_spending.guide.finding import Finding, Picture
from smarter_spending.guide.opening import talk_first, trust
from smarter_spending.guide.sentences import room_answers, to_the_board
from smarter_spending.guide.showing import Text, lists, show_text, text_html
from smarter_spending.planning.partnership import next_practices, ratings_summary, read_ratings
from smarter_spending.words import listed, literal, many, percent

__all__ = ["talk_first", "trust"]

TITLE = "Roadmap: where we are and where we start"
NEEDS = ()  # it asks people, and no file
LEVELS = ("0 not yet", "1 beginning", "2 working", "3 strong")
# code, step, title, and what each of three levels looks like
FRAMEWORK = lists("nb00_framework")
PRACTICES = pd.DataFrame(FRAMEWORK["practice"])
NAMES = [f"{row.code} {row.title}" for row in PRACTICES.itertuples()]
STEPS = questions.choices_from(PRACTICES, "step")
GAP = questions.ask_number("check_gap", "Levels apart")
CHOICE = (
    questions.ask_choice("entry", "The step we enter at", STEPS),
    *(
        questions.ask_choice(f"practice_{n}", f"Practice {n} to move by next June", NAMES)
        for n in "123"
    ),
    questions.ask_words("quick_wins", "Quick wins: what, who (by role), by when"),
)
TALK = questions.talks("00")


# --- In short ----------------------------------------------------------------------------------


def in_short(case: Case) -> HTML:
    """What the room rated lowest, where its sides part, what is chosen and what was left open."""
    rated, answers = _rated(_ratings(case)), case.choices.answers
    apart, _, unit = _say_furthest_apart(rated).partition(" ")
    first = next_practices(rated)
    title = f"Rated lowest: {listed(first['code'])}"
    drawn = charts.chart_ratings(first, title=title) if len(first) else ""
    step, *practices, _ = CHOICE
    named = listed(answers[one.key] for one in practices if questions.answered(one, answers))
    entered = answers[step.key] if questions.answered(step, answers) else ""
    decided = {"we enter at": entered, "first": named}
    short = opening.in_short(case, _say_in_short(rated), apart, unit, drawn, decided).data
    return HTML(f"{short}{text_html(_say_left_open(case.district.open_questions))}")


def _say_in_short(rated: pd.DataFrame) -> str:
    if rated.empty:
        return FRAMEWORK["not_rated"]
    differ = f"differ on {len(rated[rated['role_gap'] > 0]) or 'none'} of {len(rated)} practices"
    if rated["role_gap"].isna().all():
        return f"{_people(rated)} rated; finance or academics is still missing."
    return f"{_people(rated)} rated; finance and academics {differ}."


def _people(rated: pd.DataFrame) -> str:
    return many(rated["raters"].max(), "person", "people")


def _say_left_open(left: pd.DataFrame) -> str:
    if left.empty:
        return ""
    last = left["fiscal_year"].max()
    left_open = left.loc[left["fiscal_year"] == last, "open_question"]
    lines = [f"- {literal(one)}" for one in left_open]
    return "\n".join([f"**What {last} left open** (notebook 15):", "", *lines])


who = panels.asks_who


def rate(case: Case):
    """Your ratings, folded, and then the room's."""
    rows = PRACTICES.assign(title=[FRAMEWORK["levels"].format(**row) for row in
                                   PRACTICES.to_dict("records")])  # fmt: skip
    asked = panels.ratings(case.choices, rows, LEVELS, "rate", FRAMEWORK["fold"])
    return panels.reveal(asked, lambda: where_we_are(case)._html())


def where_we_are(case: Case) -> Finding:
    """What the room says so far: the two sides, the middle, the range, and who does not know."""
    ratings = _ratings(case)
    rated = _rated(ratings)
    unsure = len(rated[rated["share_dont_know"] > 0]) or "none"
    said = f"On {unsure} of {many(len(rated), 'practice')} somebody does not know"
    more = {"picture": Picture(charts.chart_ratings, rated, said), "sheet": "Room"}
    return Finding("Where the room says we are", rated, words=_say_ratings(ratings), **more)


def _rated(ratings: pd.DataFrame) -> pd.DataFrame:
    return ratings[ratings["raters"] > 0]


def _say_ratings(ratings: pd.DataFrame) -> str:
    rated = _rated(ratings)
    if rated.empty:
        return "Nobody has rated yet. The picture appears when the first person has."
    sentence = f"{_people(rated)} rated. {_say_lowest(rated)}"
    apart = _say_furthest_apart(rated)
    sentence += f" Where finance and academics differ most: {apart}." if apart else ""
    unsure = rated.loc[rated["share_dont_know"].idxmax()]
    if unsure["share_dont_know"] > 0:
        sentence += f" {percent(unsure['share_dont_know'])} did not know about {unsure['title']}."
    return sentence


def _say_lowest(rated: pd.DataFrame) -> str:
    lowest = rated["median"].min()
    named = listed(rated.loc[rated["median"] == lowest, "title"], most=3)
    return f"Lowest, at {lowest:g}: **{named}**."


def _say_furthest_apart(rated: pd.DataFrame) -> str:
    gap = rated["role_gap"].max()
    on = listed(rated.loc[rated["role_gap"].eq(gap), "code"])
    return f"{gap:g} {'level' if gap == 1 else 'levels'} apart on {on}" if gap > 0 else ""


# --- Decide: where do we enter, and with which three practices? --------------------------------


def where_to_start(case: Case) -> Finding:
    """Where the room would start."""
    first, title = next_practices(_ratings(case)), "Rated lowest, with the widest gap first"
    words = f"{title}: **{listed(first['title'])}**." if len(first) else ""
    return Finding(title, first, words=words, missing=FRAMEWORK["no_start"], sheet="Start with")


# the decision: the step, the practices and the quick wins
decide = panels.asks(*CHOICE, expected=lambda case: where_to_start(case).sentence)


# --- Check yourself, and say it to your board --------------------------------------------------


def check_the_gap(case: Case):
    """Check yourself: finance rates a practice 3, 3 and 2, academics 1, 1 and 2."""
    six = pd.DataFrame({"finance": [3, 3, 2], "academics": [1, 1, 2]})
    six = six.melt(var_name="role", value_name="rating").assign(code="1A")
    right = ratings_summary(six, ["1A"])["role_gap"].item()
    return panels.check(case.choices, GAP, right, *FRAMEWORK["check"])


def say_to_board(case: Case) -> Text:
    """What may be said in public, and what may not."""
    rated = _rated(_ratings(case))
    told = "We have not rated ourselves yet."
    if len(rated):
        told = f"{_people(rated)} rated {many(len(rated), 'practice')}. {_say_lowest(rated)}"
    return show_text(to_the_board([told], [FRAMEWORK["may_not"]]))


# --- Take it home, and for the analyst ----------------------------------------------------------


def steps(case: Case) -> Finding:
    """The five steps of the framework, each with its practices."""
    named = PRACTICES.assign(name=NAMES)
    lists = ["; ".join(named.loc[named["step"] == step, "name"]) for step in STEPS]
    table = pd.DataFrame({"step": STEPS, "practices": lists})
    return Finding("Five steps, fifteen practices", table, ("step", "practices"))


def levels(case: Case) -> Finding:
    """What each practice looks like at each of three levels."""
    columns = ["code", "title", "level_1", "level_2", "level_3"]
    return Finding("What each practice looks like, level by level", PRACTICES, columns)


# every finding of the page, in its order: the one list that is said again and taken home
findings = finding.every(steps, levels, where_we_are, where_to_start)


take_home = finding.taken_home(TITLE, findings, *CHOICE, *TALK)


def _ratings(case: Case) -> pd.DataFrame:
    """The room's ratings of all fifteen practices so far, as ``ratings_summary`` gives."""
    given = read_ratings(room_answers(case))
    return ratings_summary(given, PRACTICES["code"]).assign(title=NAMES)
