"""Notebook 1, "Partnership: who decides, and by what values?": from the top."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest

import pandas as pd
from IPython.display import HTML, Markdown

from smarter_spending.case import Case
from smarter_spending.district.choices import read_room
from smarter_spending.guide import charts, finding, opening, panels, questions
from smarter_spending.guide import take_home as artifacts
from smarter_spending.guide.finding import Finding, Picture
from smarter_spending.guide.opening import talk_first, trust
from smarter_spending.guide.sentences import paragraphs, text_table, to_the_board, written
from smarter_spending.guide.showing import Text, lists, plain, show_text
from smarter_spending.planning import partnership
from smarter_spending.planning.partnership import ROLES, STATUSES
from smarter_spending.words import listed, many, number

__all__ = ["talk_first", "trust"]

TITLE = "Partnership: who decides, and by what values"
NEEDS = ()
LISTS = lists("nb01_partnership")
WORDS, FOLDS = LISTS["words"], LISTS["folds"]
DECISIONS = pd.DataFrame(LISTS["decision"])
PRINCIPLES = pd.DataFrame(LISTS["principle"])
POLICIES = pd.DataFrame(LISTS["policy"])
AUDIENCES = pd.DataFrame(LISTS["audience"])
SIGNERS = ("superintendent", "chief business official", "chief academic official")
PLACES = range(1, 6)  # of the principles a room holds by
TALK = questions.talks("01")


def _folded(name: str, table: pd.DataFrame, **more) -> Finding:
    """A list of ours, titled, headed and opened as ``nb01_partnership.toml`` says."""
    return Finding(table=table, **(LISTS["finding"][name] | more))


def _listed(name: str, table: pd.DataFrame) -> Callable[[Case], Finding]:
    """A cell that shows a list of ours, the same in every district."""
    return lambda case: _folded(name, table)


def _asked(*keys: str) -> tuple[questions.Question, ...]:
    return tuple(questions.ask_words(key, **LISTS["asked"][key]) for key in keys)


# --- In short ----------------------------------------------------------------------------------


def in_short(case: Case) -> HTML:
    """For how many decisions the two sides name different deciders, and what is settled."""
    both = _both(case)
    apart = both[both["differ"]]
    counts = {"one": [len(both[~both["differ"]])], "other": [len(apart)]}
    halves = pd.DataFrame(counts).assign(**LISTS["halves"])
    drawn = charts.chart_halves(halves) if len(both) else ""
    unit, answers = f"of {many(len(both), 'decision')} under two rules", case.choices.answers
    known = zip(WORDS["settled"], OWNING, strict=False)
    settled = {words: answers[one.key] for words, one in known if questions.answered(one, answers)}
    big = number(len(apart)) if drawn else ""
    return opening.in_short(case, _say_in_short(both), big, unit, drawn, settled)


def _say_in_short(both: pd.DataFrame) -> str:
    if both.empty:
        return WORDS["not_both"]
    apart = len(both[both["differ"]])
    return f"Finance and academics {'name different deciders' if apart else WORDS['same']}."


def _both(case: Case) -> pd.DataFrame:
    """The decisions of which finance and academics have both said who decides today."""
    named = _named(_said_today(case))
    return named[named["sides"].ne("")]


# --- Two names for one decision are two rules --------------------------------------------------


who = panels.asks_who


def today(case: Case):
    """Your answer, folded, and then the room's."""
    decider = questions.ask_choice("decider", "Who decides today", partnership.DECIDERS)
    caption = "Who decides today, as you have seen it"
    asked = panels.matrix(case.choices, DECISIONS, [decider], "today", caption, FOLDS["today"])
    return panels.reveal(asked, lambda: deciders(case)._html())


def deciders(case: Case) -> Finding:
    """Whom finance and academics name."""
    said = _said_today(case)
    named = _named(said)
    named = named[named["answers"] > 0]
    counted = partnership.deciders_counted(said, DECISIONS["title"])
    names = {}
    for side in partnership.SIDES:
        theirs = counted[counted[side].gt(0)]
        names[f"{side}_names"] = [theirs.loc[theirs["decision"].eq(decision), "decider"].tolist()
                                  for decision in named["decision"]]  # fmt: skip
    widest = f"As many as {many(named['deciders_named'].max(), 'name')} for one decision"
    picture = Picture(charts.chart_deciders, named.assign(**names), widest)
    words = _say_deciders(named)
    drawn = {"picture": None if counted.empty else picture, "missing": words, "more": words}
    return _folded("today", named, **drawn)


