"""No person is read, and nobody can be found in what is shown."""

from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smarter_spending.district.loading import DistrictDataError
from smarter_spending.district.privacy import looks_personal, pseudonymise, suppress
from smarter_spending.district.tables import all_tables

SECRET = "a long secret of our own"


# what is not read


@pytest.mark.parametrize(
    "heading",
    [
        *("Employee Name", "EmployeeName", "Last", "LastOrSurname", "First Name", "Name", "Emp #"),
        *("DateofBirth", "DOB", "Birth Date", "SSN", "Social Security #", "SSID", "State ID"),
        *(
            "Student ID",
            "StudentIdentifier",
            "student_number",
            "Perm ID",
            "Local ID",
            "Employee ID",
        ),
        *("Home Address", "E-mail", "Parent Email", "Phone", "Cell Phone Number", "Teacher Name"),
        *("Incumbent", "Teacher", "Nombre"),
    ],
)
def test_a_heading_that_names_a_person_is_known(heading):
    assert looks_personal(heading)


@pytest.mark.parametrize(
    "heading",
    [
        *("program_name", "School Name", "fund name", "FundName", "Object Name", "vendor_name"),
        *("student_key", "employee_key", "position_id", "program_id", "account_id", "site id"),
        *("phoneme_segmentation", "last_updated", "first_year", "students_served", "job_title"),
    ],
)
def test_the_name_of_a_thing_is_no_persons_name(heading):
    assert not looks_personal(heading)


def test_no_column_of_ours_looks_like_a_person():
    columns = [column for table in all_tables().values() for column in table.columns]
    assert not [column for column in columns if looks_personal(column)]


def test_a_file_with_names_is_refused_and_no_name_is_shown(folder):
    folder.change("staffing", **{"Employee Name": "Zebediah Quux"})
    with pytest.raises(DistrictDataError) as refused:
        folder.load()
    assert str(refused.value.problems[0]) == (
        'staffing.csv: Column "Employee Name" found in staffing.csv. Remove names before '
        "loading; this tool must not read them."
    )
    assert "Zebediah" not in str(refused.value) + repr(refused.value.problems)


def test_a_birth_date_is_refused_in_words_of_its_own(folder):
    folder.change("students_outcomes", DateofBirth="1/1/2015")
    assert folder.problem().message == (
        'Column "DateofBirth" found in students_outcomes.csv. Remove the column before '
        "loading; this tool must not read it."
    )


def test_every_personal_column_is_named_at_once(folder):
    folder.change("students_outcomes", **{"Last": "Quux", "DOB": "1/1/2015", "Phone": "555-0100"})
    assert [problem.column for problem in folder.problems()] == ["last", "dob", "phone"]


def test_a_file_with_names_is_not_read_for_anything_else(folder):
    folder.change("staffing", **{"Employee Name": "Zebediah Quux"}, fte="Zebediah")
    assert [problem.column for problem in folder.problems()] == ["employee_name"]


@pytest.mark.parametrize("number", ["123-45-6789", "123–45–6789"])
@pytest.mark.parametrize(
    ("table", "column"), [("staffing", "employee_key"), ("ledger", "description")]
)
def test_social_security_numbers_are_refused_in_any_column_and_not_shown(
    folder, table, column, number
):
    folder.change(table, **{column: f"paid to {number}"})
    problem = folder.problem()
    assert str(problem) == (
        f'{table}.csv: Column "{column}" in {table}.csv holds what looks like social security '
        "numbers. Remove it before loading; this tool must not read them."
    )
    assert "6789" not in repr(problem)


def test_an_account_string_is_no_social_security_number(folder):
    folder.keep().tables["budget_adjustments"] = [
        {"from_account": "01-0000-0-1110-1000-1100-042-00-1234", "to_account": "x", "amount": "1"}
    ]
    assert folder.warnings() == []


