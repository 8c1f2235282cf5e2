"""Forms on the page.  Each is one call; what is entered is kept in a file at once.

A widget never holds an answer: it is in the choices file; and what follows from it goes out
as HTML too, so both are there after a save, a reload, a re-run, and in the HTML a leader
takes home.

    forms     questions one under another: form, asks, ratings, ranked, weights
    tables    a table to fill in: matrix
    people    who answers, and for whom: who, asks_who
    game      the trade-off game: trade_offs
    follow    what is shown because of an answer: check, checks, what_if, reveal, says, draws
"""

# ruff: noqa: F401 (what a page may put up)

from smarter_spending.guide.panels.forms import (
    Form,
    asks,
    asks_who,
    check,
    checks,
    draws,
    form,
    ranked,
    ratings,
    reveal,
    says,
    weights,
    what_if,
    who,
)
from smarter_spending.guide.panels.tables import Game, GameWords, TableForm, matrix, trade_offs