def _say_deciders(named: pd.DataFrame) -> str:
    if named.empty:
        return "Nobody has said yet who decides. The picture appears when the first person has."
    both = named[named["sides"].ne("")]
    if both.empty:
        return "Only one of the two sides has answered so far: finance or academics is missing."
    apart = f"{number(len(both[both['differ']]))} of {many(len(both), 'decision')}"
    return f"**Finance and academics name different deciders for {apart}.**"


def _said_today(case: Case) -> pd.DataFrame:
    """Who everybody says decides today: ``person``, ``role``, ``decision`` and ``decider``."""
    asked = {f"today_{row.code}_decider": row.title for row in DECISIONS.itertuples()}
    answers = read_room(case.district.folder, case.notebook)
    said = partnership.answers_about(answers, asked, partnership.DECIDERS)
    return said.rename(columns={"subject": "decision", "answer": "decider"})


def _named(said: pd.DataFrame) -> pd.DataFrame:
    return partnership.deciders_named(said, DECISIONS["title"])


# --- A full table of who decides can still fail ------------------------------------------------

HEARD = {"D": "decides", "C": "consulted", "I": "informed"}
MARKS = {f"{mark} {how}": mark for mark, how in HEARD.items()}
RIGHTS = DECISIONS.rename(columns={"title": "decision"})
USUAL = RIGHTS.assign(**{role: [LISTS["usual"][code][place] for code in RIGHTS["code"]]
                         for place, role in enumerate(ROLES)})  # fmt: skip


def first_try(case: Case) -> Finding:
    """An invented district's first try."""
    table = _rights_in_words(USUAL)
    return _folded("first_try", table, columns=tuple(table))


def first_try_tested(case: Case) -> Finding:
    """The first try, tested: how many of its rules hold."""
    tested = _tested(USUAL)
    held = f"{len(tested[tested['valid']]) or 'none'} of {many(len(tested), 'rule')}"
    words = f"It looks finished. **Only {held} will hold.** {WORDS['rule']}"
    return _folded("tested", tested, words=words)


def _rights_in_words(rights: pd.DataFrame) -> pd.DataFrame:
    parts = {f"part_of_{role}": rights[role].map({**HEARD, "": ""}) for role in ROLES}
    return pd.DataFrame({"decision": rights["decision"], **parts})


# --- Now write yours: one decides, both are heard ----------------------------------------------

OWNING = (
    questions.ask_choice("owner", "The process belongs to", SIGNERS),
    questions.ask_choice("tie", LISTS["tie"], ["superintendent", "board"]),
    *_asked("purpose", "team", "meets"),
)


def rights(case: Case):
    """Your decision rights, tested as you write."""
    parts = [questions.ask_choice(role, role.capitalize(), list(MARKS)) for role in ROLES]
    caption = "Who decides, who is consulted first, who is informed"
    asked = panels.matrix(case.choices, DECISIONS, parts, "rights", caption, FOLDS["rights"])
    panels.says(asked, lambda: _say_rights(_tested(_rights_given(case.choices.answers))))


def _rights_given(answers: Mapping[str, object]) -> pd.DataFrame:
    given = _filled(answers, "rights", DECISIONS, ROLES)
    marked = {role: [MARKS.get(mark, "") for mark in marks] for role, marks in given.items()}
    return RIGHTS.assign(**marked)


UNMARKED = "not marked yet"


def _tested(rights: pd.DataFrame) -> pd.DataFrame:
    """Which decisions have rules that will hold, and in words what is wrong with the others."""
    table = partnership.decision_rights_problems(rights)
    words = ["; ".join(_say_problem(*one) for one in found) for found in table["problems"]]
    return table.drop(columns="problems").assign(reason=pd.array(words, dtype="str"))


def _say_problem(code: str, about: tuple[str, ...]) -> str:
    if code == partnership.SEVERAL:
        return f"{listed(about)} {'both' if len(about) == 2 else 'all'} decide"
    if code == partnership.NOT_HEARD:
        return f"{about[0]} not consulted, though {LISTS['though'][about[1]]}"
    return {partnership.NOT_MARKED: UNMARKED, partnership.NOBODY: "nobody decides"}[code]


