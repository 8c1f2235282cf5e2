"""What SACS codes are called, and what kind of money each ledger row is."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.district.sacs import (
    FIELDS,
    LEDGER_KINDS,
    OBJECT_GROUPS,
    SacsCodeError,
    codes,
    function_group,
    ledger_kind,
    object_group,
    resource_nature,
    restriction,
)


def kind_of(code):
    return ledger_kind(pd.DataFrame({"object": [code]})).item()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("1100", "spending"),  # teachers' salaries
        ("5800", "spending"),
        ("7141", "spending"),  # tuition paid to another district
        ("7438", "spending"),  # interest
        ("5710", "transfer"),  # direct costs between programs
        ("5750", "transfer"),  # direct costs between funds
        ("7310", "transfer"),
        ("7350", "transfer"),
        ("7619", "transfer"),
        ("8919", "transfer"),
        ("8980", "transfer"),
        ("8011", "revenue"),
        ("8699", "revenue"),
        ("9110", "balance"),
        ("9791", "balance"),
        ("979Z", "balance"),
        ("PCRA", "not_money"),
    ],
)
def test_each_object_is_one_kind_of_money(code, kind):
    assert kind_of(code) == kind


def test_every_object_of_the_state_table_has_one_kind_and_one_line_of_the_form():
    objects = pd.Series(codes("object").index)
    assert set(ledger_kind(pd.DataFrame({"object": objects}))) == {k for *_, k in LEDGER_KINDS}
    assert object_group(objects).notna().all()


@given(st.integers(1000, 9999))
def test_no_object_of_four_digits_falls_between_two_kinds(number):
    assert sum(low <= str(number) <= high for low, high, _ in LEDGER_KINDS if low.isdigit()) == 1
    lines = [low <= str(number) <= high for low, high, _ in OBJECT_GROUPS if low.isdigit()]
    assert sum(lines) == 1


def test_the_kind_stands_on_the_ledgers_own_rows():
    ledger = pd.DataFrame({"object": ["8011", "1100"]}, index=[7, 3])
    assert ledger_kind(ledger).to_dict() == {7: "revenue", 3: "spending"}


def test_a_ledger_without_rows_has_no_kinds():
    assert ledger_kind(pd.DataFrame({"object": pd.Series([], dtype="str")})).empty


@pytest.mark.parametrize("wrong", ["1l00", "110", "11000", "0000", "", None, " 1100", "979z"])
def test_an_object_that_is_no_code_is_named_and_never_given_a_kind(wrong):
    ledger = pd.DataFrame({"object": ["1100", wrong]})
    with pytest.raises(SacsCodeError, match=r"1 ledger rows .* object .*row 1"):
        ledger_kind(ledger)


def test_functions_group_by_their_first_digit():
    assert function_group(pd.Series(["1110", "2700", "3600", "7200", "8200"])).tolist() == [
        "Instruction",
        "Instruction-related services",
        "Pupil services",
        "General administration",
        "Plant services",
    ]


def test_resources_below_2000_are_unrestricted():
    resources = pd.Series(["0000", "0709", "1400", "1999", "2000", "2600", "9999"])
    assert restriction(resources).tolist() == ["unrestricted"] * 4 + ["restricted"] * 3


def test_one_time_and_non_cash_money_is_told_apart_from_money_that_lasts():
    nature = resource_nature(pd.Series(["0000", "3010", "6770", "3213", "7435", "7690"]))
    assert nature.tolist() == [
        "unrestricted",
        "restricted-ongoing",  # Title I
        "restricted-ongoing",  # Prop 28
        "restricted-one-time",  # ESSER III
        "restricted-one-time",  # Learning Recovery Emergency Block Grant
        "non-cash",  # the state's pension payment on the district's behalf
    ]


def test_a_resource_nobody_has_classified_is_not_guessed_to_last():
    assert resource_nature(pd.Series(["9010", "6999"])).tolist() == ["restricted-unclassified"] * 2


def test_a_local_unrestricted_resource_is_unrestricted_though_the_state_does_not_list_it():
    assert "0740" not in codes("resource").index
    assert resource_nature(pd.Series(["0740"])).item() == "unrestricted"


def test_every_resource_of_the_state_table_has_a_nature_that_fits_its_restriction():
    resources = pd.Series(codes("resource").index)
    free = restriction(resources) == "unrestricted"
    assert ((resource_nature(resources) == "unrestricted") == free).all()


def test_codes_keep_their_zeros_and_titles_carry_no_padding():
    for field in FIELDS:
        titles = codes(field)
        assert titles.index.is_unique
        assert titles.index.str.len().isin([2 if field == "fund" else 4]).all()
        assert (titles.str.strip() == titles).all() and (titles != "").all()


def test_titles_cannot_be_changed_by_one_who_asks():
    asked = codes("fund")
    asked["01"] = "mine"
    assert codes("fund")["01"] == "General Fund/County School Service Fund"


def test_an_unknown_field_is_refused():
    with pytest.raises(SacsCodeError, match='"school" is not a field of SACS'):
        codes("school")


@pytest.mark.real_data
@pytest.mark.parametrize("field", FIELDS)
def test_titles_are_those_of_the_states_own_table(shared_data, field):
    table = pd.read_csv(
        shared_data / "sfusd" / f"ref_{field}_codes_fy2021-22.csv", dtype=str, keep_default_na=False
    )
    table["Code"] = table["Code"].str.strip()
    published = table.set_index("Code")["Title"].map(lambda title: " ".join(title.split()))
    assert codes(field).reindex(published.index).equals(published.rename("title"))
