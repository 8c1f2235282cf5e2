"""Cards, hands and scores of the trade-off game in words."""

import html
from collections.abc import Sequence

import pandas as pd

from smarter_spending.planning.funds import ONE_TIME, RECURRING
from smarter_spending.planning.savings import WHAT_IS_USED
from smarter_spending.planning.trade_cards import INVESTMENT, SAVING, Deck
from smarter_spending.planning.trade_offs import BEST, HandScore
from smarter_spending.words import dollars, listed, many, number

NOBODY = (
    "Nobody has played a hand yet; the best affordable set is shown once a hand is on the table."
)
NO_SET = "no set of cards worth more than it costs can be paid from what is identified"


def cards_in_words(deck: Deck) -> list[dict[str, object]]:
    """The cards as the page shows them.

    Parameters
    ----------
    deck : Deck

    Returns
    -------
    list of dict
        ``card, kind, program, dollars, what, lines`` and ``caution``, all in words.
    """
    return [
        {
            "card": card.card,
            "kind": card.kind,
            "program": card.program,
            "dollars": f"{dollars(card.dollars)} {'once' if card.term == ONE_TIME else 'a year'}",
            "what": card.what,
            "lines": _lines(card, deck),
            "caution": card.caution,
        }
        for card in deck.cards.itertuples()
    ]


def _lines(card, deck: Deck) -> list[str]:
    students = "students: not known or too few to show"
    if card.students == card.students:
        students = f"{number(card.students)} students"
    if card.kind == SAVING:
        if card.what == WHAT_IS_USED:
            students = "students keep what they use"
        pools = listed(deck.pools.get(card.card, {})) or "one-time money"
        return [students, f"from: {pools}"]
    allowed = deck.allowed.get(card.program_id, ())
    paid = f"may be paid by: {listed(allowed)}" if allowed else "no freed dollars may pay for it"
    if card.value != card.value:
        return [students, "worth: not known", paid]
    span = f"{dollars(card.value_low)} to {dollars(card.value_high)}"
    return [students, f"worth to us: {dollars(card.value)} ({span})", paid]


def score_html(score: HandScore, target: float) -> str:
    """The score of a hand, for the board above the cards.

    Parameters
    ----------
    score : HandScore
    target : float
        Dollars a year.

    Returns
    -------
    str
        HTML, its words escaped.
    """
    share = min(1.0, score.invested / target) if target else 0.0
    lines = [
        f"<b>{_standing(score, target)}</b>",
        f"<progress max='1' value='{share:.3f}' aria-label='Dollars put to work, of the target'>"
        "</progress>",
        f"Freed <b>{dollars(score.freed)}</b> a year · put to work "
        f"<b>{dollars(score.invested)}</b> of {dollars(target)} · left over {dollars(score.left)}"
        + (f" · and {dollars(score.once)} once" if score.once else ""),
        html.escape(_students(score)),
    ]
    if score.invested:
        lines.append(
            f"Worth to us: {dollars(score.value)} a year ({dollars(score.value_low)} to "
            f"{dollars(score.value_high)}), as far as it is known"
        )
    for words, sentences in (
        ("Shut each other out", score.conflicts),
        ("Go together", score.pairings),
        ("Careful", _grouped(score.cautions)),
    ):
        if sentences:
            lines.append(f"<b>{words}:</b> {html.escape('; '.join(sentences))}")
    return "".join(f"<p>{line}</p>" for line in lines)


def _grouped(cautions: Sequence[str]) -> list[str]:
    """The programs of one caution together, where each caution ends in the same words."""
    programs: dict[str, list[str]] = {}
    for sentence in cautions:
        program, _, words = sentence.partition(": ")
        programs.setdefault(words, []).append(program)
    return [f"{listed(names)}: {words}" for words, names in programs.items()]


def _standing(score: HandScore, target: float) -> str:
    if score.met:
        return "✓ Target met, and no dollar crosses a fund."
    if score.conflicts:
        return "Not yet: two of your cards shut each other out."
    if score.short:
        return f"Not yet: {dollars(score.short)} of it no permitted dollar can pay."
    missing = max(target - score.invested, 0)
    return f"Not yet: {dollars(missing)} still to put to work." if missing else "Pick up a card."


def _students(score: HandScore) -> str:
    gain = many(score.students_gaining, "student") + " gain a seat"
    if not score.students_losing:
        return f"{gain}; no student is known to be in what is cut"
    if score.students_losing != score.students_losing:
        return f"{gain}; of what is cut nobody counted the students"
    return f"{gain}; at least {many(score.students_losing, 'student')} are in what is cut"


