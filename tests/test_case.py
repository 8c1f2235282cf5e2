"""The case: one chain for every page, found and kept where people expect it."""

import shutil

import pandas as pd
import pytest

from smarter_spending.case import Case, find_district, open_case
from smarter_spending.guide import nb09_cost_per_outcome as page
from smarter_spending.guide.finding import Finding


@pytest.fixture(scope="module")
def cold_creek() -> Case:
    return open_case("cold_creek", "09_cost_per_outcome")


@pytest.fixture
def own(samples, tmp_path):
    """A district's folder that lies in no project."""
    return shutil.copytree(samples / "cold_creek", tmp_path / "oak", dirs_exist_ok=True)


def test_notebook_10_decides_on_the_bands_that_notebook_9_shows(cold_creek):
    shown = cold_creek.bands.set_index("program")
    judged = cold_creek.decisions().set_index("program").loc[shown.index]
    for chance in ("chance_gain", "chance_worth_it"):
        pd.testing.assert_series_equal(judged[chance].astype(float), shown[chance])


def test_a_stage_is_the_same_table_each_time_and_no_finding_changes_it(cold_creek):
    before = cold_creek.bands.copy()
    for finding in page.findings(cold_creek):
        finding._repr_mimebundle_()
    assert cold_creek.bands is cold_creek.bands
    pd.testing.assert_frame_equal(cold_creek.bands, before)


def test_a_program_smaller_than_may_be_shown_is_left_out_and_stops_nothing(own):
    settings = own / "district.toml"
    text = settings.read_text("utf-8").replace("minimum_group = 11", "minimum_group = 50")
    settings.write_text(text, "utf-8")
    case = open_case(own)
    assert case.options.empty and case.bands["program"].isin(case.effects_shown["program"]).all()
    assert case.decisions()["program"].size == len(case.district.programs)


def test_a_bare_name_is_a_sample_from_anywhere_unless_a_district_lies_there(own, monkeypatch):
    monkeypatch.chdir(own.parent)
    assert find_district("cold_creek").parts[-3:] == ("data", "samples", "cold_creek")
    (own.parent / "cold_creek").mkdir()  # pages of an earlier run: no district
    assert find_district("cold_creek").parts[-3:] == ("data", "samples", "cold_creek")
    shutil.copy(own / "district.toml", own.parent / "cold_creek")
    assert len(find_district("cold_creek").parts) == 1


def test_pages_go_into_the_project_or_beside_the_folder(own, samples):
    ours = samples.parent.parent / "out" / "cold_creek" / "take_home"
    assert open_case("cold_creek").take_home == ours
    assert open_case(own).take_home == own.parent / "out" / "oak" / "take_home"
    assert open_case(own, take_home="here").take_home.name == "here"


def test_an_analyst_opens_a_case_without_a_page_and_has_no_answers():
    with pytest.raises(ValueError, match="Name the notebook"):
        _ = open_case("cold_creek").choices


def test_a_finding_without_rows_says_what_is_missing_and_draws_nothing():
    said = Finding("Bands", pd.DataFrame({"band": []}), ("band",), "Never.", missing="Bring it.")
    assert said._repr_mimebundle_()["text/plain"] == "Bring it."
    assert "<table" not in said._repr_mimebundle_()["text/html"]
