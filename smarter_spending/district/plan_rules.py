"""Rules of what a district assumes about the years to come."""

from difflib import get_close_matches

from smarter_spending.district.columns import Checked

# what the plan reads as a yearly change or as a share of pay, whatever else a district assumes
SHARES = (
    "cola",
    "enrollment",
    "step_and_column",
    "health_premiums",
    "inflation",
    "strs_rate",
    "pers_rate",
)
CALCULATED = "lcff"  # the official calculator's result
READ = (*SHARES, CALCULATED)
CLOSE = 0.8  # how alike two words are that may be the same one misspelled
MOST = 0.5  # a rate beyond is a percent typed for a share


def check_assumptions(checked: Checked) -> None:
    """Rates are shares; a calculator's result is in dollars and says which version gave it.

    An assumption that the plan does not read may stand there, but not one that is misspelled:
    the plan would go on without it and say nothing.

    Parameters
    ----------
    checked : Checked
        The table of assumptions.
    """
    table = checked.frame
    names = table["assumption"].dropna()
    near = {name: get_close_matches(name.lower(), READ, 1, CLOSE) for name in names.unique()}
    near = {name: found[0] for name, found in near.items() if found and name not in READ}
    checked.problem_by_value(
        "assumption",
        table["assumption"].isin(near),
        lambda name: (
            f'the plan does not know "{name}". Write {near[name]}, or give it another name.'
        ),
    )
    rates = table["assumption"].isin(SHARES)
    checked.problem(
        "unit",
        rates & table["unit"].notna() & table["unit"].ne("share"),
        'a rate in "{value}" cannot be read. Write it as a share, with unit share: 0.023 for 2.3 '
        "percent, -0.019 for 1.9 percent fewer students.",
    )
    checked.problem(
        "value",
        rates & table["unit"].eq("share") & ~table["value"].abs().le(MOST) & table["value"].notna(),
        "{value} is too large for a share. Write 0.023 for 2.3 percent.",
    )
    given = table["assumption"].eq(CALCULATED)
    checked.problem(
        "unit",
        given & table["unit"].notna() & table["unit"].ne("dollars"),
        'the calculator\'s LCFF is in dollars, not in "{value}". Write the dollars of the year.',
    )
    checked.problem(
        "source",
        given & table["source"].isna(),
        "the calculator's LCFF has no source. Name the calculator and its version.",
    )
