"""Notebook 4, "Why is it so, and why is that?": questions, findings and sentences, from the top."""

from collections.abc import Mapping
from functools import partial

import pandas as pd
from IPython.display import HTML, Markdown

from smarter_spending.case import Case
from smarter_spending.district.choices import read_room
from smarter_spending.guide import charts, finding, opening, panels
from smarter_spending.guide import take_home as artifacts
from smarter_spending.guide.charts import ON_A_BONE
from smarter_spending.guide.finding import Finding, Picture
from smarter_spending.guide.opening import talk_first, trust
from smarter_spending.guide.questions import (
    BLANK,
    Question,
    answered,
    as_worded,
    ask_choice,
    ask_words,
    judge,
    rows_to_fill,
    talks,
)
from smarter_spending.guide.sentences import earlier, paragraphs, text_table, to_the_board, written
from smarter_spending.guide.showing import Text, lists, show_text
from smarter_spending.planning import priorities
from smarter_spending.words import listed, literal, many, number

__all__ = ["talk_first", "trust"]

LISTS = lists("nb04_causes")
WORDS, FAMILIES = LISTS["words"], pd.DataFrame(LISTS["family"])  # families of causes
TITLE = "Root causes: what we found and what we act on"
NEEDS = ()  # it is made of what people write
TALK = talks("04")

who = panels.asks_who


# --- In short ----------------------------------------------------------------------------------


def in_short(case: Case) -> HTML:
    """How many of the causes matter much and are in our hands, and which we act on."""
    answers = case.choices.answers
    ranked = _ranked(answers)
    rated = ranked.dropna(subset=["weight"])
    drawn = rated.assign(title=rated["cause"], size=rated["weight"], said=rated["advice"])[:MOST]
    picture = charts.chart_bars(drawn, WORDS["rated"]) if len(rated) else ""
    count = number(len(rated[rated["advice"] == priorities.ACT])) if len(rated) else ""
    decided = {"we act on": str(answers.get("root_cause", ""))}
    said = _say_in_short(ranked)
    return opening.in_short(case, said, count, "causes to act on first", picture, decided)


def _say_in_short(ranked: pd.DataFrame) -> str:
    if ranked.empty:
        return WORDS["nothing"]
    act = len(ranked[ranked["advice"] == priorities.ACT])
    if ranked["weight"].isna().all():
        return f"{many(len(ranked), 'cause')} written, none rated yet."
    matter = "matters a lot and is" if act == 1 else "matter a lot and are"
    return f"Of {many(len(ranked), 'cause')} that we wrote, {number(act)} {matter} in our hands."


MOST = 6  # causes in the picture; all stand in the analyst's table


# --- The first answer is usually something to buy ----------------------------------------------

SORTS = {"cause": "a cause", "symptom": "a symptom", "solution": "a solution in disguise"}


def sort_the_statements(case: Case):
    """A cause, a symptom, or a solution in disguise."""
    statements = _statements()
    asked = (question for question, *_ in statements)
    sorting = panels.form(case.choices, *asked, fold="Sort six sentences")
    return panels.says(sorting, lambda: _say_sorted(case.choices.answers, statements))


def how_we_sort(case: Case) -> Text:
    """How each sentence is sorted, and why: in a fold, to look up afterwards."""
    lines = [f"- {question.label} {right}. {why}" for question, right, why in _statements()]
    return Text("\n".join(lines), under="See how we would sort them, and why")


def _statements() -> list[tuple[Question, str, str]]:
    """Each statement to sort, with the right answer and why it is right."""
    options, given = list(SORTS.values()), LISTS["statement"]
    asked = (ask_choice(f"sort_{row['code']}", f"“{row['words']}” This is …", options)
             for row in given)  # fmt: skip
    return [(one, SORTS[row["sort"]], row["why"]) for one, row in zip(asked, given, strict=True)]


def _say_sorted(answers: Mapping[str, object], statements: list[tuple[Question, str, str]]) -> str:
    hint = "Could you check it, change it, and would the trouble follow from it?"
    given = [one for one in statements if answered(one[0], answers)]
    open_ones = [f"- {one.label.split('” ')[0]}” {judge(answers[one.key], right, hint, why)}"
                 for one, right, why in given if answers[one.key] != right]  # fmt: skip
    alike = [f"{len(given) - len(open_ones)} of {len(statements)} sorted as we would."]
    return "\n".join([*alike, "", *open_ones] if given else [])


