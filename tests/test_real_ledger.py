"""A real district's real ledger, from the state's file to the pages a leader reads."""

import csv

import nbformat
import pandas as pd
import pytest

import smarter_spending as ss
from smarter_spending.analysis.spending import spent_once
from smarter_spending.guide import nb02_student_learning as page_2
from smarter_spending.guide import nb03_goals as page_3
from smarter_spending.guide import nb09_cost_per_outcome as page_9
from smarter_spending.guide import nb12_financial_plan as page_12
from smarter_spending.guide import nb14_action_and_board_page as page_14
from smarter_spending.guide.opening import first_screen
from smarter_spending.planning import finance
from smarter_spending.words import dollars

pytestmark = [pytest.mark.real_data, pytest.mark.slow]
EXTRACT = "sfusd/38-68478-0000000_A_2023-24_E8A85PCFZ6_DataExtract.xlsx"


@pytest.fixture(scope="module")
def known(shared_data):
    """The figures San Francisco printed in its Form 01, as control totals."""
    with (shared_data / "known_answers.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["id"].startswith("sf2324.obj.")]
    spans = [row["definition"].split("ObjectCode ")[1][:9].split("-") for row in rows]
    return pd.DataFrame(
        {
            "fiscal_year": "2023-24",
            "amount_type": "actual",
            "fund": "01",
            "object_from": [low for low, _ in spans],
            "object_to": [high for _, high in spans],
            "restriction": [row["id"].rsplit(".", 1)[1] for row in rows],
            "amount": [row["published_value"] for row in rows],
            "source": [row["source"] for row in rows],
        }
    )


@pytest.fixture(scope="module")
def folder(shared_data, tmp_path_factory):
    """A folder made only from the imported ledger."""
    into = tmp_path_factory.mktemp("districts") / "san_francisco"
    ss.import_sacs([shared_data / EXTRACT], into)
    return into


def pages(folder, out):
    """Every output of every notebook of one district, as one text a notebook."""
    run = ss.run_batch([folder], out, jobs=2)
    assert not run.failures, [(page.notebook, page.message) for page in run.failures]
    return {
        path.stem: str([o for c in nbformat.read(path, 4).cells for o in c.get("outputs", [])])
        for path in sorted((out / folder.name).glob("*.ipynb"))
    }


@pytest.fixture(scope="module")
def read(folder, tmp_path_factory):
    return pages(folder, tmp_path_factory.mktemp("out"))


def test_all_39_printed_figures_agree_with_the_loaded_ledger_to_the_cent(folder, known):
    assert len(known) == 39
    totals = known.astype({"amount": float})
    table = ss.reconcile(ss.load_district(folder).ledger, totals, "2023-24")
    assert table["agrees"].all()
    assert table["difference"].abs().max() == 0


def test_what_san_francisco_spent_is_what_its_funds_paid_less_what_they_paid_each_other(folder):
    """By hand from its extract: 7611 54,893.91 + 7619 90,875,252.85 = 8911 + 8919; object 7350 is
    a credit of 1,348,517.38 in fund 01, charged to 11, 12 and 13; fund 67 took in 8674."""
    ledger = ss.load_district(folder).ledger
    lines = spent_once(ledger, "2023-24").set_index("line")
    assert lines["dollars"].to_dict() == {
        "paid_out": 1_639_225_976.30,
        "transfers": -90_930_146.76,
        "direct": 0.0,
        "indirect": -1_348_517.38,
        "premiums": -29_208_643.71,
        "net": 1_517_738_668.45,
        "operations": 1_320_040_103.57,
        "bond_built": 56_511_388.62,
        "debt_service": 141_187_176.26,
        "not_received": 0.0,
    }
    assert lines["one_sided"].eq(0).all()


def test_every_page_runs_and_none_fails(read):
    # ``pages`` asserts that none failed: the words "papermill-error" stand in no output
    assert len(read) == 16


def test_notebook_6_shows_the_figures_that_san_francisco_printed(read, known):
    shown = read["06_where_the_money_goes"]
    for amount in known["amount"].astype(float):
        assert dollars(amount, cents=True) in shown


def test_without_published_totals_the_page_says_it_is_not_reconciled(read):
    assert "Not yet reconciled" in read["06_where_the_money_goes"]


@pytest.mark.parametrize(
    ("notebook", "file"),
    [
        ("07_program_inventory", "programs.csv"),
        ("08_what_moved_the_needle", "students_outcomes.csv"),
        ("09_cost_per_outcome", "program_participation.csv"),
    ],
)
def test_the_other_pages_say_which_file_would_bring_them_to_life(read, notebook, file):
    assert "Not yet known" in read[notebook]
    assert file in read[notebook]
    # who usually has it and how it comes in is said once, at the top of the page
    assert read[notebook].count(f"{file}</code>: ") == 1
    assert "smarter-spending import " in read[notebook] and "Who has it: " in read[notebook]


def test_with_the_printed_totals_beside_it_the_first_screen_says_that_they_agree(
    folder, known, tmp_path
):
    known.to_csv(folder / "control_totals.csv", index=False)
    try:
        screen = first_screen(ss.load_district(folder)).set_index("checked")["what_was_found"]
    finally:
        (folder / "control_totals.csv").unlink()
    assert screen["The ledger against published totals"] == (
        "The ledger agrees with all 39 published totals to the cent."
    )


def test_a_printed_total_that_is_off_by_two_dollars_stops_everything(folder, known):
    off = known.astype({"amount": float})
    off.loc[0, "amount"] += 2
    off.to_csv(folder / "control_totals.csv", index=False)
    try:
        with pytest.raises(ss.DistrictDataError, match=r"difference \$2\.00") as refused:
            ss.load_district(folder)
    finally:
        (folder / "control_totals.csv").unlink()
    assert len(refused.value.problems) == 1


def test_the_plans_first_year_ends_where_san_francisco_filed_it_to_the_cent(folder, read):
    """The cost report's allocations (PCRA, eleven cents in all) are no money and no line of a plan.
    Until November 25 they were, and the plan began eleven cents off."""
    district = ss.load_district(folder)
    ahead = ss.Case(district).plan()
    ends = ahead.plan.balances.drop_duplicates("fund").set_index("fund")["ending"]
    booked = ahead.began.set_index("fund")["ending"]
    assert ends.to_dict() == booked.to_dict()
    assert "does not reconcile" not in read["12_financial_plan"]
    assert "No reallocation workbook yet" in read["11_pay_for_priorities"]


def test_page_9_says_what_is_missing_where_only_a_ledger_was_brought(folder):
    """The column of reasons has no text where no program is on file."""
    found = page_9.bands(ss.open_case(folder, "09_cost_per_outcome"))
    assert found.table.empty and "programs.csv" in found.missing


def test_positions_of_real_schools_cost_programs_that_the_ledger_does_not_name(shared_data):
    """San Francisco's own list of who works where; the pay of 100,000 a year is ours."""
    rows = pd.read_csv(shared_data / "sfusd/site_staffing_2024-25.csv", dtype=str)
    words = {"Nurse": "P1", "Social Worker": "P2", "Counselor": "P3"}
    plain = rows["position"].fillna("").str.strip("*")
    people = rows[plain.isin(list(words))].assign(program_id=plain.map(words))
    staffing = people[["fiscal_year", "program_id"]].assign(
        fte=people["fte"].astype(float), job_class=plain, resource="0000", funding_pct=100.0
    )
    staffing["salary_annual"] = staffing["fte"] * 80_000
    staffing["benefits_annual"] = staffing["fte"] * 20_000
    programs = pd.DataFrame({"program_id": ["P1", "P2", "P3", "P4"], "program_name": list("abcd")})
    none = pd.DataFrame()
    costs = ss.program_costs(programs, none, staffing, none, none, "2024-25")
    costs = costs.set_index("program_id")
    expected = staffing.groupby("program_id")["fte"].sum() * 100_000
    assert costs.loc[["P1", "P2", "P3"], "total_cost"].tolist() == pytest.approx(expected.tolist())
    assert (expected > 0).all() and costs["total_cost"].isna().tolist().count(True) == 1


def test_a_plan_begins_with_the_budget_the_district_adopted(folder):
    ahead = ss.open_case(folder).plan()
    first = ahead.plan.balances.iloc[0]
    # printed in the extract's column BB: 229,338,015 less 76,382,253 is 152,955,762
    assert (first["fiscal_year"], first["fund"], ahead.filed) == (
        "2024-25",
        "unrestricted",
        "adopted_budget",
    )
    assert round(first["beginning"]) == 229_338_015
    assert round(first["revenue"] - first["spending"]) == -76_382_253
    assert round(first["ending"]) == 152_955_762


def test_nothing_of_ours_speaks_where_nothing_is_set(folder, tmp_path, monkeypatch):
    # odd values, so that each can be searched for
    odd = {name: 0.0777 for name in finance.USUAL}
    monkeypatch.setattr(finance, "USUAL", odd)
    case = ss.open_case(folder, "12_financial_plan", take_home=tmp_path)
    page_12.take_home(case)
    page_12.plan_to_hand_out(case)
    board = ss.open_case(folder, "14_action_and_board_page", take_home=tmp_path)
    said = page_14.publish(board).data
    page_14.budget_outline(board)
    page_14.take_home(board)
    assert "No board page" in said
    assert "the board decides" in said
    assert "reserve_policy = " in said
    assert not list(tmp_path.glob("*-board_page.*"))
    written = [file.read_text("utf-8") for file in tmp_path.rglob("*.html")]
    assert written
    text = said + " ".join(one.words for one in page_12.findings(case)) + " ".join(written)
    for ours in ("7.77", "7.8%", "3.0%", "positive", "our policy of"):
        assert ours not in text
    assert "loses $76,382,253" in text
    found = page_12.findings(case)[0].words
    plan = next(tmp_path.glob("*-plan.md")).read_text("utf-8")
    for last in (found, plan):  # each stands alone: no word of it points to another page
        assert "loses $76,382,253" in last and "the board decides" in last
        assert "stands under" not in last


def test_pages_2_and_3_speak_from_the_states_published_results_alone(folder, shared_data, tmp_path):
    for file in folder.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    ss.import_caaspp([shared_data / "caaspp" / "caaspp2024_tracy_sfusd_sanjuan.csv"], tmp_path)
    case = ss.open_case(tmp_path, "03_goals", take_home=tmp_path / "out")
    needs = case.needs.set_index("measure")
    # grade 3 of the research file: 3,670 at one of the four levels, 1,791 of them met or above;
    # 3,672 and 1,792 were those tested, and a rounded 48.8% of them
    assert needs.loc["third_grade_reading", ["students", "reached"]].tolist() == [3670, 1791]
    assert len(page_3.where_students_stand(case).table) == 7
    begins = page_3.in_short(case).data
    assert "Mathematics, grades 6 to 8</strong>: 5,595 of 9,462" in begins
    assert "students_outcomes.csv</code> is not in the folder" not in begins
    board = ss.open_case(tmp_path, "14_action_and_board_page", take_home=tmp_path / "out")
    assert "loses $76,382,253" in page_14.in_short(board).data
    # 12 schools of the file are charter schools in no figure of the district
    names = set(case.school_rates("third_grade_reading")["school_name"])
    assert "Lakeshore Alternative Elementary" in names and not [n for n in names if "KIPP" in n]
    # the top need stands in the picture's title, and no longer again in the sentence under it
    assert "Mathematics, grades 6 to 8" in page_2.by_rate_and_count(case).picture.title
