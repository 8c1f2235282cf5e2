"""Which notebooks are meant."""

from pathlib import Path

import pytest

from smarter_spending.running.batch import CannotRunError, choose_notebooks

THERE = [Path(f"{number}_name.ipynb") for number in ("00", "06", "07", "09")]


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ("06,09", ["06", "09"]),
        ("9, 6", ["06", "09"]),
        ("07-11", ["07", "09"]),
        ("0-6,6", ["00", "06"]),
        (None, ["00", "06", "07", "09"]),
    ],
)
def test_numbers_and_ranges_choose_notebooks_in_their_order(wanted, chosen):
    assert [path.name[:2] for path in choose_notebooks(wanted, THERE)] == chosen


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("08", "no notebook 08. There are: 00, 06, 07, 09"),
        ("11-7", "no notebook 11-7"),
        ("six", '"six" is not a notebook number'),
        ("", '"" is not a notebook number'),
    ],
)
def test_a_notebook_that_is_not_there_is_refused_with_those_that_are(wanted, message):
    with pytest.raises(CannotRunError, match=message):
        choose_notebooks(wanted, THERE)


def test_a_file_that_is_not_there_is_refused():
    with pytest.raises(CannotRunError, match=r"no notebook .*gone\.ipynb"):
        choose_notebooks([Path("gone.ipynb")])
