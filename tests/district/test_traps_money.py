"""Traps of the ledger, position control and the program inventory, one by one."""

import pytest

from smarter_spending.district.cells import names_a_total

SETS = ("ledger", "schools", "programs")


# the ledger's codes


def test_a_letter_in_a_code_is_named_with_its_row(folder):
    folder.keep("ledger").change("ledger", object="1l00")
    problem = folder.problem()
    assert (problem.file, problem.column, problem.row, problem.value) == (
        "ledger.csv",
        "object",
        2,
        "1l00",
    )
    assert str(problem) == (
        'ledger.csv row 2: object "1l00" is not a SACS object code (letter l?). Fix the code or '
        "add it to code_overrides.csv."
    )


@pytest.mark.parametrize(
    ("field", "code"),
    [("fund", "98"), ("resource", "5998"), ("goal", "9998"), ("function", "2998")],
)
def test_a_code_the_state_does_not_know_is_refused(folder, field, code):
    folder.keep("ledger").change("ledger", **{field: code})
    assert str(folder.problem()) == (
        f'ledger.csv row 2: {field} "{code}" is not a SACS {field} code. Fix the code or add it to '
        "code_overrides.csv."
    )


def test_the_district_may_say_that_a_code_is_right(folder):
    folder.keep(*SETS).change("ledger", goal="9998")
    folder.tables["code_overrides"] = [
        {"field": "goal", "code": "9998", "title": "Our own literacy goal"}
    ]
    assert folder.load().ledger["goal"][0] == "9998"


def test_an_object_of_ones_own_must_still_say_what_kind_of_money_it_is(folder):
    folder.keep(*SETS).change("ledger", object="1l00")
    folder.tables["code_overrides"] = [{"field": "object", "code": "1l00", "title": "Ours"}]
    assert str(folder.problem()) == (
        'code_overrides.csv row 2: object "1l00" cannot be told to be spending or revenue. Give it '
        "four digits in the state's ranges: 1000-7499 is spending, 8000-8799 revenue."
    )


def shared(*parts):
    return [{"shared_code": code, "program_id": program, "share": share, "split_by": "hours"}
            for code, program, share in parts]  # fmt: skip


def test_a_code_that_programs_share_is_known_and_its_shares_are_the_whole(folder):
    folder.again("programs", program_id="P-99", program_name="Homework club")
    first, second = (row["program_id"] for row in folder.tables["programs"])
    folder.tables["shared_costs"] = shared(("COACH", first, "0.6"), ("COACH", second, "0.4"))
    folder.change("ledger", local_program="COACH")
    assert not [one for one in folder.warnings() if "local_program" in one]
    assert folder.notes()[-1] == (
        f'shared_costs.csv: what is booked under "COACH" is split: {first} 60% by hours, P-99 40% '
        "by hours. The end of one of them frees none of it."
    )
    folder.tables["shared_costs"][1]["share"] = "0.6"
    said = "Make them add to 1, so that what is shared is counted once."
    first_row = f'shared_costs.csv row 2: the shares of "COACH" add to 1.2. {said}'
    assert str(folder.problem()) == f"{first_row} (and 1 more row with this fault)"


def test_what_is_shared_goes_to_programs_on_the_list(folder):
    folder.tables["shared_costs"] = shared(("COACH", "NO-SUCH", "1"))
    assert str(folder.problem()) == (
        'shared_costs.csv row 2: program_id "NO-SUCH" is not in programs.csv. Add it there, or '
        "correct it here."
    )


def test_a_local_resource_must_say_what_it_rolls_up_to(folder):
    folder.keep("ledger").change("ledger", resource="0709")
    assert str(folder.problem()) == (
        'ledger.csv row 2: resource "0709" is locally defined (0001-0999). Say in sacs_resource '
        "which SACS resource it rolls up to, such as 0000."
    )