def _say_rights(problems: pd.DataFrame) -> str:
    unmarked = problems["reason"] == UNMARKED
    left = len(problems[unmarked])
    if left == len(problems):
        return WORDS["none_marked"]
    held = f"{number(len(problems[problems['valid']]))} of {many(len(problems), 'decision')}"
    sentence = f"**{held} will hold**: one decides, and those who must be heard are heard."
    wrong = problems[~problems["valid"] & ~unmarked].itertuples()
    failing = "".join(f"\n- {row.decision}: {row.reason}" for row in wrong)
    sentence += f" Not yet:\n{failing}\n" if failing else ""
    return sentence + (f"\n{many(left, 'decision')} {UNMARKED}." if left else "")


decide = panels.asks(*OWNING[:2])  # who owns the process, and what settles a tie


# --- Principles decide when two good things compete --------------------------------------------

RANKED = questions.ask_ranking("principle", PRINCIPLES["title"], len(PLACES))
OURS = _asked("principle_own", "principle_test")


principles = _listed("principles", PRINCIPLES)  # to choose from


def rank_principles(case: Case):
    """Your order, folded, and then the room's."""
    titles = PRINCIPLES["title"].tolist()
    places, fold = len(PLACES), FOLDS["rank"]
    ranked = panels.ranked(case.choices, titles, "principle", places=places, fold=fold)
    return panels.reveal(ranked, lambda: held(case)._html())


# a principle of your own, and a decision to try them on: for the principles page
own_principle = panels.asks(*OURS, fold=FOLDS["own"])


def held(case: Case) -> Finding:
    """Which principles the room names, most named first, and which only one of the sides."""
    places = {f"principle_{place}": place for place in PLACES}
    answers = read_room(case.district.folder, case.notebook)
    said = partnership.answers_about(answers, places, PRINCIPLES["title"])
    said = said.rename(columns={"subject": "place", "answer": "principle"})
    sides = {"finance": "finance_named", "academics": "academics_named"}
    named = partnership.principles_named(said).rename(columns=sides)
    picture = Picture(charts.chart_named, named[:MOST], plain(_say_most(named)))
    one_sided = named[named["finance_named"].eq(0) != named["academics_named"].eq(0)]
    told = listed(f"{row.principle} (only {'finance' if row.finance_named else 'academics'})"
                  for row in one_sided.itertuples())  # fmt: skip
    words = f"Named by one side only: {told}." if told else ""
    said = {"words": words, "more": _say_most(named), "picture": picture}
    return _folded("held", named, missing=WORDS["none_named"], **said)


MOST = 5  # principles in the picture


def _say_most(named: pd.DataFrame) -> str:
    if named.empty:
        return ""
    most = named["named"].max()
    top = named.loc[named["named"] == most, "principle"]
    verb = "is" if len(top) == 1 else "are each"
    return f"**{listed(top)}** {verb} named most: {many(most, 'time')}"


# --- A policy decides before anybody is angry --------------------------------------------------


policies = _listed("policies", POLICIES)  # ten subjects on which a district should have one


def where_policies_stand(case: Case):
    """Where each policy stands, and who writes what is missing."""
    status = questions.ask_choice("status", "Where it stands", STATUSES)
    asked = panels.matrix(case.choices, POLICIES, [status, *_asked("next")], "policy",
                          "Where each policy stands", FOLDS["policies"])  # fmt: skip
    panels.says(asked, lambda: _say_gap(_policies_given(case.choices.answers)))


def _policies_given(answers: Mapping[str, object]) -> pd.DataFrame:
    given = _filled(answers, "policy", POLICIES, ("status", "next"))
    given["status"] = [said if said in STATUSES else "" for said in given["status"]]
    return pd.DataFrame({"policy": POLICIES["title"], **given})


def _say_gap(stand: pd.DataFrame) -> str:
    found = partnership.policy_gaps(stand)
    if found.unanswered == found.policies:
        return WORDS["no_policy"]
    adopted = f"{number(found.adopted)} of {number(found.policies)} policies are adopted"
    return f"**{adopted}: a gap of {number(found.gap)}.**"


def charter_lines(case: Case):
    """The charter's other lines: why as one, the team, its calendar, and the hours it takes."""
    hours = (
        questions.ask_number(f"meet_{part}", **LISTS["hours"][part]) for part in partnership.MEETING
    )
    asked = panels.form(case.choices, *OWNING[2:], *hours, fold=FOLDS["charter"])
    panels.says(asked, lambda: _say_process(case.choices.answers))


