"""An LCAP's table of planned expenditures as a program inventory: nothing guessed, nothing lost."""

import csv
import tomllib
from collections import Counter
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import smarter_spending as ss
from smarter_spending.analysis.inventory import (
    completeness,
    cost_by_goal_area,
    overlaps,
    readiness,
    triage_counts,
)
from smarter_spending.district.importers import ImportRefusedError, import_lcap
from smarter_spending.guide import nb07_program_inventory as page
from smarter_spending.running.command import app

PLAIN = ["cds_code", "lcap_year", "goal", "action", "title", "contributing", "scope"]
PLAIN += ["personnel", "nonpersonnel", "lcff", "other_state", "local", "federal", "total"]
STATES = [
    "Goal #",
    "Action #",
    "Action Title",
    "Student Group(s)",
    "Contributing to Increased or Improved Services?",
    "Scope",
    "Unduplicated Student Group(s)",
    "Location",
    "Time Span",
    "Total Personnel",
    "Total Non-personnel",
    "LCFF Funds",
    "Other State Funds",
    "Local Funds",
    "Federal Funds",
    "Total Funds",
    "Planned Percentage of Improved Services",
]
SETTINGS = (
    'name = "Oak Grove Unified"\ncds_code = "39999990000000"\nfiscal_year = "2025-26"\n'
    'as_of = 2025-07-01\nprice_year = "2025-26"\n'
)
SAN_JUAN = "sanjuan/lcap_2025-26_total_expenditures_table.csv"
# theirs: ours
AMOUNTS = {
    name: name for name in ("personnel", "nonpersonnel", "lcff", "other_state", "local", "federal")
} | {"total": "annual_cost_total"}


def action(number="1.1", title="Tutoring", goal="", **cells):
    """A row of a plain table; 600 for people and 400 for books, paid 700 from LCFF, 300 federal."""
    row = dict.fromkeys(PLAIN, "0") | {
        "cds_code": "39999990000000",
        "lcap_year": "2025-26",
        "goal": goal or number.split(".")[0],
        "action": number,
        "title": title,
        "contributing": "Yes",
        "scope": "LEA-wide",
        "personnel": "600",
        "nonpersonnel": "400",
        "lcff": "700",
        "federal": "300",
        "total": "1000",
    }
    return row | cells


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "district"


@pytest.fixture
def table(tmp_path):
    """A plain table in a .csv file with the given actions."""

    def write(*rows, headings=PLAIN, name="lcap.csv"):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, headings, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        return tmp_path / name

    return write