def test_a_teachers_salary_without_a_function_is_refused(folder):
    folder.keep("ledger").change("ledger", function="")
    assert str(folder.problem()) == (
        "ledger.csv row 2: function is blank. Fill in SACS function: which activity; 0000 only "
        "with revenue and balance sheet objects."
    )


def test_function_0000_beside_a_salary_is_refused(folder):
    folder.keep("ledger").change("ledger", function="0000")
    assert str(folder.problem()) == (
        'ledger.csv row 2: function "0000" stands beside a spending object. Function 0000 is only '
        "for revenue and balances; write what the money did."
    )


def test_a_school_that_is_not_listed_is_refused(folder):
    folder.keep("ledger", "schools").change("ledger", school_code="0199")
    assert str(folder.problem()) == (
        'ledger.csv row 2: school_code "0199" is not in schools.csv. Add it there, or correct it '
        "here."
    )


def test_a_program_that_is_not_in_the_inventory_is_worth_a_warning(folder):
    folder.keep(*SETS).change("ledger", local_program="SCG-7")
    assert folder.warnings() == [
        "ledger.csv: 1 row with a local_program that programs.csv does not list (first: "
        '"SCG-7"); their dollars belong to no program of the inventory.'
    ]


# what is not spending


def test_rows_that_are_not_spending_are_kept_and_told_apart(folder):
    for code in ("979Z", "PCRA", "7310", "9110"):
        folder.again("ledger", object=code, function="0000" if code == "9110" else "1000")
    kinds = folder.keep("ledger").load().ledger["kind"].tolist()
    assert kinds == [
        *("spending", "spending", "revenue"),
        *("balance", "not_money", "transfer", "balance"),
    ]


def test_an_encumbrance_stays_an_encumbrance(folder):
    folder.again("ledger", amount_type="encumbrance", amount="900")
    ledger = folder.load().ledger  # and the control total of the actuals still agrees
    assert ledger["amount_type"].tolist() == ["actual", "actual", "actual", "encumbrance"]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("5710", "transfers of direct costs"),
        ("7310", "transfers of indirect costs"),
        ("8980", "contributions from unrestricted revenue"),
    ],
)
def test_transfers_that_do_not_net_to_zero_are_worth_a_warning(folder, code, name):
    folder.keep("ledger").again("ledger", object=code, function="0000", amount="250.10")
    if code != "8980":
        folder["ledger"][-1]["function"] = "1000"
    assert folder.warnings() == [
        f"ledger.csv: object {code} ({name}) should add to zero within a fund; in fund 01, 2024-25 "
        "actual, it adds to 250.10."
    ]


def test_transfers_that_net_to_zero_say_nothing(folder):
    folder.keep("ledger").again("ledger", object="7310", amount="250.10")
    folder.again("ledger", object="7310", amount="-250.10", resource="3010")
    assert folder.warnings() == []


def test_the_states_pension_payment_is_not_district_cash(folder):
    folder.keep("ledger").again("ledger", resource="7690", object="3101", amount="39000")
    assert folder.warnings() == [
        "ledger.csv: 39,000.00 of 2024-25 is the state's own payment to the teachers' pension "
        "(resource 7690). It is not district cash and is never offered for reallocation."
    ]


@pytest.mark.parametrize("resource", ["3210", "3213", "3219"])
def test_one_time_relief_can_pay_for_nothing_lasting(folder, resource):
    folder.keep("ledger").again("ledger", resource=resource, amount="5000")
    assert folder.warnings() == [
        "ledger.csv: one-time federal relief (resources 3210-3219) paid 5,000.00 in 2024-25. It "
        "has ended and can pay for nothing lasting."
    ]


def test_an_account_below_zero_is_worth_a_warning(folder):
    folder.keep("ledger").again("ledger", object="4300", resource="3010", amount="-12.5")
    assert folder.warnings() == [
        "ledger.csv: 1 spending account of 2024-25 below zero (lowest: fund 01, "
        "resource 3010, object 4300, -12.50). Explain them, as the state's review asks."
    ]


