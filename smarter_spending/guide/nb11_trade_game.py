"""The trade-off game of notebook 11: its cells, then how a card, a hand and its score are said."""

import html
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from smarter_spending.case import Case
from smarter_spending.district.choices import read_choices
from smarter_spending.guide import charts, panels
from smarter_spending.guide.finding import Finding, Picture
from smarter_spending.guide.questions import ask_choice, ask_number
from smarter_spending.guide.showing import Text, lists, show_text
from smarter_spending.planning import portfolio
from smarter_spending.planning.reallocation import ONE_TIME, RECURRING, WHAT_IS_USED
from smarter_spending.words import dollars, listed, literal, many, number

SAID = lists("nb11_words")
SEATS, SEATS_FOR = SAID["seats"], SAID["seats_for"]
CAREFUL, SHUT_OUT = SAID["careful"], SAID["shut_out"]
NOBODY = (
    "Nobody has played a hand yet; the best affordable set is shown once a hand is on the table."
)
NO_SET = "no set of cards worth more than all it uses can be paid from what is identified"


def seats(case: Case) -> Finding:
    """The five roles at the table, and what each watches."""
    table = pd.DataFrame(list(SEATS.items()), columns=["seat", "watches"])
    return Finding("Who sits at the table, and what each watches", table, tuple(table))


def seat_and_target(case: Case):
    """The seat each one takes, and the target."""
    found = case.found()
    usual = portfolio.usual_target(found.uses, found.deck)
    seat = ask_choice("seat", "My seat at the table", list(SEATS))
    label = "Our target: dollars a year to put to work"
    asked = panels.form(case.choices, seat, ask_number("target", label, usual, 0, 1e9, 1000))

    def mine() -> str:
        return f"Your seat {SEATS.get(case.choices.answers.get('seat'), 'is open')}."

    return panels.says(asked, mine)


def cards_dealt(case: Case) -> Text:
    """How many cards were dealt, and of which kind."""
    return show_text(_say_cards(case.found().deck))


def _say_cards(deck: portfolio.Deck) -> str:
    cards = deck.cards
    if cards.empty:
        return "No card can be dealt yet: that takes a ledger with programs, and who took part."
    saving, growing = (
        len(cards[cards["kind"].eq(kind)]) for kind in (portfolio.SAVING, portfolio.INVESTMENT)
    )
    return (
        f"{many(len(cards), 'card')} from our own records: {many(saving, 'way', 'ways')} to free "
        f"dollars, {many(growing, 'way', 'ways')} to put them to work. "
        f"{len(portfolio.to_be_careful_of(deck))} carry a caution: read it aloud."
    )


def play(case: Case, table: panels.Form):
    """The cards; and when a hand is played, what the best affordable set would have been."""
    found, folder = case.found(), case.district.folder
    doubted = set(case.costs_in_doubt["program_id"])
    words = replace(WORDS, cards=lambda deck: _cards_in_words(deck, doubted))

    def target() -> float:
        return _target(case.choices.answers, portfolio.usual_target(found.uses, found.deck))

    def revealed() -> str:
        answers = read_choices(folder, case.notebook)
        return _hands_html(found.deck, answers, target(), case.choices.person)

    best = literal(_say_best(found.deck))
    game = panels.trade_offs(case.choices, found.deck, target, words, [table], best)
    return panels.reveal(game, revealed)


def _target(answers: Mapping[str, object], usual: float) -> float:
    """The target a person or a team has set, or the usual one."""
    given = answers.get("target")
    return float(given) if isinstance(given, (int, float)) and given >= 0 else usual


def hands(case: Case) -> Finding:
    """Every team's hand beside the best set, as a picture."""
    return replace(all_hands(case), columns=())


def all_hands(case: Case, found: portfolio.FoundDollars | None = None) -> Finding:
    """Every team's hand beside the best set that the identified dollars can pay for."""
    found = found or case.found()
    played = _hands_given(read_choices(case.district.folder, case.notebook))
    target = _target(case.choices.answers, portfolio.usual_target(found.uses, found.deck))
    table = _hands_in_words(found.deck, played, target)
    teams = table["met"].iloc[:-1]  # the last row is the best affordable set
    met = f"{len(teams[teams.astype(bool)]) or 'None'} of {many(len(teams), 'hand')}"
    columns = ("team", "freed_dollars", "duty", "invested", "students_gaining", "students_losing",
               "used", "value", "given_up", "cautions", "met_words")  # fmt: skip
    picture = Picture(charts.chart_hands, title=f"{met} met the target of {dollars(target)}")
    more = {"picture": picture, "missing": _say_unplayed(found.deck), "sheet": "Hands"}
    return Finding("What each hand frees, buys and gives up", table, columns, **more)


def _hands_given(answers: pd.DataFrame) -> dict[str, list[str]]:
    hands = answers[answers["key"].eq("hand")]
    return {row.person: list(row.answer) for row in hands.itertuples()
            if isinstance(row.answer, list) and row.answer}  # fmt: skip


