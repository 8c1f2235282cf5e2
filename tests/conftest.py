"""Fixtures shared by every test."""

import gc
from pathlib import Path

import pandas as pd
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


@pytest.fixture
def tracy_2024(shared_data):
    """Tracy's own row and its schools' in the state's file of 2024: ELA, all grades."""
    file = shared_data / "caaspp" / "caaspp2024_tracy_sfusd_sanjuan.csv"
    rows = pd.read_csv(file, dtype={"school_code": str, "type_id": str, "grade": str})
    rows = rows[rows["district_name"].eq("Tracy Joint Unified")]
    rows = rows[rows["grade"].eq("13") & rows["subject"].eq("ELA")]
    schools = rows[rows["type_id"].isin(["7", "10"])].set_index("school_name")
    return rows[rows["school_code"].eq("0000000")].iloc[0], schools


@pytest.fixture(scope="session")
def samples() -> Path:
    """The three invented districts."""
    return PROJECT / "data" / "samples"