def hand_html(deck: Deck, hand: Sequence[str], score: HandScore, target: float) -> str:
    """A hand and its score for the printed page.

    Parameters
    ----------
    deck : Deck
    hand : sequence of card names
    score : HandScore
    target : float

    Returns
    -------
    str
        HTML.
    """
    held = deck.cards[deck.cards["card"].isin(list(hand))]
    rows = "".join(
        f'<tr><th scope="row" style="text-align:left">{html.escape(card.program)}</th>'
        f'<td style="text-align:left">{html.escape(card.what)}</td>'
        f'<td style="text-align:right">{dollars(card.dollars)}</td></tr>'
        for card in held.itertuples()
    )
    none = "no card picked up yet" if len(deck.cards) else "no card could be dealt yet"
    empty = f'<tr><td colspan="3"><em>{none}</em></td></tr>'
    board = score_html(score, target).replace("<progress", "<progress hidden")
    return (
        f'<div class="ss-scroll" tabindex="0"><table class="ss-answers"><caption>The hand of '
        f"cards ({len(deck.cards)} were dealt)</caption><tbody>{rows or empty}</tbody></table>"
        f"</div>{board}"
    )


def say_hands(compared: pd.DataFrame, deck: Deck | None = None) -> str:
    """Which hands meet the target, and what the best affordable set would have brought.

    The best set is not said before a hand is played: it would be played instead of ours.

    Parameters
    ----------
    compared : DataFrame
        As ``compare_hands`` gives; without a row while nobody has played.
    deck : Deck, optional
        To say where there is nothing to play with.

    Returns
    -------
    str
    """
    teams, nothing = compared.iloc[:-1], _nothing_to_play(deck) if deck is not None else ""
    if teams.empty:
        return f"There is nothing to play with yet: {nothing}." if nothing else NOBODY
    met = teams.loc[teams["met"], "team"]
    played = f"{many(len(teams), 'hand')} played; "
    played += f"the target is met by {listed(met, most=9)}." if len(met) else "none meets it."
    short = teams.loc[teams["short"] > 0, "team"]
    if len(short):
        played += f" {listed(short, most=9)} spent dollars that may not pay for it."
    best = compared.iloc[-1]
    if not best["invested"]:
        return f"{played} There is no best affordable set to set against it: {nothing or NO_SET}."
    return (
        f"{played} The best affordable set puts {dollars(best['invested'])} a year to work, for "
        f"{many(best['students_gaining'], 'student')}: worth {dollars(best['value'])} to us, "
        f"{dollars(best['value'] - best['invested'])} more than it costs, as far as effects are "
        "known."
    )


def _nothing_to_play(deck: Deck) -> str:
    """Why no hand can be laid down with what is identified; blank where one can."""
    cards = deck.cards
    if cards.empty:
        return "no card could be dealt"
    lasting = cards["kind"].eq(SAVING) & cards["term"].eq(RECURRING)
    if not (lasting & ~cards["tempts"].astype(bool)).any():
        return "no dollars are identified that come every year"
    growing = cards["kind"].eq(INVESTMENT)
    return "" if growing.any() else "no program that could grow has a waiting list"


def say_given_up(compared: pd.DataFrame, team: str) -> str:
    """What a table of hands cannot show of one: why it cannot be held, or what it counts on.

    Parameters
    ----------
    compared : DataFrame
        As ``compare_hands`` gives.
    team : str

    Returns
    -------
    str
        "" for a hand that gives up something, or nothing: the table shows that.
    """
    mine = compared[compared["team"].eq(team)]
    if mine.empty or team == BEST:
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
        f"{team}: worth {dollars(-row['given_up'])} more, after its dollars, than the best "
        f"affordable set, because {why}."
    )


def kinds_dealt(deck: Deck) -> str:
    """How many cards were dealt, and of which kind.

    Parameters
    ----------
    deck : Deck

    Returns
    -------
    str
    """
    if deck.cards.empty:
        return "No card can be dealt yet: that takes a ledger with programs, and who took part."
    kinds = deck.cards["kind"].value_counts()
    cautions = deck.cards["caution"].ne("").sum()
    return (
        f"{many(len(deck.cards), 'card')} from our own ledger and records: "
        f"{many(kinds.get(SAVING, 0), 'way', 'ways')} to free dollars, "
        f"{many(kinds.get(INVESTMENT, 0), 'way', 'ways')} to put them to work. "
        f"{cautions} of them carry a caution: read it aloud before you pick one up."
    )