def check_the_disguise(case: Case):
    """Check yourself: the tutors."""
    question, right, why = _statements()[0]
    asked = ask_choice("check_tutors", "“We need more tutors.” It is", question.options[1:])
    return panels.check(case.choices, asked, right, "Does it name something to buy?", why)


def _stated(case: Case) -> list[Question]:
    given = [earlier(case, "03_goals", f"goal_{n}_statement") for n in (1, 2, 3)]
    goals = [goal for goal in given if goal] or ["no goal written yet"]
    return [ask_choice("goal", "The goal we work under", goals), *as_worded(WORDS["problem"])]


goal_and_problem = panels.asks(_stated)  # the goal they work under, and the problem


# --- Ask why until it is something you can change ----------------------------------------------

WHYS = ("1", "2", "3", "4", "5")
WHY = as_worded(WORDS["why"])


def ask_why(case: Case):
    """The chain of whys, and how one knows."""
    titles = ["Why?" if step == "1" else "And why is that?" for step in WHYS]
    rows = pd.DataFrame({"code": WHYS, "title": titles})
    opens = "Ask why five times, and write beside each how you know"
    asked = panels.matrix(case.choices, rows, WHY, "chain", "Why, and why is that", opens)
    return panels.says(asked, lambda: _say_chain(_whys(case.choices.answers)))


def _whys(answers: Mapping[str, object]) -> pd.DataFrame:
    """The chain of whys as it was written."""
    parts = [question.key for question in WHY]
    rows = [[answers.get(f"chain_{step}_{part}", "") for part in parts] for step in WHYS]
    return priorities.why_chain(pd.DataFrame(rows, columns=parts))


def _say_chain(chain: pd.DataFrame) -> str:
    """How deep the chain goes, and on how many steps there is no evidence."""
    if chain.empty:
        return "No why has been written yet."
    said = f"Your chain has {many(len(chain), 'step')} and ends at “{chain['why'].iloc[-1]}”."
    gaps = chain.loc[chain["gap"], "step"].tolist()
    if not gaps:
        return f"{said} Every step rests on something that can be checked."
    steps = f"**step{'s' if len(gaps) > 1 else ''} {listed(gaps)}**"
    first = "a finding, and the first thing to go and look at"
    return f"{said} It rests on no evidence at {steps}: {first}."


def chain_so_far(case: Case) -> Finding:
    """The chain of whys, step by step."""
    whys = _whys(case.choices.answers)
    known = whys["evidence"].replace("", None)
    shown = whys.assign(step_number=whys["step"], because_of=whys["why"], how_we_know=known)
    return _named("whys", whys, words=_say_chain(whys), on_page=shown)


# --- One chain is one way down; there are others -----------------------------------------------

NO_CAUSE = "No cause has been written yet. The fishbone fills as you write."
PLACES = tuple(str(n) for n in range(1, ON_A_BONE + 1))
CAUSE = tuple(ask_words(place, f"Cause {place}") for place in PLACES)


def where_to_look(case: Case) -> Finding:
    """Seven families of causes."""
    return _named("families", FAMILIES.rename(columns={"title": "family", "question": "asks"}))


def your_causes(case: Case):
    """The causes, drawn as they are written."""
    caption = "Causes, up to three in each family"
    opens = "Write causes in every family, up to three"
    asked = panels.matrix(case.choices, FAMILIES, CAUSE, "cause", caption, opens)
    panels.draws(
        asked,
        _fishbone(case).picture.draw,
        lambda: _causes(case.choices.answers, blanks=True),
        lambda: _say_fishbone(_causes(case.choices.answers, blanks=True)),
    )
    return asked


def _causes(answers: Mapping[str, object], blanks: bool = False) -> pd.DataFrame:
    """The causes a team wrote; with ``blanks`` a family without one has a row, for the fishbone."""
    rows = []
    for family in FAMILIES.itertuples():
        codes = [f"{family.code}_{place}" for place in PLACES]
        written = [(code, str(answers.get(f"cause_{code}", "")).strip()) for code in codes]
        named = [(code, family.title, words) for code, words in written if words]
        rows += named or ([(family.code, family.title, "")] if blanks else [])
    return pd.DataFrame(rows, columns=["code", "family", "cause"], dtype=object)