def _say_process(answers: Mapping[str, object]) -> str:
    hours = partnership.process_hours(answers)
    if hours != hours:
        return "What the process takes in hours is not yet known."
    return f"**The team's meetings take {number(hours)} hours of people's time a year.**"


# --- Four audiences ask four different questions -----------------------------------------------

TELLING = LISTS["telling"]
(SPEECH,) = _asked("elevator")


audiences = _listed("audiences", AUDIENCES)  # who asks what


def tell(case: Case):
    """Message, messenger, channel, date."""
    columns = [questions.ask_words(column, words) for column, words in TELLING.items()]
    caption = "What each audience hears, from whom, how and by when"
    asked = panels.matrix(case.choices, AUDIENCES, columns, "tell", caption, FOLDS["tell"])
    panels.says(asked, lambda: _say_telling(_telling_given(case.choices.answers)))


def _telling_given(answers: Mapping[str, object]) -> pd.DataFrame:
    told = _filled(answers, "tell", AUDIENCES, TELLING)
    return pd.DataFrame({"audience": AUDIENCES["title"], "asks": AUDIENCES["asks"], **told})


def _say_telling(telling: pd.DataFrame) -> str:
    lacking = {row.audience: [column for column in TELLING if not getattr(row, column)]
               for row in telling.itertuples()}  # fmt: skip
    if all(len(columns) == len(TELLING) for columns in lacking.values()):
        return "Nothing is written yet for any of the audiences."
    gaps = [f"{who} (no {listed(columns)})" for who, columns in lacking.items() if columns]
    settled = [who for who, columns in lacking.items() if not columns]
    sentence = f"**{number(len(settled))} of {many(len(lacking), 'audience')} settled.**"
    return sentence + (f" Still open: {listed(gaps)}." if gaps else "")


def speech(case: Case):
    """Your thirty seconds, timed as you write."""
    asked = panels.form(case.choices, SPEECH)
    return panels.says(asked, lambda: _say_speech(case.choices.answers.get(SPEECH.key)))


def _say_speech(text: object) -> str:
    words = str(text or "")
    if not words.split():
        return ""
    over, seconds = partnership.words_too_many(words), number(partnership.speech_seconds(words))
    pace = f"about {seconds} seconds at {partnership.WORDS_A_MINUTE} words a minute"
    after = f"**Take out about {many(over, 'word')}**" if over else "Say it with a watch"
    return f"{many(len(words.split()), 'word')}: {pace}, {WORDS['thumb']}. {after}."


# --- Talk, check yourself, say it to your board ------------------------------------------------


def check_two_deciders(case: Case):
    """Check yourself: in the first try, two decide to stop a program."""
    tested = _tested(USUAL).set_index("decision")
    rule = {True: "a valid rule", False: "not a valid rule"}
    asked = questions.ask_choice(
        "check_two", "Two deciders for “stop a program”", list(rule.values())
    )
    right = rule[bool(tested.loc["Stop a program", "valid"])]
    return panels.check(case.choices, asked, right, *LISTS["checks"]["two"])


def check_the_gap(case: Case):
    """Check yourself: a board has adopted six of the ten policies."""
    asked = questions.ask_number("check_gap", "Policies in the gap", high=10, unit="policies")
    right = partnership.policy_gaps(_first_policies(adopted=6)).gap
    return panels.check(case.choices, asked, right, *LISTS["checks"]["gap"])


def _first_policies(adopted: int) -> pd.DataFrame:
    first = set(POLICIES["title"].head(adopted))
    status = ["adopted" if title in first else "neither" for title in POLICIES["title"]]
    return pd.DataFrame({"policy": POLICIES["title"], "status": status})


def say_to_board(case: Case) -> Text:
    """What may be said in public, and what may not."""
    both = _both(case)
    gap = plain(_say_gap(_policies_given(case.choices.answers)))
    may = gap if gap != WORDS["no_policy"] else WORDS["begun"]
    may_not = WORDS["everybody" if len(both[both["differ"]]) else "nobody"]
    return show_text(to_the_board([may], [may_not]))


def findings(case: Case) -> list[Finding]:
    """Every finding of the page: what was shown, then what the team settled."""
    shown = deciders, first_try, first_try_tested, principles, policies, audiences, held
    marked, stand = _rights_given(case.choices.answers), _policies_given(case.choices.answers)
    tested = _tested(marked)
    return [
        *(one(case) for one in shown),
        _folded("rights", _rights_in_words(marked), words=_say_rights(tested)),
        _folded("rights_tested", tested),
        _folded("ours", stand, words=_say_gap(stand)),
    ]