@pytest.mark.parametrize("table", ["students_outcomes", "program_participation"])
def test_state_student_ids_are_refused_and_not_shown(folder, table):
    for number, row in enumerate(folder.keep(table)[table]):
        row["student_key"] = f"{1234567890 + number}"
    problem = folder.problem()
    assert str(problem) == (
        f"{table}.csv: student_key looks like a state SSID. Run ss.pseudonymise(keys, secret) on "
        "it first, with the same secret for every file with that key."
    )
    assert "1234567890" not in repr(problem)


# keys that are made up


def test_a_made_up_key_is_the_first_twelve_characters_of_the_keyed_hash():
    # RFC 4231, test case 2: HMAC-SHA-256 of "what do ya want for nothing?" begins 5bdcc146bf60...
    # under the key "Jefe", which is too short for us; the same by Python's hmac for a longer one
    import hashlib
    import hmac

    made = pseudonymise(pd.Series(["1234567890"]), SECRET)
    assert made.tolist() == [
        "S" + hmac.digest(SECRET.encode(), b"1234567890", hashlib.sha256).hex()[:12]
    ]


def test_one_student_has_one_key_in_every_file_and_another_under_another_secret():
    keys = pd.Series(["1234567890", " 1234567890 ", "2345678901", None, ""], index=list("abcde"))
    made = pseudonymise(keys, SECRET)
    assert made["a"] == made["b"] != made["c"]
    assert made[["d", "e"]].isna().all()
    assert pseudonymise(keys, SECRET + "!")["a"] != made["a"]
    assert list(made.index) == list(keys.index)


def test_a_made_up_key_passes_for_no_state_id(folder):
    keys = pd.Series([row["student_key"] for row in folder["students_outcomes"]])
    for row, key in zip(folder["students_outcomes"], pseudonymise(keys, SECRET), strict=True):
        row["student_key"] = key
    folder.keep("students_outcomes").load()


def test_a_short_secret_protects_nobody():
    with pytest.raises(ValueError, match="The secret must have 12 characters or more"):
        pseudonymise(pd.Series(["1"]), "school")


def test_ids_read_as_numbers_are_refused():
    with pytest.raises(ValueError, match="read as numbers, which loses zeros in front"):
        pseudonymise(pd.Series([1234567890.0, None]), SECRET)


# what is not shown


def schools(*counts):
    return pd.DataFrame(
        {
            "school": [f"School {n}" for n in range(len(counts))],
            "tested": counts,
            "rate": [0.5] * len(counts),
        }
    )


def hidden(*counts, minimum=11, totals=True):
    return suppress(schools(*counts), "tested", minimum, totals)["suppressed"].tolist()


def test_a_small_group_goes_with_every_number_of_its_row():
    shown = suppress(schools(6, 80, 40), "tested", totals=False)
    assert shown["tested"].isna().tolist() == [True, False, False]
    assert shown["rate"].isna().tolist() == [True, False, False]
    assert shown["school"].tolist() == ["School 0", "School 1", "School 2"]


def test_a_yes_or_no_of_a_small_group_goes_too():
    table = schools(1, 80).assign(reached=[True, True])
    shown = suppress(table, "tested", totals=False)
    assert shown["reached"].isna().tolist() == [True, False]


def test_the_next_smallest_goes_with_it_when_a_total_is_shown():
    assert hidden(6, 80, 40) == [True, False, True]  # 126 - 80 - 40 would be 6


def test_two_small_groups_cover_each_other_when_they_hold_enough_students():
    assert hidden(6, 7, 80) == [True, True, False]  # 13 students in two schools


def test_two_very_small_groups_need_a_third():
    assert hidden(2, 3, 80, 40) == [True, True, False, True]  # 5 students in two schools


def test_eleven_schools_of_one_student_each_need_a_twelfth():
    # 11 students in 11 schools can only be one in each
    assert hidden(*[1] * 11, 50) == [True] * 12


def test_a_group_of_nobody_is_shown_unless_it_is_the_only_cover():
    assert hidden(0, 6, 80, 40) == [False, True, False, True]
    assert hidden(0, 6, 0) == [True, True, True]


def test_at_the_minimum_a_group_is_shown():
    assert hidden(10, 11, 12, totals=False) == [True, False, False]