def _say_fishbone(causes: pd.DataFrame) -> str:
    named = causes[causes["cause"] != ""]
    if named.empty:
        return NO_CAUSE
    looked = named["family"].drop_duplicates()
    counts = [f"{name.lower()} ({len(named[named['family'].eq(name)])})" for name in looked]
    where = many(len(looked), "family", "families")
    said = f"{many(len(named), 'cause')} in {where}: {listed(counts, most=7)}."
    families = causes["family"].drop_duplicates()
    empty = families[~families.isin(looked)].str.lower()
    return said + (f" None is named in {listed(empty, most=7)}." if len(empty) else "")


def _fishbone(case: Case) -> Finding:
    bone = _causes(case.choices.answers, blanks=True)
    draw = partial(charts.chart_fishbone, problem=str(case.choices.answers.get("problem", "")))
    return Finding("The fishbone", bone, words=_say_fishbone(bone), picture=draw)


# --- Finance and academics look in different places --------------------------------------------


def where_the_room_looks(case: Case) -> Finding:
    """In which families each side of the room looks for causes."""
    table = _looked_in(read_room(case.district.folder, case.notebook))
    looked = table[table["people"].gt(0)]
    words = [f"{row.people} in all: finance {row.finance}, academics {row.academics}"
             for row in looked.itertuples()]  # fmt: skip
    drawn = looked.assign(title=looked["family"], size=looked["people"], said=words)
    picture = Picture(charts.chart_bars, drawn, _title_families(table)) if len(looked) else None
    sides = table["one_sided"].map({True: "one side only", False: ""})
    kept = table.drop(columns="one_sided").assign(sides=sides)
    return _named("room", kept, words=_say_families(table), picture=picture)


def _title_families(families: pd.DataFrame) -> str:
    alone = len(families[families["one_sided"]])
    if not alone:
        return "Where one side of the house looks, the other looks too"
    return f"In {alone} of {len(families)} families only one side of the house looks"


def _looked_in(answers: pd.DataFrame) -> pd.DataFrame:
    titles = FAMILIES.set_index("code")["title"]
    counted = priorities.causes_by_family(priorities.causes_written(answers), list(titles.index))
    return counted.assign(family=counted["family"].map(titles))


def _say_families(families: pd.DataFrame) -> str:
    if not families["people"].any():
        return "Nobody else has written a cause yet."
    most = families["people"].max()
    there = families.loc[families["people"].eq(most), "family"].str.lower()
    said = f"Looked in most, by {number(most)}{' each' * (len(there) > 1)}: {listed(there)}."
    for own, looks, other in (("finance", "looks", "academics"), ("academics", "look", "finance")):
        alone = families[(families[own] > 0) & (families[other] == 0)]["family"].str.lower()
        said += f" Only {own} {looks} in {listed(alone)}." if len(alone) else ""
    nobody = families[families["people"] == 0]["family"].str.lower()
    return said + (f" Nobody looks in {listed(nobody)}." if len(nobody) else "")


# --- The largest cause may be out of your hands ------------------------------------------------

RATED = (
    ask_choice(
        "impact", "Impact: would much change without it?", tuple(map(str, priorities.RATINGS))
    ),
    ask_choice("influence", "Influence: is it in our hands?", tuple(map(str, priorities.RATINGS))),
)


def impact_and_influence(case: Case):
    """Each cause rated twice; a line that says so while there is none."""
    causes = _causes(case.choices.answers)
    rows = rows_to_fill(causes, "code", "cause", "No cause written yet")
    caption, opens = "Each cause, 1 lowest to 5 highest", "Rate each cause twice (reload first)"
    asked = panels.matrix(case.choices, rows, RATED, "rate", caption, opens)
    return panels.says(asked, lambda: _say_causes(_ranked(case.choices.answers)))


def _ranked(answers: Mapping[str, object]) -> pd.DataFrame:
    """The causes with their ratings, heaviest first."""
    return priorities.cause_ranking(priorities.with_ratings(_causes(answers), answers))


def _say_causes(ranked: pd.DataFrame) -> str:
    if ranked.empty:
        return "No cause has been written yet."
    rated = ranked.dropna(subset=["weight"])
    if rated.empty:
        return f"{many(len(ranked), 'cause')} written, none rated yet."
    first = rated.loc[rated["advice"] == priorities.ACT, "cause"]
    said = (
        f"To act on first, high on both: {listed([f'**“{words}”**' for words in first], most=3)}."
        if len(first)
        else "No cause is high on both impact and influence: look again, or look for who has the "
        "influence you lack."
    )
    top = rated[rated["place"] == 1]
    if len(top) > 1:
        said += f" {number(len(top))} causes share the first place: the product does not choose."
    left = ranked[ranked["weight"].isna()]
    return said + (f" {many(len(left), 'cause')} not rated yet." if len(left) else "")


