"""Fixtures shared by every test."""

import gc
from pathlib import Path

import pytest
from hypothesis import settings

# the same trials in every run, so that a red run can be run again
settings.register_profile("same trials", derandomize=True, deadline=None)
settings.load_profile("same trials")

PROJECT = Path(__file__).resolve().parent.parent


def pytest_collection_finish():
    """What five thousand collected tests hold is never garbage: no collection walks it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Public records of real districts, which live beside the project and not in it."""
    folder = PROJECT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared folder of real public records is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def samples() -> Path:
    """The three invented districts."""
    return PROJECT / "data" / "samples"