def test_nothing_is_hidden_when_nothing_is_small():
    table = schools(11, 80)
    shown = suppress(table, "tested")
    assert shown["suppressed"].tolist() == [False, False]
    assert shown[["tested", "rate"]].equals(table[["tested", "rate"]].astype(float))


def test_the_table_given_is_left_as_it_was():
    table = schools(6, 80)
    before = table.copy()
    suppress(table, "tested")
    assert table.equals(before)


def test_a_missing_count_hides_nothing_safely_and_is_refused():
    with pytest.raises(ValueError, match='"tested" has a missing or negative count'):
        suppress(schools(6, None), "tested")


def total_gives_away(counts, minimum):
    """Whether no hiding of parts helps and the total itself must not be shown.

    It is too small; or every group is of one student, and the total says so.
    """
    return sum(counts) < minimum or set(counts) == {1}


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=7), st.sampled_from([3, 5, 11]))
def test_no_hidden_count_can_be_found_by_subtraction(counts, minimum):
    table = schools(*counts)
    shown = suppress(table, "tested", minimum)
    off = shown["suppressed"]
    # every group below the minimum is hidden, except groups of nobody
    assert not ((shown["tested"] > 0) & (shown["tested"] < minimum)).any()
    if not off.any() or total_gives_away(counts, minimum):
        return
    # whoever knows the total knows what the hidden groups add to, and no more:
    # they are two or more, they hold enough students together, and they split in several ways
    together = int(sum(counts) - shown["tested"].sum())
    assert off.sum() >= 2
    assert together >= minimum
    if (table["tested"][off] > 0).all():
        assert together > off.sum()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=2, max_size=5))
def test_every_hidden_count_could_be_another_one(counts):
    minimum = 4
    shown = suppress(schools(*counts), "tested", minimum)
    off = shown["suppressed"].to_numpy()
    if not off.any() or total_gives_away(counts, minimum):
        return
    # every table that would be shown exactly so: same shown counts, same total
    visible = [None if gone else int(count) for gone, count in zip(off, counts, strict=True)]
    choices = [[count] if count is not None else range(1, 19) for count in visible]
    could_be = [way for way in product(*choices) if sum(way) == sum(counts)]
    for place in range(len(counts)):
        if off[place]:
            assert len({way[place] for way in could_be}) > 1


@pytest.mark.real_data
def test_tracys_hidden_school_stays_hidden_beside_the_district_row(tracy_2024):
    district, schools = tracy_2024
    # as published: 6,826 tested in the district, one school of 6 without results, and the
    # district's row less the other schools gives the results of those six students away
    assert schools["students_tested"].sum() == district["students_tested"] == 6826
    assert schools["n_met_and_above"].isna().sum() == 1
    assert 0 <= district["n_met_and_above"] - schools["n_met_and_above"].sum() <= 6
    # as we would show it: the next smallest school, of 19, goes with it
    shown = suppress(schools, "students_tested")
    assert shown["suppressed"].sum() == 2
    assert district["students_tested"] - shown["students_tested"].sum() == 6 + 19
    assert shown.loc[shown["suppressed"], "n_met_and_above"].isna().all()


def test_one_student_alone_must_not_be_able_to_subtract_the_other_small_group():
    # the only student of the first knows that the second has the rest of the eleven
    assert hidden(1, 10, 50) == [True, True, True]
    assert hidden(1, 10, 50, 60) == [True, True, True, False]


def test_a_table_crossed_two_ways_is_refused_and_told_what_to_call():
    crossed = pd.DataFrame(
        {"school": ["Oak", "Oak", "Elm", "Elm"], "grade": ["3", "4"] * 2, "tested": [6, 80, 40, 30]}
    )
    with pytest.raises(ValueError, match="once for each whole"):
        suppress(crossed, "tested")
    assert suppress(crossed, "tested", totals=False)["suppressed"].sum() == 1
    each = {name: suppress(school, "tested")["suppressed"].tolist()
            for name, school in crossed.groupby("school")}  # fmt: skip
    assert each == {"Elm": [False, False], "Oak": [True, True]}
