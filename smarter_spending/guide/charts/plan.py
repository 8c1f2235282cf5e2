"""Pictures of the years ahead: the reserve beside its policy, and how far it may lie off."""

import pandas as pd
from matplotlib.axes import Axes

from smarter_spending.guide.charts.look import (
    BLUE,
    GREEN,
    GREY,
    INK,
    RED,
    axes,
    dollar_ticks,
    legend,
)
from smarter_spending.words import short_dollars


def _upright(ax: Axes, years: pd.Series) -> Axes:
    ax.set_xlabel("Fiscal year")
    ax.set_ylabel("Dollars")
    ax.set_xticks(range(len(years)), years)
    ax.set_xlim(-0.3, len(years) - 0.5)
    ax.margins(y=0.1)
    ax.axhline(0, color=INK, linewidth=0.8)
    ax.grid(axis="y", color="#DDDDDD")
    ax.grid(axis="x", visible=False)
    ax.yaxis.set_major_formatter(dollar_ticks(ax.get_ylim()))
    return legend(ax)


def chart_reserves(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """The reserve year by year, as we go on and with our decisions, beside the policy.

    Parameters
    ----------
    table : DataFrame
        As ``reserves_side_by_side`` gives.
    ax : Axes, optional
    title : str

    Returns
    -------
    Axes
    """
    ax = axes(6, ax, title)
    places = range(len(table))
    ax.plot(places, table["policy_dollars"], color=GREY, linestyle="--", label="the board's policy")
    ax.plot(places, table["reserve"], color=RED, marker="o", linewidth=2, label="as we go on")
    ax.plot(
        places,
        table["reserve_decided"],
        color=GREEN,
        marker="D",
        linestyle="-.",
        linewidth=2,
        label="with our decisions",
    )
    for place, amount in zip(places, table["reserve"], strict=True):
        ax.annotate(
            short_dollars(amount),
            (place, amount),
            xytext=(8, 6),
            textcoords="offset points",
            fontsize=10,
            color=INK,
        )
    return _upright(ax, table["fiscal_year"])


def chart_fan(
    table: pd.DataFrame, ax: Axes | None = None, title: str = "", policy: float | None = None
) -> Axes:
    """How far the ending balance may lie off, from a simulation: half, and nine of ten draws.

    Parameters
    ----------
    table : DataFrame
        ``fiscal_year`` and ``p5, p25, p50, p75, p95`` (dollars), as ``fan_chart`` gives.
    ax : Axes, optional
    title : str
    policy : float, optional
        The reserve policy of the last year, dollars.

    Returns
    -------
    Axes
    """
    ax = axes(6, ax, title)
    places = list(range(len(table)))
    ax.fill_between(places, table["p5"], table["p95"], color="#C9D6EA", label="nine of ten draws")
    ax.fill_between(places, table["p25"], table["p75"], color="#8FB0DA", label="half of the draws")
    ax.plot(places, table["p50"], color=BLUE, marker="o", label="middle")
    if policy is not None:
        ax.axhline(policy, color=GREY, linestyle="--", label="the board's policy")
    return _upright(ax, table["fiscal_year"])