def _hands_in_words(
    deck: portfolio.Deck, hands: Mapping[str, Sequence[str]], target: float
) -> pd.DataFrame:
    # a hand of which no card is in the deck any more was not played with this deck; and while
    # nobody has played, no row: the best set stays covered
    known = list(deck.cards["card"])
    played = {team: hand for team, hand in hands.items() if any(card in known for card in hand)}
    table = portfolio.compare_hands(deck, played, target)
    words = [_met_words(row) for row in table.itertuples()]
    conflicts = ["; ".join(map(_say_conflict, found)) for found in table["conflicts"]]
    table = table.assign(freed_dollars=table["freed"], met_words=words, conflicts=conflicts)
    return table if played else table.iloc[:0]


def _met_words(row) -> str:
    said = (
        (row.met, "✓ met"), (row.blind, "not met: only with what nobody can judge"),
        (row.short > 0, "cannot be paid"), (row.conflicts, "cards shut each other out"),
    )  # fmt: skip
    return next((words for holds, words in said if holds), "not met")


def _say_unplayed(deck: portfolio.Deck) -> str:
    """What to say while no hand is on the table; the best set is not said before one is."""
    nothing = _nothing_to_play(deck)
    return f"There is nothing to play with yet: {nothing}." if nothing else NOBODY


def _nothing_to_play(deck: portfolio.Deck) -> str:
    """Why no hand can be laid down with what is identified; blank where one can."""
    cards = deck.cards
    if cards.empty:
        return "no card could be dealt"
    lasting = cards["kind"].eq(portfolio.SAVING) & cards["term"].eq(RECURRING)
    if not (lasting & ~cards["tempts"].astype(bool)).any():
        return "no dollars are identified that come every year"
    growing = cards["kind"].eq(portfolio.INVESTMENT)
    return "" if growing.any() else "no program that could grow has a waiting list"


def _hands_html(deck: portfolio.Deck, answers: pd.DataFrame, target: float, mine: str = "") -> str:
    """The best set, and what each hand, or mine, gives up; nothing while nobody has played."""
    table = _hands_in_words(deck, _hands_given(answers), target)
    if table.empty:
        return f"<p>{html.escape(_say_unplayed(deck))}</p>"
    said = [_say_best(deck)]
    told = table["team"] if not mine else table.loc[table["team"].eq(mine) & table["met"], "team"]
    said += [_say_given_up(table, team) for team in told]
    return "".join(f"<p>{html.escape(line)}</p>" for line in said if line)


def _say_best(deck: portfolio.Deck) -> str:
    best = deck.cards[deck.cards["card"].isin(portfolio.best_hand(deck))]
    grown = best[best["kind"].eq(portfolio.INVESTMENT)]
    inside = "; ".join(f"{row.program}, {SEATS_FOR[row.what]}" for row in grown.itertuples())
    return f"The best affordable set grows{f': {inside}' if inside else f' nothing: {NO_SET}'}."


def _say_given_up(compared: pd.DataFrame, team: str) -> str:
    """What a table of hands cannot show of one: why it cannot be held, or what it counts on."""
    mine = compared[compared["team"].eq(team)]
    if mine.empty or team == portfolio.BEST:
        return ""
    row = mine.iloc[0]
    if pd.isna(row["given_up"]):
        short = f"{dollars(row['short'])} of this hand cannot be paid" if row["short"] else ""
        why = "; ".join(filter(None, [short, row["conflicts"]]))
        return f"{team}: {why}, so it cannot be held."
    if row["given_up"] >= 0:
        return ""
    counts_on = {
        "unknown_cuts": "it cuts {}, and nobody knows what students lose by that",
        "unshown_gains": "it counts on {}, of which no gain is shown yet",
    }
    why = " and ".join(words.format(row[one]) for one, words in counts_on.items() if row[one])
    return (
        f"{team}: worth {dollars(abs(row['given_up']))} more, after all it uses, than the best "
        f"affordable set, because {why}."
    )


# --- A card, a hand and its score, on the table ------------------------------------------------


def _say_conflict(conflict: tuple[str, str, str]) -> str:
    code, program, heir = conflict
    return SHUT_OUT[code].format(program=program, heir=heir)


def _say_pairing(names: Sequence[str], grows: str) -> str:
    go = f"{' and '.join(names)} {'go' if len(names) > 1 else 'goes'}"
    return f"{go} and {grows}, which does the same job, grows"


def _say_caution(card) -> str:
    once = "one-time dollars: they pay for nothing that lasts" if card.term == ONE_TIME else ""
    return "; ".join(filter(None, [once, CAREFUL[card.caution].format(heir=card.same_job_as)]))


def _cards_in_words(deck: portfolio.Deck, doubted: Collection[str] = ()) -> list[dict[str, object]]:
    return [
        {
            "card": card.card,
            "kind": card.kind,
            "program": card.program,
            "dollars": f"{dollars(card.dollars)} {'once' if card.term == ONE_TIME else 'a year'}",
            "what": SEATS_FOR.get(card.what, card.what),
            "lines": [*_lines(card, deck), *(DOUBT if card.program_id in doubted else [])],
            "caution": _say_caution(card),
        }
        for card in deck.cards.itertuples()
    ]


