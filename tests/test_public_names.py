"""The front door: few names, each documented, each in README's one table."""

import inspect
import re
from pathlib import Path

import pytest

import smarter_spending as ss

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
NAMES = [name for name in ss.__all__ if name != "__version__"]


def test_the_door_has_at_most_sixty_names():
    assert len(ss.__all__) <= 60 and len(set(ss.__all__)) == len(ss.__all__)


def test_readmes_one_table_lists_exactly_these():
    table = README.split("| question | functions | in one line |")[1].split("\n\n")[0]
    listed = [
        name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[2])
    ]
    assert sorted(listed) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_can_be_fetched_and_has_a_full_docstring(name):
    thing = getattr(ss, name)
    told = inspect.getdoc(thing)
    assert told and thing.__doc__, name
    if inspect.isfunction(thing):
        assert "Examples\n--------" in told
        assert "Returns\n-------" in told
        if inspect.signature(thing).parameters:
            assert "Parameters\n----------" in told


def test_a_mistyped_name_is_answered_by_its_nearest_three():
    with pytest.raises(AttributeError, match="Nearest: load_district, ") as refused:
        ss.load_distrct()
    assert str(refused.value).count(",") == 2