def test_two_rows_of_one_account_are_both_kept_and_both_shown(folder):
    folder.keep("ledger").again("ledger", amount="100000.25")
    district = folder.load()
    assert len(district.ledger) == 4
    assert folder.warnings() == [
        "ledger.csv: 2 rows share an account string with another row of the same year; the first "
        "are row 2 (100,000.00) and row 5 (100,000.25). All are kept and added; if one is a copy, "
        "take it out."
    ]


def test_the_rows_shown_as_alike_are_alike(folder):
    folder.keep("ledger").again("ledger", object="4300", local_program="")
    folder.again("ledger")
    # rows 2 and 6 are one account, rows 3 and 5 another
    assert "row 2 (100,000.00) and row 6 (100,000.00)" in folder.warnings()[0]


# control totals


def test_a_control_total_that_disagrees_stops_everything_and_shows_both_figures(folder):
    folder.change("control_totals", amount="103484.90")
    # 100,000.00 + 2,500.50 = 102,500.50 in the ledger; 103,484.90 - 102,500.50 = 984.40
    assert str(folder.problem()) == (
        "control_totals.csv row 2: ledger fund 01, objects 1000-7499, 2024-25 actual, is "
        "$102,500.50; your control total says $103,484.90 (difference $984.40). Nothing was "
        "calculated."
    )


@pytest.mark.parametrize("amount", ["102501.50", "102499.50"])
def test_a_dollar_of_rounding_is_no_difference(folder, amount):
    folder.change("control_totals", amount=amount)
    assert folder.warnings() == []


def test_an_unrestricted_total_counts_resources_below_2000_only(folder):
    del folder.tables["staffing"]
    folder.again("ledger", resource="3010", amount="7000")
    folder.change("control_totals", restriction="unrestricted")
    assert folder.warnings() == []
    folder.change("control_totals", restriction="restricted", amount="7000")
    assert folder.warnings() == []


def test_two_kinds_of_amount_are_never_added_together(folder):
    for row in list(folder["ledger"]):
        folder["ledger"].append({**row, "amount_type": "adopted_budget", "amount": "1"})
    assert folder.warnings() == []  # the control total of the actuals still agrees
    folder.change("control_totals", amount_type="adopted_budget")
    assert "2024-25 adopted budget, is $2.00; your control total" in folder.problem().message


def test_a_total_without_a_ledger_cannot_be_held_against_anything(folder):
    folder.keep("control_totals")
    assert folder.warnings() == [
        "control_totals.csv: there is no ledger to hold these totals against."
    ]


# position control


def test_hours_written_as_fte_are_asked_about(folder):
    folder.keep("staffing").change("staffing", fte="8.000")
    assert str(folder.problem()) == (
        "staffing.csv row 2: position 00417: fte 8 is more than 1.0. Is this hours per day? Put "
        "hours in hours_per_day."
    )


def test_a_negative_fte_is_not_taken_for_hours(folder):
    folder.keep("staffing").change("staffing", fte="-1")
    assert folder.problem().message.startswith("fte -1 must be between 0 and 1")


def test_funding_lines_that_do_not_add_to_100_are_refused(folder):
    folder.keep("staffing").change("staffing", funding_pct="60", fte="0.6")
    folder.again("staffing", resource="3010", funding_pct="30", fte="0.3")
    problem = folder.problem()
    assert problem.more == 1
    assert problem.message == (
        "position 00417: its funding lines add to 90 percent. They must add to 100."
    )


def test_a_tenth_of_a_percent_is_rounding(folder):
    folder.keep("staffing").change("staffing", funding_pct="66.6", fte="0.5")
    folder.again("staffing", resource="3010", funding_pct="33.3", fte="0.5")
    assert folder.warnings() == []


def test_a_position_of_more_than_one_whole_is_refused(folder):
    folder.keep("staffing").change("staffing", funding_pct="50")
    folder.again("staffing", resource="3010")
    assert folder.problem().message == (
        "position 00417: its lines add to more than 1.0 FTE. Give the second job a position "
        "number of its own."
    )


