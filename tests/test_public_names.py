"""Every public name is there, documented, and has one home."""

import inspect

import pytest

import smarter_spending as ss


@pytest.mark.parametrize("name", [name for name in ss.__all__ if name != "__version__"])
def test_a_public_name_can_be_fetched_and_says_what_it_is(name):
    thing = getattr(ss, name)
    if inspect.isfunction(thing) or inspect.isclass(thing) or inspect.ismodule(thing):
        assert thing.__doc__, f"{name} has no docstring"


def test_a_misspelled_name_lists_those_there_are():
    with pytest.raises(AttributeError, match="load_district"):
        ss.load_distrct()


def test_no_name_lives_in_two_rooms():
    names = [name for names in ss._ROOMS.values() for name in names]
    assert len(names) == len(set(names))
