"""A folder is read once, checked in one pass, and either held whole or refused whole."""

import pickle
from datetime import date

import pandas as pd
import pytest

from smarter_spending.district.loading import DistrictDataError, load_district
from smarter_spending.district.tables import NUMERIC_KINDS, all_tables

SAMPLES = ("altamont_valley", "cold_creek", "port_sierra")


def test_a_district_knows_who_it_is(folder):
    folder.settings += "invented = true\n[outcome_worth]\nela_score = 4000\n"
    district = folder.load()
    assert (district.name, district.cds_code) == ("Oak Grove Unified", "39999990000000")
    assert (district.fiscal_year, district.price_year) == ("2024-25", "2024-25")
    assert district.as_of == date(2025, 9, 15)
    # a policy that nobody wrote is nobody's: 0.03 stood here by default
    assert (district.minimum_group, district.reserve_policy) == (11, None)
    assert district.outcome_worth == {"ela_score": 4000}
    assert district.invented is True
    assert district.folder == folder.path


def test_every_table_has_every_column_whether_it_was_brought_or_not(folder):
    district = folder.keep("ledger").load()
    assert district.absent == tuple(name for name in all_tables() if name != "ledger")
    for name, table in all_tables().items():
        held = district.tables[name]
        derived = ["kind"] if name == "ledger" else []
        assert list(held.columns) == [*table.columns, *derived]
        assert len(held) == (3 if name == "ledger" else 0)


def test_a_column_has_the_same_kind_of_values_in_a_full_table_and_an_empty_one(folder):
    full, empty = folder.load(), folder.keep().load()
    for name, table in all_tables().items():
        for column in table.columns.values():
            for held in (full.tables[name], empty.tables[name]):
                kind = held[column.name].dtype
                if column.kind in NUMERIC_KINDS:
                    assert kind == "float64"
                elif column.kind == "flag":
                    assert kind == "boolean"
                elif column.kind == "date":
                    assert kind.kind == "M"
                else:
                    assert isinstance(kind, pd.StringDtype)


def test_codes_keep_their_zeros_and_blanks_are_missing(folder):
    ledger = folder.load().ledger
    assert ledger["fund"].tolist() == ["01"] * 3
    assert ledger["resource"].tolist() == ["0000"] * 3
    assert ledger["local_program"].isna().tolist() == [False, True, True]
    assert ledger["project_year"].isna().all()  # a column the file does not have


def test_a_table_is_also_an_attribute(folder):
    district = folder.load()
    assert district.ledger is district.tables["ledger"]
    with pytest.raises(AttributeError):
        district.ledgers  # noqa: B018


def test_a_district_survives_being_sent_to_another_process(folder):
    again = pickle.loads(pickle.dumps(folder.load()))
    pd.testing.assert_frame_equal(again.ledger, folder.load().ledger)


def test_loading_changes_no_file(folder):
    folder.write()
    before = {file.name: file.read_bytes() for file in folder.path.iterdir()}
    folder.load()
    assert before == {file.name: file.read_bytes() for file in folder.path.iterdir()}


def test_every_problem_of_every_file_is_told_at_once(folder):
    folder.settings = folder.settings.replace("2025-09-15", '"in September"')
    folder.change("ledger", object="1l0", amount="lots").change("staffing", fte="eight")
    folder.change("students_outcomes", grade="thirty")  # "third" is read as 03
    assert {(problem.file, problem.column) for problem in folder.problems()} == {
        ("district.toml", "as_of"),
        ("ledger.csv", "object"),
        ("ledger.csv", "amount"),
        ("staffing.csv", "fte"),
        ("students_outcomes.csv", "grade"),
    }


def test_the_message_names_the_folder_and_lists_the_problems(folder):
    folder.keep("ledger").change("ledger", object="1l00", amount="")
    with pytest.raises(DistrictDataError) as refused:
        folder.load()
    assert str(refused.value) == (
        "The folder oak_grove cannot be used yet: 2 things need mending. Nothing was calculated.\n"
        "- ledger.csv row 2: amount is blank. Fill in the amount; may be negative.\n"
        '- ledger.csv row 2: object "1l00" is not a SACS object code (letter l?). Fix the code or '
        "add it to code_overrides.csv."
    )