def causes_in_order(case: Case) -> Finding:
    """The causes with their ratings, heaviest first."""
    ranked = _ranked(case.choices.answers)
    shown = ranked.rename(columns={"weight": "cause_weight"})
    kept = ranked.drop(columns=["code", "place"])
    return _named("causes", kept, words=_say_causes(ranked), on_page=shown)


DECIDED = as_worded(WORDS["decided"])

decide = panels.asks(*DECIDED)  # one cause, and what is still to be found out


# --- Talk about it; say it to your board; take it home -----------------------------------------

talk_log = panels.asks(*TALK, fold="Keep what was said")


def say_to_board(case: Case) -> Text:
    """What may be said in public of the cause, and what may not."""
    answers, chain = case.choices.answers, _whys(case.choices.answers)
    room = _looked_in(read_room(case.district.folder, case.notebook))
    empty = room.loc[room["people"].eq(0), "family"].str.lower()
    return show_text(_say_to_board(answers, chain, list(empty)))


def _say_to_board(answers: Mapping[str, object], chain: pd.DataFrame, empty: list[str]) -> str:
    said = [str(answers.get(question.key) or "").strip() for question in DECIDED]
    may = [f"{start}: {literal(words)}" for start, words in zip(WORDS["may"], said, strict=True)
           if words] or [WORDS["undecided"]]  # fmt: skip
    gaps = chain.loc[chain["gap"], "step"].tolist()
    steps = f"Step{'s' if len(gaps) > 1 else ''} {listed(gaps)}"
    may_not = [WORDS["may_not"]]
    if gaps:
        may_not += [f"“We know why.” {steps} of our chain rests on no evidence."]
    if empty:
        where = listed(empty, most=7) if len(empty) < len(FAMILIES) else "any family yet"
        may_not += [f"“We looked everywhere.” Nobody has looked in {where}."]
    return to_the_board(may, may_not)


# every finding of the page, in its order: the one list that is said again and taken home
findings = finding.every(
    chain_so_far, where_to_look, _fishbone, where_the_room_looks, causes_in_order
)


def root_cause_sheet(case: Case) -> Markdown:
    """The root-cause sheet, with the fishbone."""
    answers, bone = case.choices.answers, _fishbone(case)
    body = _sheet(answers, _whys(answers), _ranked(answers))
    sheets = {one.sheet: one.table for one in (causes_in_order(case), chain_so_far(case))}
    drawn = [(bone.picture.draw, bone.table, bone.words, bone.title)]
    named = "root_causes", "Why it is so: our root causes"
    return artifacts.hand_out(case, *named, body, sheets, drawn)


def _sheet(answers: Mapping[str, object], chain: pd.DataFrame, ranked: pd.DataFrame) -> str:
    """Blanks stay lines to fill in; the fishbone stands at ``[[picture 1]]``."""
    whys = [f"{row.step}. {written(row.why.rstrip('.'))}. *How we know:* {written(row.evidence)}"
            for row in chain.itertuples()]  # fmt: skip
    heads = ["Cause", "Where it lies", "Impact", "Influence", "What to do"]
    rated = ranked[["impact", "influence"]].map(number, na_action="ignore")
    rows = ranked.assign(cause=ranked["cause"].map(written), **rated.astype(object).fillna(""))
    rows = rows[["cause", "family", "impact", "influence", "advice"]]
    return paragraphs(
        f"**The goal it stands under.** {written(answers.get('goal'))}",
        f"**The problem.** {written(answers.get('problem'))}",
        f"**The root cause we act on.** {written(answers.get('root_cause'))}",
        "**What we still have to find out, who, by when.** " + written(answers.get("find_out")),
        "## Where the causes lie",
        "[[picture 1]]",
        "## Why, and why is that",
        "\n".join(whys) or BLANK,
        "## What to act on",
        text_table(heads, rows.to_numpy()) if len(rows) else BLANK,
    )


FIRST = ("Causes", "Whys")  # sheets of the workbook
take_home = finding.taken_home(TITLE, findings, _stated, *DECIDED, *TALK, sheets=FIRST)


def _named(name: str, table: pd.DataFrame, **more) -> Finding:
    """A finding titled and headed as ``nb04_causes.toml`` says."""
    return Finding(table=table, **(LISTS["finding"][name] | more))