def test_subtotal_rows_are_refused_with_every_row(folder):
    folder.keep("staffing").again("staffing", position_id="Total teachers")
    folder.again("staffing", position_id="00418", job_class="Sub-total:")
    assert str(folder.problem()) == (
        "staffing.csv row 3: a subtotal would be counted once more. Take out row 3, 4. "
        "(and 1 more row with this fault)"
    )


def test_a_row_of_figures_without_a_position_is_a_subtotal(folder):
    folder.keep("staffing").again("staffing", position_id="")
    assert "staffing.csv row 3: a subtotal would be counted once more. Take out row 3." in [
        str(problem) for problem in folder.problems()
    ]


@pytest.mark.parametrize(
    ("table", "column"),
    [("programs", "program_name"), ("programs", "program_id"), ("schools", "school_name")],
)
def test_a_grand_total_among_the_rows_is_refused(folder, table, column):
    folder.keep(table)
    folder.again(table)
    folder[table][1] |= {column: "Grand Total"}
    assert "a subtotal would be counted once more. Take out row 3." in [
        problem.message for problem in folder.problems()
    ]


@pytest.mark.parametrize(
    "name",
    ["Total", "Sub Total", "Subtotal", "Sub-total", "SUB_TOTAL", "Per Teacher Allotment Sub Total",
     "All schools", "All programs", "District Total", "TOTAL:", "*** Total ***", "Goal 1 Total",
     "Total Goal 1", "Total - Certificated", "Total for coaches", "Total Salaries and Benefits",
     "School total (all funds)", "Total 2024-25", "All of the elementary schools", "Sum of amount",
     "All Sites", "Total General Fund", "Subtotal goal 2"],
)  # fmt: skip
def test_the_name_of_a_total_is_known_however_it_is_written(name):
    assert names_a_total(name)


@pytest.mark.parametrize(
    "name",
    ["Total Reading Intervention", "Summative", "All Stars After School", "The Total Reader",
     "Total Physical Response", "Totally Math", "All Day Kindergarten", "All Means All", "Summit",
     "All Schools Together", "Total School Improvement", "Subtotaling Skills", "Allen Elementary",
     "Family Total Wellness", "Total Learning Academy", "All Students Succeed", "Totem Pole"],
)  # fmt: skip
def test_an_honest_name_with_such_a_word_in_it_is_no_total(name):
    assert not names_a_total(name)


@pytest.mark.parametrize(
    ("column", "name", "refused"),
    [("program_name", "Per Teacher Sub Total", True), ("program_name", "All schools", True),
     ("lcap_goal", "Goal 1 Total", True), ("lcap_goal", "All goals", False)],
)  # fmt: skip
def test_a_total_is_no_program_and_a_program_may_serve_all_goals(folder, column, name, refused):
    folder.keep("programs").again("programs", program_id="P-032", program_name="Reading Lab")
    folder["programs"][1] |= {column: name}
    if refused:
        assert folder.problem().message == "a subtotal would be counted once more. Take out row 3."
    else:
        assert folder.warnings() == []


def test_a_program_called_total_reading_is_no_total(folder):
    folder.keep("programs").change("programs", program_name="The Total Reader")
    assert folder.warnings() == []


def test_benefits_objects_do_not_belong_in_position_control(folder):
    folder.keep("staffing").change("staffing", object="3101")
    assert folder.problem().message == (
        'object "3101" is not a salary object (1000-2999). Benefits go in benefits_annual.'
    )


def test_salaries_two_percent_from_the_ledger_are_worth_a_warning(folder):
    folder.change("staffing", salary_annual="103000")
    assert folder.warnings() == [
        "staffing.csv: certificated salaries of positions are 103,000, of the ledger 100,000: "
        "+3.0%. Substitutes and extra duty explain a little; more should be looked into."
    ]


def test_a_half_paid_by_another_resource_is_not_counted_twice(folder):
    folder.change("staffing", funding_pct="50", fte="0.5")
    folder.again("staffing", resource="3010")
    assert folder.warnings() == []  # 100,000 x 50% + 100,000 x 50% = 100,000