def test_a_long_list_stays_readable_and_loses_nothing(folder):
    for number in range(300):
        folder.again("ledger", amount=f"about {number}")
    with pytest.raises(DistrictDataError) as refused:
        folder.keep("ledger").load()
    assert len(refused.value.problems) == 300
    lines = str(refused.value).splitlines()
    assert len(lines) == 1 + 10 + 1  # what is the matter, ten of them, how many more
    assert lines[-1] == "- ledger.csv: 290 more problems in the column amount."


def test_a_refusal_survives_being_sent_to_another_process(folder):
    folder.change("ledger", amount="")
    with pytest.raises(DistrictDataError) as refused:
        folder.load()
    again = pickle.loads(pickle.dumps(refused.value))
    assert (str(again), again.problems) == (str(refused.value), refused.value.problems)


def test_a_folder_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(DistrictDataError, match=r"there is no folder .*smarter-spending new"):
        load_district(tmp_path / "nowhere")


def test_a_folder_without_settings_is_told_how_to_make_them(folder):
    folder.write()
    (folder.path / "district.toml").unlink()
    with pytest.raises(DistrictDataError) as refused:
        load_district(folder.path)
    assert str(refused.value.problems[0]) == (
        "district.toml: it is not in the folder. Make one with `smarter-spending new`."
    )


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        (
            'cds_code = "39999990000000"',
            "cds_code = 39999990000000",
            "cds_code = 39999990000000 is not a CDS code: 14 digits in quotation marks, such as "
            '"39754990000000".',
        ),
        (
            'price_year = "2024-25"',
            'price_year = "2024"',
            'price_year = "2024" is not a fiscal year; write "2024-25".',
        ),
        ('name = "Oak Grove Unified"', "", 'name is not there. Write name = "Our Unified"'),
        (
            "as_of = 2025-09-15",
            "as_of = 2025-09-15\nreserve_policy = 3",
            "reserve_policy = 3 is not a share between 0 and 1; write 0.03 for 3 percent.",
        ),
        (
            "as_of = 2025-09-15",
            "as_of = 2025-09-15\noutcome_worth = {ela_score = nan}",
            "ela_score = nan is not an amount of dollars.",
        ),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(folder, was, becomes, message):
    folder.settings = folder.settings.replace(was, becomes)
    assert folder.problem().message == message


def test_settings_that_are_no_toml_are_refused_with_the_line(folder):
    folder.settings += "minimum_group = eleven\n"
    assert folder.problem().message == (
        "it cannot be read: Invalid value (at line 6, column 17). Text stands in quotation marks."
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_the_sample_districts_load(samples, name):
    district = load_district(samples / name)
    assert district.invented
    assert len(district.ledger) > 1_000


@pytest.mark.slow
def test_a_ledger_of_90_000_rows_and_50_000_students_loads_whole(samples, tmp_path):
    for name, table, rows in (
        ("port_sierra", "ledger", 90_000),
        ("altamont_valley", "students_outcomes", 50_000),
    ):
        head, *lines = (samples / name / f"{table}.csv").read_text().splitlines()
        many = (lines * (rows // len(lines) + 1))[:rows]
        (tmp_path / f"{table}.csv").write_text("\n".join([head, *many]), encoding="utf-8")
    toml = (samples / "port_sierra" / "district.toml").read_text(encoding="utf-8")
    (tmp_path / "district.toml").write_text(toml, encoding="utf-8")
    district = load_district(tmp_path)
    assert len(district.ledger) == 90_000
    assert len(district.students_outcomes) == 50_000


def test_positions_of_another_year_are_told_and_counted_by_no_page(folder):
    folder.keep("ledger", "staffing", "schools", "programs")
    for row in folder["staffing"]:
        row["fiscal_year"] = "2025-26"
    district = folder.load()
    assert district.staffing.empty
    assert (
        folder.warnings().count(
            "staffing.csv: its positions are of 2025-26; pages on 2024-25 count none of them."
        )
        == 1
    )