# --- Take it home: three pages to sign and to hand out, and the page itself --------------------


def charter(case: Case) -> Markdown:
    """The charter, for three signatures."""
    body = _charter(case.choices.answers)
    return artifacts.hand_out(case, "charter", "Charter of our partnership", body)


def _charter(answers: Mapping[str, object]) -> str:
    marked, stand = _rights_given(answers), _policies_given(answers)
    said = {key: written(answers.get(key)) for key in ("owner", "team", "meets", "tie")}
    signed = [
        [signer.capitalize(), "____________________________", questions.BLANK] for signer in SIGNERS
    ]
    rows = [[row.policy, row.status, written(row.next)] for row in stand.itertuples()]
    return paragraphs(
        WORDS["charter"],
        f"## Why we work as one\n\n{_paragraph(answers.get('purpose'))}",
        "## Who owns the process",
        WORDS["owning"].format(**said),
        "## Who decides",
        text_table(
            ["Decision", "Decides", "Is consulted first", "Is informed"],
            [_part_in(decision) for decision in marked.to_dict("records")],
        ),
        _say_rights(_tested(marked)),
        "## By which principles",
        _numbered(questions.ranking(answers, RANKED)),
        "## By which policies",
        _say_gap(stand),
        text_table(["Policy", "Where it stands", "Its number; or who drafts it, by when"], rows),
        f"## What it takes\n\n{_say_process(answers)}",
        "## Signed",
        text_table(["", "Signature", "Date"], signed),
    )


def _part_in(decision: Mapping[str, str]) -> list[str]:
    decide, consulted, informed = (
        listed(role for role in ROLES if decision[role] == mark) for mark in HEARD
    )
    # a decision nobody marked is to be filled in
    nobody = "–" if decide or consulted else questions.BLANK
    return [decision["decision"], decide, consulted, informed or nobody]


def principles_page(case: Case) -> Markdown:
    """The page of principles."""
    body = _principles_page(case.choices.answers)
    return artifacts.hand_out(case, "principles", "What we hold by", body)


def _principles_page(answers: Mapping[str, object]) -> str:
    return paragraphs(
        "When two good things cannot both be paid for, we look here first, from the top.",
        _numbered(questions.ranking(answers, RANKED)),
        f"## In our own words\n\n{_paragraph(answers.get('principle_own'))}",
        "## A decision that would have gone another way",
        _paragraph(answers.get("principle_test")),
    )


def _numbered(held: Sequence[str]) -> str:
    means = dict(zip(PRINCIPLES["title"], PRINCIPLES["says"], strict=True))
    return "\n".join(
        f"{place}. **{title}.** {means.get(title, '')}" if title else f"{place}. {_paragraph('')}"
        for place, title in zip_longest(PLACES, held)
    )


def communications_plan(case: Case) -> Markdown:
    """What each audience hears, and the speech."""
    answers, title = case.choices.answers, "Communications plan"
    tables = {title: _telling_given(answers)}
    return artifacts.hand_out(case, "communications_plan", title, _communications(answers), tables)


def _communications(answers: Mapping[str, object]) -> str:
    timed = _say_speech(answers.get(SPEECH.key))
    return paragraphs(
        f"## In thirty seconds\n\n> {_paragraph(answers.get(SPEECH.key))}",
        f"*{timed}*" if timed else "",
        "## What each audience hears, from whom, how and by when",
        text_table(
            ["Audience", "It will ask", *TELLING.values()],
            [map(written, row) for row in _telling_given(answers).to_numpy()],
        ),
    )


take_home = finding.taken_home(TITLE, findings, *OWNING, *OURS, SPEECH, *TALK)


# --- Words that several parts of this page share -----------------------------------------------


def _filled(answers: Mapping, key: str, rows: pd.DataFrame, columns: Iterable[str]) -> dict:
    """What was entered in the columns of a table to fill in, a row after another."""
    return {
        column: [str(answers.get(f"{key}_{code}_{column}") or "").strip() for code in rows["code"]]
        for column in columns
    }


def _paragraph(answer: object) -> str:
    words = written(answer)
    # a blank alone on its line would be read as a rule across the page
    return f"To be written: {questions.BLANK}" if words == questions.BLANK else words
