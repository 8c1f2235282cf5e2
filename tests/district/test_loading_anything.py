"""Whatever a file holds, a district is loaded or refused in words: nothing else ever happens."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smarter_spending.district.cells import READERS, parse
from smarter_spending.district.loading import DistrictDataError, load_district
from smarter_spending.district.tables import NUMERIC_KINDS, all_tables
from tests.district.conftest import SETTINGS, Folder, valid_tables

COLUMNS = [column for table in all_tables().values() for column in table.columns.values()]
ODD = st.sampled_from(
    [
        *("", " ", "*", "<11", "-", "01", "0000", "1100", "2024-25", "1e9", "nan", "Total", "Y"),
        *("9" * 30, "12/31/2024", "0001-01-01", "9999-12-31", "²", "\u2028", "\x0c", "#REF!"),
        *('="01"', '"'),
    ]
)
CELLS = st.one_of(ODD, st.text(max_size=12))
QUICK = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def loads_or_says_why(folder: Path) -> None:
    try:
        load_district(folder)
    except DistrictDataError as refused:
        assert refused.problems
        assert all(problem.message for problem in refused.problems)
        assert "Error" not in str(refused).replace("an Excel error", "")


@QUICK
@given(st.sampled_from(list(all_tables())), st.binary(max_size=400))
def test_any_bytes_in_a_table_are_read_or_refused_in_words(name, content):
    with tempfile.TemporaryDirectory() as place:
        Path(place, "district.toml").write_text(SETTINGS, encoding="utf-8")
        Path(place, f"{name}.csv").write_bytes(content)
        loads_or_says_why(Path(place))


@QUICK
@given(st.data())
def test_any_cells_under_the_right_headings_are_read_or_refused_in_words(data):
    name = data.draw(st.sampled_from(list(all_tables())))
    columns = list(all_tables()[name].columns)
    rows = data.draw(st.lists(st.lists(CELLS, max_size=len(columns) + 1), max_size=4))
    text = "\n".join([",".join(columns), *(",".join(row) for row in rows)])
    with tempfile.TemporaryDirectory() as place:
        Path(place, "district.toml").write_text(SETTINGS, encoding="utf-8")
        Path(place, f"{name}.csv").write_text(text, encoding="utf-8", newline="")
        loads_or_says_why(Path(place))


@QUICK
@given(st.data())
def test_a_valid_district_with_a_few_cells_spoilt_is_read_or_refused_in_words(data):
    spoilt = valid_tables()
    for _ in range(data.draw(st.integers(1, 4))):
        name = data.draw(st.sampled_from(list(spoilt)))
        row = data.draw(st.sampled_from(spoilt[name]))
        row[data.draw(st.sampled_from(list(row)))] = data.draw(CELLS)
    with tempfile.TemporaryDirectory() as place:
        folder = Folder(Path(place, "oak_grove"))
        folder.tables = spoilt
        loads_or_says_why(folder.write())


@QUICK
@given(st.text(max_size=300))
def test_any_settings_are_read_or_refused_in_words(text):
    with tempfile.TemporaryDirectory() as place:
        Path(place, "district.toml").write_text(text, encoding="utf-8", newline="")
        loads_or_says_why(Path(place))


@QUICK
@given(st.binary(max_size=300))
def test_any_workbook_is_read_or_refused_in_words(content):
    with tempfile.TemporaryDirectory() as place:
        Path(place, "district.toml").write_text(SETTINGS, encoding="utf-8")
        Path(place, "ledger.xlsx").write_bytes(content)
        loads_or_says_why(Path(place))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(COLUMNS), CELLS)
def test_no_cell_becomes_missing_in_silence(column, text):
    import pandas as pd

    read = parse(pd.Series([text], dtype="str"), column)
    if read.values.isna()[0]:
        hidden = any("hidden for privacy" in how for how in read.readings)
        assert len(read.faults) or hidden or not text.strip()


@settings(max_examples=200, deadline=None)
@given(st.floats(-1e12, 1e12, allow_nan=False).map(lambda value: round(value, 2)))
def test_every_amount_written_plainly_comes_back_to_the_cent(amount):
    import pandas as pd

    column = all_tables()["ledger"].columns["amount"]
    written = [f"{amount:.2f}", f"{amount:,.2f}", f"{abs(amount):,.2f}-", f"({abs(amount):.2f})"]
    read = parse(pd.Series(written, dtype="str"), column)
    assert read.values.tolist() == [amount, amount, -abs(amount), -abs(amount)]


def test_every_kind_of_column_has_a_reader():
    assert {column.kind for column in COLUMNS} <= READERS.keys()
    assert set(NUMERIC_KINDS) <= READERS.keys()