def test_a_vacant_position_costs_the_ledger_nothing(folder):
    folder.change("staffing", vacant="N")  # a blank is not a no, and is said
    folder.again("staffing", position_id="00418", vacant="Y")
    assert folder.warnings() == []


@pytest.mark.parametrize(
    ("vacant", "salary", "told"),
    [
        (("N", "N"), "60000", "120,000"),  # 20% above the ledger's 100,000
        (("N", "Y"), "60000", "60,000"),  # 40% below
        (("", "N"), "60000", ""),  # 60,000 or 120,000: nobody knows
        (("", "Y"), "100000", ""),
        (("", "N"), "40000", "80,000"),  # 40,000 or 80,000: below in any case
        (("", "N"), "110000", "220,000"),  # 110,000 or 220,000: above in any case
        (("", ""), "60000", "120,000"),  # a list that does not know vacancies
    ],
)
def test_whether_pay_agrees_is_not_said_where_a_vacancy_decides_it(folder, vacant, salary, told):
    folder.change("staffing", salary_annual=salary, vacant=vacant[0])
    folder.again("staffing", position_id="00418", vacant=vacant[1])
    said = [one for one in folder.warnings() if "salaries of positions" in one]
    assert len(said) == bool(told) and all(f"positions are {told}, of" in one for one in said)
    blank = [one for one in folder.warnings() if "vacant is blank for 1 of 2 rows" in one]
    assert len(blank) == (vacant.count("") == 1)


@pytest.mark.parametrize("table", ["staffing", "program_participation"])
def test_a_program_that_nobody_listed_is_refused(folder, table):
    folder.change(table, program_id="P-999")
    assert str(folder.problem()) == (
        f'{table}.csv row 2: program_id "P-999" is not in programs.csv. Add it there, or correct '
        "it here."
    )


# the program inventory


def test_funding_sources_that_do_not_add_are_refused_by_program(folder):
    folder.change("programs", lcff="395767")
    # 395,767 + 200,000 = 595,767
    assert folder.problem().message == (
        "program P-031 Reading Clinics: funding sources add to $595,767 but the total is $600,000."
    )


def test_people_and_everything_else_must_add_too(folder):
    folder.change("programs", personnel="400000")
    assert folder.problem().message == (
        "program P-031 Reading Clinics: people and everything else add to $500,000 but the total "
        "is $600,000."
    )


def test_parts_that_are_not_known_are_not_held_against_the_total(folder):
    folder.change("programs", federal="")
    assert folder.warnings() == []


def test_costs_in_thousands_are_asked_about(folder):
    parts = dict.fromkeys(("personnel", "nonpersonnel", "lcff", "federal"), "")
    folder.keep("programs").change("programs", annual_cost_total="600", **parts)
    for number in range(4):
        folder.again("programs", program_id=f"P-10{number}", program_name=f"Clinic {number}")
    problem = folder.problem()
    assert (problem.row, problem.more) == (2, 4)
    assert problem.message == (
        "half of the programs cost $600 a year or less. Are these thousands of dollars? Write "
        "whole dollars."
    )


def test_an_lcap_action_is_a_goal_and_a_number(folder):
    folder.change("programs", lcap_action="Goal 1")
    assert folder.problem().message == (
        'lcap_action "Goal 1" is not a goal and action number. Write it as 1.1.'
    )


def test_one_program_is_one_row(folder):
    folder.again("programs")
    assert str(folder.problem()) == (
        'programs.csv row 3: "P-031" is listed more than once (same program_id). Keep one row.'
    )


@pytest.mark.parametrize("name", ["Reading Clinics", "reading  clinics "])
def test_two_programs_of_one_name_are_refused_with_how_to_tell_them_apart(folder, name):
    folder.again("programs", program_id="P-032", program_name="Math Clinics")
    folder.again("programs", program_id="P-033", program_name=name)
    problem = folder.problem()
    assert (problem.file, problem.column, problem.row) == ("programs.csv", "program_name", 4)
    assert problem.value == name.strip()
    assert problem.message == (
        f'program_name "{name.strip()}" is also in row 2. Tables and charts tell programs apart by '
        "their names: add a word, such as the grades or the school."
    )