@pytest.fixture
def workbook(tmp_path):
    """A workbook with the given sheets, each a list of rows."""

    def write(**sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, lines in sheets.items():
            tab = book.create_sheet(title.replace("_", " "))
            for line in lines:
                tab.append(line)
        book.save(tmp_path / "lcap.xlsx")
        return tmp_path / "lcap.xlsx"

    return write


def states_row(goal, number, title, groups="All", contributing="No", scope="", money=()):
    return [
        goal,
        number,
        title,
        groups,
        contributing,
        scope,
        "",
        "All Schools",
        "1 year",
        *money,
        0,
    ]


def programs(folder):
    with (folder / "programs.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def refusal(file, folder):
    before = sorted(folder.iterdir()) if folder.exists() else None
    with pytest.raises(ImportRefusedError) as caught:
        import_lcap(file, folder)
    assert (sorted(folder.iterdir()) if folder.exists() else None) == before
    return str(caught.value)


# what the real table holds


@pytest.mark.real_data
def test_san_juans_183_actions_import_and_every_column_adds_to_the_files_own(shared_data, folder):
    report = import_lcap(shared_data / SAN_JUAN, folder)
    with (shared_data / SAN_JUAN).open(encoding="utf-8") as file:
        theirs = list(csv.DictReader(file))
    ours = programs(folder)
    assert len(ours) == len(theirs) == 183
    sums = {}
    for their_name, our_name in AMOUNTS.items():
        sums[their_name] = sum(Decimal(row[our_name]) for row in ours)
        assert sums[their_name] == sum(Decimal(row[their_name]) for row in theirs)
    assert sums["total"] == Decimal("122293403.00")
    # 105,963,945 LCFF + 8,972,284 other state + 1,924,942 local + 5,432,232 federal
    assert sums["lcff"] + sums["other_state"] + sums["local"] + sums["federal"] == sums["total"]
    told = report.control_totals.set_index("column")["amount"]
    assert told.to_dict() == {name: float(value) for name, value in sums.items()}


@pytest.mark.real_data
def test_san_juans_actions_keep_every_cell_of_their_row(shared_data, folder):
    import_lcap(shared_data / SAN_JUAN, folder)
    with (shared_data / SAN_JUAN).open(encoding="utf-8") as file:
        theirs = {row["action"]: row for row in csv.DictReader(file)}
    titles = Counter(row["title"] for row in theirs.values())
    for row in programs(folder):
        their = theirs.pop(row["lcap_action"])
        assert row["program_id"] == f"LCAP-{their['action']}"
        named = their["title"]
        if titles[named] > 1:
            named = f"{named} ({their['action']})"
        assert row["program_name"] == named
        assert (row["lcap_goal"], row["scope"]) == (their["goal"], their["scope"])
        assert row["contributing"] == {"Yes": "Y", "No": "N", "": ""}[their["contributing"]]
        assert all(Decimal(row[ours]) == Decimal(their[name]) for name, ours in AMOUNTS.items())
    assert not theirs


@pytest.mark.real_data
def test_what_san_juans_table_does_not_say_stays_blank_and_the_folder_loads(shared_data, folder):
    report = import_lcap(shared_data / SAN_JUAN, folder)
    district = ss.load_district(folder)
    assert (district.cds_code, district.fiscal_year) == ("34674470000000", "2025-26")
    assert district.programs["goal_area"].isna().all()
    assert district.programs["student_groups"].isna().all()
    assert district.programs["cost_method"].eq("lcap").all()
    assert district.programs["contributing"].isna().sum() == 1  # action 3.39
    told = " ".join(report.problems)
    assert "left blank: 1 action (3.39)" in told
    assert "1.19, 1.22, 1.23, 1.24, 1.37, 3.34, 3.46, 3.50" in told  # letters of another column
    assert "write its name in district.toml" in " ".join(report.notes)
    assert "PLACEHOLDER" in (folder / "district.toml").read_text()


@pytest.mark.real_data
def test_san_juans_repeated_titles_are_told_apart_and_the_report_says_so(shared_data, folder):
    report = import_lcap(shared_data / SAN_JUAN, folder)
    names = [row["program_name"] for row in programs(folder)]
    assert len(set(names)) == 183
    assert {"Counselor (5.2)", "Counselor (6.6)"} <= set(names)
    assert "but for 13 that other actions have too" in " ".join(report.notes)
    told = " ".join(report.problems)
    assert "told apart by its action number in parentheses" in told
    assert "13 actions (4.3, 4.4, 4.5, 4.12" in told


@pytest.mark.real_data
def test_notebook_7_reads_san_juans_183_actions_and_every_dollar_of_them(shared_data, folder):
    import_lcap(shared_data / SAN_JUAN, folder)
    with (shared_data / SAN_JUAN).open(encoding="utf-8") as file:
        theirs = list(csv.DictReader(file))
    sums = {name: float(sum(Decimal(row[name]) for row in theirs)) for name in AMOUNTS}
    district = ss.load_district(folder)
    tables = district.programs, district.ledger, district.staffing, district.ingredients
    costs = ss.program_costs(*tables, district.program_participation, district.fiscal_year)
    assert len(costs) == costs["program"].nunique() == 183
    assert costs["total_cost"].sum() == sums["total"]
    assert costs["personnel"].sum() == sums["personnel"]
    assert costs["nonpersonnel"].sum() == sums["nonpersonnel"]
    for fund in ("lcff", "other_state", "local", "federal"):
        assert district.programs[fund].sum() == sums[fund]
    assert "183 programs" in page._say_inventory(costs)
    by_aim = cost_by_goal_area(district.programs, costs)
    assert by_aim["programs"].tolist() == [183]  # the table names no aim
    assert by_aim["dollars"].sum() == sums["total"]
    filled = completeness(district.programs)
    assert (filled["filled"] + filled["blank"]).eq(183).all()
    assert overlaps(district.programs, costs).empty
    ready = readiness(
        district.programs, costs, district.program_participation, district.students_outcomes
    )
    assert len(ready) == 183 and not ready["ready"].any()
    assert triage_counts(ready)["programs"].max() <= 183
    assert page._say_ready(ready)


# how a table may be written


def test_the_states_workbook_is_read_with_titles_above_and_totals_below(workbook, folder):
    folder.mkdir()
    (folder / "district.toml").write_text(SETTINGS)
    sheet = [
        ["2025-26 Total Planned Expenditures Table"],
        ["LCAP Year (Input)", "LCFF Funds", "Total Funds"],
        ["2025-26", 900, 1500],
        STATES,
        states_row(
            "1",
            "1.1",
            "Tutoring",
            "English Learners, Foster Youth",
            "Yes",
            "Limited to Unduplicated Student Group(s)",
            (600.0, 400.5, 700.5, 0, 0, 300, 1000.5),
        ),
        states_row(1, 1.2, "Coaches", money=(500, 0, 200, 300, 0, 0, 500)),
        ["Totals", *[""] * 8, 1100, 400.5, 900.5, 300, 0, 300, 1500.5],
        ["* Draft of June"],
    ]
    report = import_lcap(workbook(Total_Planned_Expenditures=sheet), folder)
    tutoring, coaches = programs(folder)
    # the groups in the words of the tables: in the file's own no resource for them could pay
    assert (tutoring["scope"], tutoring["student_groups"]) == ("Limited", "el;foster")
    assert (coaches["lcap_action"], coaches["scope"]) == ("1.2", "")
    assert (tutoring["nonpersonnel"], tutoring["annual_cost_total"]) == ("400.50", "1000.50")
    assert report.problems == ()  # the printed totals agree
    left_out = " ".join(report.left_out["what"])
    assert 'column "Location"' in left_out and "Totals" in left_out and "Draft of June" in left_out
    assert report.control_totals["fiscal_year"].unique().tolist() == ["2025-26"]
    assert ss.load_district(folder).programs["annual_cost_total"].sum() == 1500.5


def test_of_several_sheets_the_one_of_planned_expenditures_is_read(workbook, folder):
    def sheet(total):
        rows = [
            list(
                action(personnel=total, nonpersonnel=0, lcff=total, federal=0, total=total).values()
            )
        ]
        return [PLAIN, *rows]

    file = workbook(Data_Entry=sheet(1), Total_Planned_Expenditures=sheet(2))
    import_lcap(file, folder)
    assert programs(folder)[0]["annual_cost_total"] == "2.00"
    said = refusal(workbook(Draft=sheet(1), Final=sheet(2)), folder)
    assert "2 sheets hold an LCAP table (Draft, Final)" in said


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("$1,533,772. 20", "1533772.20"),  # split over lines in a PDF
        ("1533772.2", "1533772.20"),
        (" $1,533,772.20 ", "1533772.20"),
        (".09", "0.09"),
        ("(1,250.00)", "-1250.00"),
        (" - ", "0.00"),
        ("$-", "0.00"),
        ("$   -", "0.00"),
    ],
)
def test_an_amount_as_finance_offices_write_it(table, folder, written, read):
    file = table(
        action(personnel=written, nonpersonnel="0", lcff=written, federal="-", total=written)
    )
    import_lcap(file, folder)
    row = programs(folder)[0]
    assert (row["personnel"], row["lcff"], row["annual_cost_total"]) == (read, read, read)
    assert row["federal"] == "0.00"