def _lines(card, deck: portfolio.Deck) -> list[str]:
    students = "students: not known or too few to show"
    if pd.notna(card.students):
        students = f"{number(card.students)} students"
    if card.kind == portfolio.SAVING:
        if card.what == WHAT_IS_USED:
            students = "students keep what they use"
        names = [f"{pool}{DUTY_WORDS if pool in deck.duty else ''}" for pool in
                 deck.pools.get(card.card, {})]  # fmt: skip
        return [students, _uses(card), f"from: {listed(names) or 'one-time money'}"]
    allowed = deck.allowed.get(card.program_id, ())
    paid = f"may be paid by: {listed(allowed)}" if allowed else "no freed dollars may pay for it"
    if pd.isna(card.value):
        return [students, _uses(card), "worth: not known", paid]
    span = f"{dollars(card.value_low)} to {dollars(card.value_high)}"
    return [students, _uses(card), f"worth to us: {dollars(card.value)} ({span})", paid]


DUTY_WORDS = " (with a duty)"
DOUBT = ["its cost may be too low"]


def _uses(card) -> str:
    return f"uses in all, whoever pays: {'not known' if pd.isna(card.used) else dollars(card.used)}"


def _score_html(score: portfolio.HandScore, brief: bool = False) -> str:
    lines = [
        f"<b>{_standing(score)}</b>",
        f"<progress max='1' value='{score.reached:.3f}' aria-label='Dollars put to work, of the "
        "target'></progress>",
        f"Freed <b>{dollars(score.freed)}</b> a year · put to work "
        f"<b>{dollars(score.invested)}</b> of {dollars(score.target)} · left over "
        f"{dollars(score.left)}" + (f" · and {dollars(score.once)} once" if score.once else ""),
        html.escape(_students(score)),
    ]
    if score.duty and not brief:
        lines.append(
            f"With a duty to high-need students: {dollars(score.duty)} of what is freed, and "
            f"{dollars(score.duty_left)} of what is left over, to spend on them or carry over"
        )
    if score.invested:
        lines.append(
            f"Worth to us: {dollars(score.value)} a year ({dollars(score.value_low)} to "
            f"{dollars(score.value_high)}), as far as it is known; the seats use "
            f"{dollars(score.used)} in all, whoever pays"
        )
    for words, sentences in (
        ("Shut each other out", list(map(_say_conflict, score.conflicts))),
        ("Go together", [_say_pairing(*pairing) for pairing in score.pairings]),
        ("Careful", _grouped(score.cautions)),
    ):
        if sentences and not brief:
            lines.append(f"<b>{words}:</b> {html.escape('; '.join(sentences))}")
    return "".join(f"<p>{line}</p>" for line in lines)


def _grouped(cards: Sequence) -> list[str]:
    """The programs of one caution together."""
    programs: dict[str, list[str]] = {}
    for card in cards:
        unknown = card.kind == portfolio.INVESTMENT and pd.isna(card.value)
        uncounted = "what it is worth is not known and counts as 0 here" if unknown else ""
        words = "; ".join(filter(None, [_say_caution(card), uncounted]))
        programs.setdefault(words, []).append(card.program)
    return [f"{listed(names)}: {words}" for words, names in programs.items()]


def _standing(score: portfolio.HandScore) -> str:
    blind = f"Not met: only with {listed(score.blind)}, of which nobody can tell what it does."
    said = (
        (score.met, "✓ Target met, and no dollar crosses a fund."), (score.blind, blind),
        (score.conflicts, "Not yet: two of your cards shut each other out."),
        (score.short, f"Not yet: {dollars(score.short)} of it no permitted dollar can pay."),
        (score.missing, f"Not yet: {dollars(score.missing)} still to put to work."),
    )  # fmt: skip
    return next((words for holds, words in said if holds), "Pick up a card.")


def _students(score: portfolio.HandScore) -> str:
    gain = many(score.students_gaining, "student") + " gain a seat"
    if not score.students_losing:
        return f"{gain}; no student is known to be in what is cut"
    if pd.isna(score.students_losing):
        return f"{gain}; of what is cut nobody counted the students"
    return f"{gain}; at least {many(score.students_losing, 'student')} are in what is cut"


def _hand_html(deck: portfolio.Deck, hand: Sequence[str], score: portfolio.HandScore) -> str:
    """A hand and its score for the printed page."""
    held = deck.cards[deck.cards["card"].isin(list(hand))]
    rows = "".join(f"<li>{html.escape(card.program)}: {SEATS_FOR.get(card.what, 'frees')} "
                   f"{dollars(card.dollars)}</li>" for card in held.itertuples())  # fmt: skip
    none = "no card picked up yet" if len(deck.cards) else "no card could be dealt yet"
    board = _score_html(score, brief=True).replace("<progress", "<progress hidden")
    dealt = f"The hand of cards ({len(deck.cards)} were dealt)"
    return f"<p><b>{dealt}</b></p><ul>{rows or f'<li><em>{none}</em></li>'}</ul>{board}"


WORDS = panels.GameWords(_cards_in_words, _score_html, _hand_html)
