"""The case: one chain for every page, found and kept where people expect it."""

import ast
import shutil
from collections import Counter
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest

from smarter_spending import case as case_module
from smarter_spending.case import Case, find_district, open_case
from smarter_spending.district.choices import open_choices
from smarter_spending.guide import nb09_cost_per_outcome as page
from smarter_spending.guide import nb10_keep_grow_fix_stop as nb10
from smarter_spending.guide import nb11_pay_for_priorities as nb11
from smarter_spending.guide import nb12_financial_plan as nb12
from smarter_spending.guide import nb14_action_and_board_page as nb14
from smarter_spending.guide import nb14_board_page
from smarter_spending.guide.finding import Finding
from smarter_spending.planning.years_ahead import reserves_side_by_side


@pytest.fixture(scope="module")
def cold_creek() -> Case:
    return open_case("cold_creek", "09_cost_per_outcome")


@pytest.fixture
def own(samples, tmp_path):
    """A district's folder that lies in no project."""
    return shutil.copytree(samples / "cold_creek", tmp_path / "oak", dirs_exist_ok=True)


def test_notebook_10_decides_on_the_bands_that_notebook_9_shows(cold_creek):
    shown = page.bands(cold_creek).table.set_index("program")
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


PAGES = sorted((Path(__file__).parents[1] / "notebooks" / "src").glob("[0-9][0-9]_*.py"))
BELOW = ("smarter_spending.analysis", "smarter_spending.planning")
STAGES = (
    "program_costs",
    "compare_programs",
    "effects_of",
    "estimated_options",
    "ratios_by_outcome",
    "program_draws",
    "program_bands",
    "decision_facts",
    "decide",
    "learning_rates",
    "ranked_needs",
    "spending_by_school",
    "staffing_by_school",
)


def counted(monkeypatch, stages) -> Counter:
    """How often each stage is computed from here on."""
    times = Counter()

    def counting(stage, made):
        def once_more(*given, **named):
            # the same stage of another goal, or of another column, is another computation
            about = [word for word in given if isinstance(word, str)]
            times[stage, *about, *named.get("measures", ())] += 1
            return made(*given, **named)

        return once_more

    for stage in stages:
        monkeypatch.setattr(case_module, stage, counting(stage, getattr(case_module, stage)))
    return times


def more_than_once(times: Counter) -> dict:
    return {stage: count for stage, count in times.items() if count > 1}


@pytest.mark.parametrize("page", [page.stem for page in PAGES])
def test_a_page_computes_each_stage_at_most_once(page, monkeypatch):
    times = counted(monkeypatch, STAGES)
    opened = open_case("cold_creek", page)
    room = import_module(f"smarter_spending.guide.nb{page}")
    assert room.findings(opened) and room.findings(opened)
    assert not more_than_once(times)


def test_the_pages_of_a_district_compute_each_stage_once_between_them(own, monkeypatch):
    times = counted(monkeypatch, (*STAGES, "load_district"))
    for one in ("06_where_the_money_goes", "08_what_moved_the_needle", "10_keep_grow_fix_stop"):
        assert import_module(f"smarter_spending.guide.nb{one}").findings(open_case(own, one))
    assert times[("load_district",)] == 1 and not more_than_once(times)


def test_a_file_that_changed_is_read_again_and_an_answer_changes_no_stage(own):
    before = open_case(own, "09_cost_per_outcome")
    before.choices.keep("note", "seen")
    assert open_case(own).costs is before.costs
    assert open_case(own, seed=7).draws is not before.draws
    programs = own / "programs.csv"
    programs.write_bytes(programs.read_bytes().replace(b"First Readers", b"Other Readers"))
    after = open_case(own)
    assert after.costs["program"].str.contains("Other Readers").any()
    assert not before.costs["program"].str.contains("Other Readers").any()


def test_a_case_made_of_another_keeps_nothing_of_it(cold_creek):
    other = replace(cold_creek, seed=7)
    assert other.draws is not cold_creek.draws


AFTER_ANSWERS = ("found_dollars", "sunset_plan", "plan_ahead")  # never kept, so asked for once


@pytest.mark.parametrize("page", [page.stem for page in PAGES if page.stem >= "10"])
def test_a_list_of_findings_asks_once_for_what_follows_the_answers(page, monkeypatch):
    times = counted(monkeypatch, AFTER_ANSWERS)
    assert import_module(f"smarter_spending.guide.nb{page}").findings(open_case("cold_creek", page))
    assert not more_than_once(times)


def taken_from_below(tree: ast.AST) -> set[str]:
    """What a file takes from analysis and planning, by name or through a module."""
    whole, names = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(BELOW):
            kinds = whole if node.module in BELOW else names
            kinds |= {one.asname or one.name for one in node.names}
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return names | {one.attr for one in calls if getattr(one.value, "id", "") in whole}