@given(
    amounts=st.lists(
        # from five actions on, small ones are asked about as thousands of dollars
        st.tuples(*[st.integers(-(10**9), 10**10)] * 4),
        min_size=1,
        max_size=4,
    )  # cents from LCFF, other state, local, federal
)
def test_no_cent_is_lost_whatever_the_amounts(tmp_path_factory, amounts):
    place = tmp_path_factory.mktemp("lcap")
    sources = ("lcff", "other_state", "local", "federal")
    rows = []
    for n, parts in enumerate(amounts, start=1):
        money = {
            name: f"{Decimal(part) / 100:.2f}" for name, part in zip(sources, parts, strict=True)
        }
        total = f"{Decimal(sum(parts)) / 100:.2f}"
        rows.append(action(f"1.{n}", personnel=total, nonpersonnel="0", total=total, **money))
    with (place / "lcap.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, PLAIN)
        writer.writeheader()
        writer.writerows(rows)
    import_lcap(place / "lcap.csv", place / "district")
    made = programs(place / "district")
    for at, name in enumerate(sources):
        assert sum(Decimal(row[name]) for row in made) * 100 == sum(part[at] for part in amounts)


def test_title_rows_semicolons_and_an_older_excels_letters_are_read(tmp_path, folder):
    row = ";".join(action(title="Niños Co-op").values())
    lines = ["Oak Grove Unified;;", "", "Total Planned Expenditures", ";".join(PLAIN), row]
    (tmp_path / "lcap.csv").write_bytes("\r\n".join(lines).encode("cp1252"))
    report = import_lcap(tmp_path / "lcap.csv", folder)
    assert programs(folder)[0]["program_name"] == "Niños Co-op"
    assert report.files["shape"].tolist() == ["LCAP table, headings in row 4"]


def test_headings_printed_again_on_every_page_are_no_action(table, folder):
    report = import_lcap(table(action(), dict(zip(PLAIN, PLAIN, strict=True))), folder)
    assert len(programs(folder)) == 1
    assert "the headings again" in report.left_out["what"].tolist()


def test_an_action_without_its_goals_number_is_joined_with_it(table, folder):
    report = import_lcap(table(action("1.1"), action("10", goal="2", title="Coaches")), folder)
    assert [row["lcap_action"] for row in programs(folder)] == ["1.1", "2.10"]
    assert any("joined" in note for note in report.notes)


def test_action_1_10_is_not_action_1_1(table, folder):
    import_lcap(table(action("1.1"), action("1.10", "Coaches")), folder)
    assert [row["program_id"] for row in programs(folder)] == ["LCAP-1.1", "LCAP-1.10"]


def test_a_title_stays_as_it_is_with_the_letters_of_another_column(table, folder):
    title = "Math Support for Grades English 6-8 L"
    report = import_lcap(table(action(title=title)), folder)
    assert programs(folder)[0]["program_name"] == title
    assert any("letters of another column" in line and "1.1" in line for line in report.problems)


def test_a_title_that_two_actions_have_gets_each_its_number(table, folder):
    rows = [action("1.1", "Coaches"), action("1.2", "COACHES"), action("1.3", "Books")]
    report = import_lcap(table(*rows), folder)
    names = [row["program_name"] for row in programs(folder)]
    assert names == ["Coaches (1.1)", "COACHES (1.2)", "Books"]
    assert any("2 actions (1.1, 1.2)" in line for line in report.problems)
    assert len(ss.load_district(folder).programs) == 3


def test_titles_that_nobody_repeats_stay_and_nothing_is_said_of_numbers(table, folder):
    report = import_lcap(table(action("1.1"), action("1.2", "Coaches")), folder)
    assert "Titles are as the file has them." in report.notes
    assert not any("parentheses" in line for line in report.problems)


def test_a_blank_fund_stays_blank_when_the_row_adds_without_it(table, folder):
    import_lcap(table(action(local="", other_state="")), folder)
    row = programs(folder)[0]
    assert (row["local"], row["other_state"], row["federal"]) == ("", "", "300.00")


def test_a_total_of_a_goal_agrees_with_its_own_actions_and_another_is_named(table, folder):
    total = {"goal": "Goal 1 Total", "personnel": "600", "lcff": "700", "total": "1000"}
    wrong = {"goal": "Total", "personnel": "1200", "lcff": "9999", "total": "2000"}
    report = import_lcap(table(action("1.1"), total, action("2.1", "Books"), wrong), folder)
    assert [row["lcap_action"] for row in programs(folder)] == ["1.1", "2.1"]
    # 700 + 700 = 1,400, not 9,999
    said = [line for line in report.problems if "prints" in line]
    assert len(said) == 1 and "Row 5 prints $9,999.00" in said[0] and "$1,400.00" in said[0]


# what is refused, and in which words


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"total": "1002"}, "funding sources add to $1,000 but the total is $1,002"),
        ({"federal": "200"}, "funding sources add to $900 but the total is $1,000"),
        ({"personnel": "700"}, "people and everything else add to $1,100"),
        ({"federal": ""}, "add to $700.00 where they are filled in"),
        ({"total": ""}, "LCAP-1.2 Coaches has no total"),
        ({"lcff": "To be determined"}, '"To be determined" is not an amount'),
        ({"lcff": "700.005"}, "parts of a cent"),
        ({"action": "1,2"}, '"1,2" is not an action number. Write it as 1.1'),
        ({"action": ""}, "this row has no action number"),
        ({"action": "2.2"}, "action 2.2 stands under goal 1"),
        ({"goal": "One"}, '"One" is not a goal number'),
        ({"action": "1.1"}, "action 1.1 is also in row 2. Excel turns 1.10 into 1.1"),
        ({"action": "Total"}, '"Total" is not an action number'),
        ({"lcap_year": "2025"}, 'lcap_year "2025" is not a fiscal year. Write 2025-26 if'),
        ({"title": ""}, "program_name is blank"),
        ({"title": "Total for coaches"}, "a subtotal would be counted once more"),
        ({"contributing": "Some"}, '"Some" is neither Y nor N'),
        ({"scope": "Sitewide"}, '"Sitewide" is not one of: LEA-wide, Schoolwide, Limited'),
        ({"cds_code": "3999999000000"}, "this has 13: Excel removed the leading zero"),
        ({"cds_code": "39888880000000"}, "2 districts (39888880000000, 39999990000000)"),
        ({"lcap_year": "2024-25"}, "2 years (2024-25, 2025-26)"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_by_its_row(table, folder, wrong, words):
    said = refusal(table(action("1.1"), action("1.2", "Coaches") | wrong), folder)
    assert words in said
    assert "row 3" in said or "districts" in said or "year" in said


def test_within_a_dollar_a_row_adds(table, folder):
    import_lcap(table(action(total="1001")), folder)
    assert programs(folder)[0]["annual_cost_total"] == "1001.00"
    assert len(ss.load_district(folder).programs) == 1


def test_every_problem_is_told_at_once(table, folder):
    said = refusal(
        table(action("1.1", federal="0"), action("1.2", scope="Everywhere"), action("x")), folder
    )
    assert "row 2" in said and "row 3" in said and "row 4" in said


@pytest.mark.parametrize(
    "wrong",
    [{"action": "see the plan"}, {"action": ""}, {"goal": "Literacy"}, {"total": ""},
     {"federal": "", "total": "5000"}, {"lcff": "700.001"}],
)  # fmt: skip
def test_one_fault_of_every_row_is_one_line(table, folder, wrong):
    rows = [action(f"1.{n}", f"Action {n}") | wrong for n in range(1, 40)]
    said = refusal(table(*rows), folder)
    assert "more rows are like it.)" in said and said.count("\n- ") <= 3


def test_thousands_of_dollars_are_asked_about(table, folder):
    rows = [action(f"1.{n}") for n in range(1, 6)]  # five actions of $1,000
    assert "Are these thousands of dollars?" in refusal(table(*rows), folder)


def test_a_table_without_a_fund_is_refused_by_the_states_heading(table, folder):
    headings = [name for name in PLAIN if name != "federal"]
    assert 'no column "Federal Funds"' in refusal(table(action(), headings=headings), folder)


def test_a_column_given_twice_is_refused(table, folder, tmp_path):
    table(action())
    text = (tmp_path / "lcap.csv").read_text().replace("lcap_year,", "LCFF Funds,")
    (tmp_path / "lcap.csv").write_text(text)
    assert "2 columns are headed as the lcff" in refusal(tmp_path / "lcap.csv", folder)


def test_a_comma_inside_a_title_without_quotation_marks_is_named(table, folder, tmp_path):
    table(action(title="Tutoring"))
    text = (tmp_path / "lcap.csv").read_text().replace("Tutoring", "Tutoring, coaching")
    (tmp_path / "lcap.csv").write_text(text)
    assert "more values than headings" in refusal(tmp_path / "lcap.csv", folder)


def test_files_that_hold_no_lcap_table_are_refused(tmp_path, folder):
    for name, text, words in (
        ("other.csv", "a,b\n1,2\n", "no headings of an LCAP table"),
        # these three did not say what the file is, or said it otherwise than other imports do
        ("empty.csv", "", "no row of headings was found in it"),
        ("none.csv", ",".join(PLAIN) + "\n", "there are headings in it and no rows"),
        ("lcap.pdf", "%PDF-1.7", "this is a PDF. Save the table as CSV"),
    ):
        (tmp_path / name).write_text(text)
        assert words in refusal(tmp_path / name, folder)
    assert "there is no such file" in refusal(tmp_path / "nowhere.csv", folder)


# the folder


def test_a_table_that_names_no_district_needs_a_folder_that_does(table, folder):
    headings = [name for name in PLAIN if name not in ("cds_code", "lcap_year")]
    file = table(action(), headings=headings)
    said = refusal(file, folder)
    assert "of which district it is" in said and "of which year it is" in said
    assert "smarter-spending new" in said
    folder.mkdir()
    (folder / "district.toml").write_text(SETTINGS)
    report = import_lcap(file, folder)
    assert report.wrote == ("programs.csv",)
    assert programs(folder)[0]["district_cds"] == ""  # the file does not say it
    assert ss.load_district(folder).name == "Oak Grove Unified"


def test_a_new_folder_gets_the_settings_that_the_table_knows(table, folder):
    import_lcap(table(action()), folder)
    settings = tomllib.loads((folder / "district.toml").read_text())
    assert (settings["cds_code"], settings["fiscal_year"]) == ("39999990000000", "2025-26")
    assert "as_of" not in settings, "the day an LCAP is due is not the day of the figures"


def test_another_districts_folder_is_refused(table, folder):
    folder.mkdir()
    (folder / "district.toml").write_text(SETTINGS)
    said = refusal(table(action(cds_code="34674470000000")), folder)
    assert "district 34674470000000" in said and "says 39999990000000" in said


def test_a_blank_folder_takes_the_tables_district(table, tmp_path):
    folder = ss.write_template(tmp_path / "blank")
    assert import_lcap(table(action()), folder).wrote == ("programs.csv", "district.toml")
    assert ss.load_district(folder).cds_code == "39999990000000"


def test_an_lcap_of_another_year_than_the_folder_is_told(table, folder):
    folder.mkdir()
    (folder / "district.toml").write_text(SETTINGS.replace("2025-26", "2024-25"))
    report = import_lcap(table(action()), folder)
    assert "The LCAP is of 2025-26, district.toml of 2024-25" in " ".join(report.problems)


def test_importing_again_changes_nothing(table, folder):
    file = table(action(), action("1.2", "Coaches"))
    import_lcap(file, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    again = import_lcap(file, folder)
    assert again.wrote == ()
    assert "programs.csv was there already with the same content." in again.notes
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_inventory_that_was_worked_on_is_never_overwritten(table, folder):
    file = table(action())
    import_lcap(file, folder)
    worked_on = (folder / "programs.csv").read_text().replace("Tutoring,,", "Tutoring,math,")
    (folder / "programs.csv").write_text(worked_on)
    (folder / "schools.csv").write_text("as it is")
    # it was refused: to import again, one had to move away what had been filled in
    assert import_lcap(file, folder).wrote == ()
    assert (folder / "programs.csv").read_text() == worked_on
    assert (folder / "schools.csv").read_text() == "as it is"


def test_a_corrected_table_needs_replace_and_leaves_what_was_filled_in(table, folder):
    import_lcap(table(action(), action("1.2", "Coaches")), folder)
    path = folder / "programs.csv"
    path.write_text(path.read_text().replace("Tutoring,,", "Tutoring,math,"))
    corrected = table(action(lcff="0", local="700"), action("1.2", "Coaches"))
    for _ in range(2):
        assert "lcff in 1 row, local in 1 row" in refusal(corrected, folder)
    for _ in range(2):
        import_lcap(corrected, folder, replace=True)
        tutoring, _ = programs(folder)
        assert (tutoring["lcff"], tutoring["local"]) == ("0.00", "700.00")
        assert "math" in tutoring.values()


def test_a_goal_merged_over_its_actions_is_each_ones_and_a_merged_amount_is_refused(
    workbook, folder
):
    rows = [list(action(f"1.{n}", f"Action {n}").values()) for n in (1, 2, 3)]
    for row in rows[1:]:
        row[PLAIN.index("goal")] = None
    rows[0][PLAIN.index("goal")] = 1
    path = workbook(Plan=[PLAIN, *rows])

    def merge(place):
        book = openpyxl.load_workbook(path)
        book["Plan"].merge_cells(place)
        book.save(path)

    merge("C2:C4")
    import_lcap(path, folder)
    assert [row["lcap_goal"] for row in programs(folder)] == ["1", "1", "1"]
    book = openpyxl.load_workbook(path)
    book["Plan"]["N2"] = 1000
    book.save(path)
    merge("N2:N4")
    assert "cells N2:N4 of sheet Plan are merged and hold one number" in refusal(path, folder)


def test_an_inventory_in_the_folders_template_is_not_doubled(table, folder):
    ss.write_template(folder)
    (folder / "district.toml").write_text(SETTINGS)
    file = table(action())
    assert import_lcap(file, folder).wrote == ("programs.csv",)  # the template is still blank
    (folder / "programs.csv").unlink()
    book = openpyxl.load_workbook(folder / "district_template.xlsx")
    book["programs"].cell(2, 2, "P-1")
    book["programs"].cell(2, 3, "Ours")
    book.save(folder / "district_template.xlsx")
    # the old words had no way on but to empty the sheet
    said = refusal(file, folder)
    assert "district_template.xlsx sheet programs: it is filled in" in said
    assert "or import the workbook" in said


def test_the_command_says_what_it_read_and_the_sums(table, folder):
    done = CliRunner().invoke(app, ["import", "lcap", str(table(action())), "--into", str(folder)])
    assert done.exit_code == 0, done.output
    assert "Control totals, 2025-26, planned" in done.output and "$1,000.00" in done.output
    assert "Wrote programs.csv, district.toml" in done.output


def test_the_command_takes_one_table_at_a_time(table, folder):
    file = str(table(action()))
    done = CliRunner().invoke(app, ["import", "lcap", file, file, "--into", str(folder)])
    assert done.exit_code == 2 and "one LCAP table at a time" in done.output
