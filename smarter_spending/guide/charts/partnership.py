"""A picture of whom finance and academics each name as the one who decides."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from smarter_spending.guide.charts.look import BLUE, ORANGE, axes, legend, short
from smarter_spending.planning.partnership import DECIDERS


def chart_deciders(
    table: pd.DataFrame,
    ax: Axes | None = None,
    title: str = "",
    deciders: Sequence[str] = DECIDERS,
) -> Axes:
    """Whom each side names for each decision: where the marks part, two rules are in force.

    Parameters
    ----------
    table : DataFrame
        As ``deciders_counted`` gives: ``decision``, ``decider``, ``finance`` and
        ``academics`` (how many of each side name that decider).
    ax : Axes, optional
    title : str
    deciders : sequence of str
        Who may be named, from left to right.

    Returns
    -------
    Axes
    """
    rows = list(dict.fromkeys(table["decision"]))[::-1]
    ax = axes(round(1.6 * len(rows)), ax, title)
    across = table["decider"].map({name: place for place, name in enumerate(deciders)})
    up = table["decision"].map({name: place for place, name in enumerate(rows)})
    for side, color, marker, step in (
        ("finance", BLUE, "o", 0.17),
        ("academics", ORANGE, "D", -0.17),
    ):
        named = table[side] > 0
        x, y, people = across[named], up[named] + step, table.loc[named, side]
        ax.scatter(x, y, c=color, marker=marker, s=80, label=f"named by {side}", zorder=3)
        for place, height, count in zip(x, y, people, strict=True):
            if count > 1:
                ax.annotate(
                    f"×{count}", (place, height), (8, -4), textcoords="offset points", fontsize=10
                )
    ax.set_yticks(range(len(rows)), short(pd.Series(rows)))
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.set_xticks(range(len(deciders)), [name.replace(" ", "\n") for name in deciders])
    ax.set_xlim(-0.5, len(deciders) - 0.4)
    ax.hlines([place + 0.5 for place in range(len(rows) - 1)], *ax.get_xlim(), color="#E3E3E3")
    return legend(ax)