def test_every_program_that_shares_a_name_is_told_with_its_row(folder):
    for number in range(2):
        folder.again("programs", program_id=f"P-10{number}")
    assert [(problem.row, problem.more) for problem in folder.problems()] == [(3, 0), (4, 0)]


def test_a_dosage_in_two_units_is_asked_about(folder):
    folder.change("programs", dosage_planned="2", dosage_delivered="60")
    problem = folder.problem()
    assert (problem.column, problem.row) == ("dosage_delivered", 2)
    assert "more than 3 times dosage_planned. Write both as hours per student" in problem.message


@pytest.mark.parametrize(("planned", "got"), [("20", "60"), ("0", "60"), ("", "60")])
def test_a_dosage_above_the_plan_is_no_fault(folder, planned, got):
    folder.change("programs", dosage_planned=planned, dosage_delivered=got)
    assert folder.warnings() == []


# what the district assumes


def assumed(folder, **row):
    folder.keep("schools")
    given = {"assumption": "cola", "fiscal_year": "2025-26", "value": "0.023", "unit": "share"}
    folder.tables["assumptions"] = [given | row]
    return folder


def test_a_percent_typed_for_a_share_is_refused_with_how_to_write_it(folder):
    assert str(assumed(folder, value="2.3").problem()) == (
        "assumptions.csv row 2: 2.3 is too large for a share. Write 0.023 for 2.3 percent."
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("settlement", "2.5", "2.5 is too large for a share"),
        ("cola_spread", "-0.01", "-0.01 is no spread: how far a rate may lie off is from 0 to 0.1"),
        ("cola_spread", "1", "1 is no spread"),
        ("lasting_spread", "1.0", "1 is no spread"),
    ],
)
def test_a_settlement_is_a_share_and_a_spread_is_zero_or_more(folder, name, value, said):
    assert said in assumed(folder, assumption=name, value=value).problem().message


def test_most_of_an_error_may_last(folder):
    assert assumed(folder, assumption="lasting_spread", value="0.8").warnings() == []


def test_a_change_of_enrollment_is_a_share_and_no_count(folder):
    problem = assumed(folder, assumption="enrollment", value="16700", unit="students").problem()
    assert problem.column == "unit" and problem.value == "students"
    assert "-0.019 for 1.9 percent fewer students" in problem.message


def test_what_the_plan_does_not_read_may_be_in_any_unit(folder):
    assumed(folder, assumption="parcel_tax", value="250000", unit="dollars").load()


def test_the_official_calculators_result_needs_dollars_and_a_version(folder):
    lcff = {"assumption": "lcff", "value": "201805347"}
    wrong = assumed(folder, **lcff, unit="share").problems()
    assert [problem.column for problem in wrong] == ["unit", "source"]
    problem = assumed(folder, **lcff, unit="dollars").problem()
    assert (problem.column, problem.row) == ("source", 2)
    assert "Name the calculator and its version" in problem.message
    assumed(folder, **lcff, unit="dollars", source="FCMAT LCFF calculator v26.1").load()


def nurses(folder, *people, times=1):
    """Nurses of 100,000, 110,000 and 120,000 full time, and others by FTE and salary."""
    folder.keep("staffing", "schools")
    one = {"job_class": "Nurse", "fte": "1"}
    folder.change("staffing", position_id="N1", salary_annual=str(110_000 * times), **one)
    rows = [(1, 100_000), (1, 120_000), *people]
    for place, (fte, salary) in enumerate(rows, 2):
        folder.again("staffing", position_id=f"N{place}", fte=str(fte),
                     salary_annual=str(salary * times))  # fmt: skip
    return [one for one in folder.warnings() if "full-time rate" in one]