def test_guide_takes_each_stage_from_the_case_and_calls_none_itself():
    source = Path(case_module.__file__)
    tree = ast.parse(source.read_text("utf-8"))
    (chain,) = [one for one in tree.body if isinstance(one, ast.ClassDef) and one.name == "Case"]
    called = {getattr(one.func, "id", "") for one in ast.walk(chain) if isinstance(one, ast.Call)}
    stages = (taken_from_below(tree) & called) - {"DecisionRule"}
    assert {"program_bands", "found_dollars", "sunset_plan", "ranked_needs"} <= stages
    for room in (source.parent / "guide").rglob("*.py"):
        assert not taken_from_below(ast.parse(room.read_text("utf-8"))) & stages, room


@pytest.fixture(scope="module")
def altamont() -> Case:
    return open_case("altamont_valley", "11_pay_for_priorities")


def test_the_dollars_found_are_one_table_on_pages_10_11_and_14(altamont):
    savings = altamont.found().savings
    on_11 = next(one for one in nb11.findings(altamont) if one.sheet == "Savings").table
    freed = savings.groupby("program_id")["likely"].sum()
    by_name = savings.groupby("program")["likely"].sum()
    pd.testing.assert_series_equal(
        on_11.groupby("program")["likely_dollars"].sum(), by_name, check_names=False
    )
    decided = altamont.decisions().set_index("program_id")["decision"]
    assert decided[freed.index].isin(["Stop", "Fix"]).all()
    lasting = savings.loc[savings["term"].eq("recurring"), "likely"].sum()
    on_14 = nb14_board_page.board(altamont).behind["Dollars found"]
    assert on_14["identified"].iloc[-1] == pytest.approx(lasting, abs=0.005)


def test_what_is_shared_is_counted_once_and_no_end_frees_it(samples, tmp_path):
    folder = shutil.copytree(samples / "port_sierra", tmp_path / "sierra")
    before = open_case(folder)
    freed = before.found().savings
    ended = freed.loc[freed["term"].eq("recurring"), "program_id"].iloc[0]
    other = next(one for one in before.district.programs["program_id"] if one != ended)
    rows = [f"{ended},{ended},0.8,students", f"{ended},{other},0.2,students"]
    text = "\n".join(["shared_code,program_id,share,split_by", *rows])
    (folder / "shared_costs.csv").write_text(text + "\n")
    after = open_case(folder)
    assert len(after.district.shared_costs) == 2
    known = [case.costs.set_index("program_id")["total_cost"] for case in (before, after)]
    assert known[1][ended] < known[0][ended] and known[1][other] > known[0][other]
    assert known[1].sum() == pytest.approx(known[0].sum(), abs=0.005)
    savings = after.found(decisions=before.decisions()).savings
    assert ended not in set(savings.loc[savings["likely"].gt(0), "program_id"])


def test_what_ends_moves_people_with_the_dollars_found():
    district = open_case("port_sierra", "11_pay_for_priorities")  # it stops two; the other none
    moving = district.found().transition.groupby("program_id")["transition"].sum()
    on_10 = nb10.what_ends(district).table
    assert on_10["transition"].sum() == pytest.approx(moving.sum(), abs=0.005) and moving.sum() > 0
    ends = district.endings().set_index("program_id")["transition"]
    pd.testing.assert_series_equal(
        ends[moving.index], moving, check_names=False, check_exact=False, atol=0.005
    )
    # a position that two savings would free is freed once, and so are its people's next posts
    found = district.found()
    without = replace(found, transition=found.transition.iloc[:0])
    assert district.endings(found=without)["transition"].sum() == 0


def test_page_14_quotes_the_plan_of_page_12(altamont):
    plan, quoted = altamont.plan(), nb14_board_page.board(altamont).behind["Reserve"]
    ours = reserves_side_by_side(plan, altamont.district.reserve_policy)
    for column in ("reserve", "reserve_share", "reserve_decided", "share_decided"):
        assert quoted[column].tolist() == ours[column].tolist()
    on_12 = next(one for one in nb12.findings(altamont) if one.sheet == "Reserve").table
    assert on_12["reserve_decided"].tolist() == ours["reserve_decided"].tolist()


def test_the_board_page_is_written_once_until_somebody_answers_again(own, monkeypatch):
    written, case = [], open_case(own, "14_action_and_board_page")
    board = nb14.board
    monkeypatch.setattr(nb14, "board", lambda case: written.append(1) or board(case))
    assert nb14.findings(case) and nb14.as_it_stands(case) and nb14.figures(case)
    assert len(written) == 1
    stop = case.decisions().query("verdict != 'Stop'")["program_id"].iloc[0]
    record = open_choices(own, "10_keep_grow_fix_stop", "our team")
    record.keep(f"override_{stop}_verdict", "Stop")
    record.keep(f"override_{stop}_because", "it is doubled")
    nb14.figures(case)
    assert len(written) == 2, "what was decided since is in it"