def test_a_part_timer_written_at_the_full_time_rate_is_asked_about_with_class_row_and_value(folder):
    asked = nurses(folder, (0.5, 108_000))
    assert len(asked) == 1
    assert "Nurse: row 5 says 108,000 for 0.5 FTE, 216,000 for a full day" in asked[0]
    assert "Write what is paid at this FTE" in asked[0]


def test_one_of_many_part_timers_is_asked_about_only_when_well_above_every_full_timer(folder):
    # 0.6 at 75,000 is 125,000 for a full day: a senior nurse; 0.5 at 108,000 cannot be
    assert not nurses(folder, (0.6, 75_000), (0.5, 55_000), (0.5, 50_000))
    folder.again("staffing", position_id="N9", fte="0.5", salary_annual="108000")
    assert any("row 8 says 108,000" in one for one in folder.warnings())


@pytest.mark.parametrize("times", [1, 2])
def test_pay_at_the_fte_and_full_timers_are_never_asked_about_in_any_unit(folder, times):
    assert not nurses(folder, (0.5, 60_000), (0.95, 120_000), (1, 190_000), (0.2, 24_000),
                      times=times)  # fmt: skip


@pytest.mark.parametrize("times", [1, 2])
def test_full_time_rates_are_found_in_any_unit(folder, times):
    assert len(nurses(folder, (0.5, 108_000), (0.4, 110_000), times=times)) == 1


# the year that district.toml looks at


def test_a_year_of_which_the_ledger_has_no_actual_amounts_is_found_before_a_page_stops(folder):
    folder.keep("ledger").again("ledger", fiscal_year="2025-26", amount_type="adopted_budget")
    folder.settings = folder.settings.replace(
        'fiscal_year = "2024-25"', 'fiscal_year = "2025-26"', 1
    )
    assert str(folder.problem()) == (
        "ledger.csv: district.toml looks at 2025-26, and the ledger has no actual amounts of that "
        "year. It has 2024-25 actual, 2025-26 adopted budget. In district.toml write fiscal_year = "
        '"2024-25", or bring that year\'s actual amounts.'
    )


def test_a_ledger_of_budgets_alone_asks_for_the_actual_amounts(folder):
    for row in folder.keep("ledger")["ledger"]:
        row["amount_type"] = "adopted_budget"
    assert str(folder.problem()).endswith(
        "It has 2024-25 adopted budget. Bring that year's actual amounts."
    )


@pytest.mark.parametrize(
    ("people", "asked"),
    [
        ([(1, 108_000), (0.5, 108_000), (0.6, 104_000)], "row 3 says 108,000 for 0.5 FTE"),
        ([(0.4, 108_000), (0.5, 108_000), (0.6, 108_000)], "paid the same, 108,000, at 0.4, 0.5"),
        ([(1, 108_000), (0.5, 60_000), (0.6, 62_000)], ""),  # 120,000 for a full day: senior
        ([(0.5, 54_000), (0.5, 54_000), (0.8, 86_000)], ""),
    ],
)
def test_three_people_are_enough_to_ask_whether_pay_is_written_for_full_time(folder, people, asked):
    folder.keep("staffing", "schools")
    for place, (fte, salary) in enumerate(people):
        change = folder.again if place else folder.change
        change("staffing", position_id=f"N{place}", job_class="Nurse", fte=str(fte),
               salary_annual=str(salary))  # fmt: skip
    said = [one for one in folder.warnings() if "full-time rate" in one]
    assert len(said) == bool(asked) and asked in str(said)


def test_a_dash_is_no_program_and_a_comma_before_the_cents_is_one_line(folder):
    folder.change("programs", program_name="-")
    for amount in ("1.234,56", "12,5", "1234,56"):
        folder.again("ledger", amount=amount)
    dash, comma = sorted(folder.problems(), key=lambda one: one.file, reverse=True)
    assert 'program_name "-" says nothing' in dash.message
    assert "comma before the cents" in comma.message and comma.more == 2
