"""What is said of learning follows the figures, and stops where they do."""

import re
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

import smarter_spending as ss
from smarter_spending.analysis.learning import first_changes, ranked_needs, rise_shown
from smarter_spending.case import Case
from smarter_spending.district.choices import open_choices
from smarter_spending.district.loading import load_district
from smarter_spending.guide import nb02_student_learning as page
from smarter_spending.guide.charts import chart_needs, chart_rate_changes, chart_rates_by_year
from smarter_spending.guide.sentences import counts_in_words, rates_in_words

SCHOOLS = pd.DataFrame(
    {"local_site_code": ["01", "02", "03"], "school_name": ["Oak", "Elm", "Fir"]}
)


def case_of(students, ninth_grade="ninth_grade_on_track"):
    """The case of a district that has these students and the three schools above."""
    district = SimpleNamespace(
        students_outcomes=students, schools=SCHOOLS, fiscal_year="2024-25", minimum_group=11,
        absent=(),
    )  # fmt: skip
    return Case(district, ninth_grade=ninth_grade)


def goals_of(students):
    return rates_in_words(case_of(students).goal_rates)


def goal_changes(students):
    return page._changes(goals_of(students), "measure", "need_title")


def third_graders(**by_school):
    """Third graders of two or three years: (reached, students) per school and year."""
    rows = [
        {"site_code": site, "fiscal_year": year, "grade": "03", "ela_level": 3.0 if n < k else 2.0}
        for site, years in by_school.items()
        for year, (k, total) in zip(("2022-23", "2023-24", "2024-25"), years, strict=False)
        for n in range(total)
    ]
    table = pd.DataFrame(rows)
    return table.assign(site_code=table["site_code"].str.lstrip("s"))


@pytest.fixture
def three_years():
    """Oak rises by ten points in the first year and falls back."""
    return third_graders(
        s01=[(24, 60), (30, 60), (23, 60)],
        s02=[(30, 60), (30, 60), (30, 60)],
        s03=[(28, 60), (27, 60), (29, 60)],
    )


def school_changes(students):
    return page._school_changes(case_of(students))


def first_step(changes):
    return first_changes(changes, "school_name")


def test_the_headline_is_told_and_then_fails(three_years):
    changes = school_changes(three_years)
    step = first_step(changes)
    # that it would make a headline stands in the heading above it, and is not said twice
    assert page._say_good_news(step, "third_grade_reading") == (
        "From 2022-23 to 2023-24, **Oak** went from 40% to 50% in *Reading by grade 3 (state "
        "test)*: +10 points in one year, the largest rise of 3 schools."
    )
    first, *others = page._say_one_year(step, changes)
    assert first == "The range of Oak's change includes zero: **no rise is shown.**"
    assert others[0] == "The year after, Oak went from 50% to 38%."
    assert others[-1].startswith("Over all the years, 2022-23 to 2024-25, its range is ")
    assert page._say_up_down(step) == "In one year 1 school went up and 1 down"


def test_among_many_schools_it_is_said_how_many_show_a_change_together():
    years = {f"s{n:02d}": [(24, 60), (24 + n % 7, 60)] for n in range(1, 21)}
    changes = school_changes(third_graders(**years))
    first, *_ = page._say_one_year(first_step(changes), changes)
    assert first.endswith("Of 20 schools looked at together, none show a change.")


def test_with_one_year_no_rise_and_no_fall_is_told(three_years):
    students = three_years[three_years["fiscal_year"] == "2024-25"]
    changes = school_changes(students)
    assert "no before and after" in page._say_good_news(first_step(changes), "third_grade_reading")
    assert page._say_one_year(first_step(changes), changes) == []
    rates = goals_of(students)
    assert "whether anything rises or falls cannot" in page._say_one_year_only(rates)
    assert page._say_one_year_only(goals_of(three_years)) == ""
    assert (
        page._say_what_moved(goal_changes(students))
        == "No two years of results may be shown side by side, so no change can be."
    )


def test_where_every_school_fell_no_headline_is_made_up():
    students = third_graders(s01=[(40, 60), (30, 60)], s02=[(30, 60), (29, 60)])
    step = first_step(school_changes(students))
    said = page._say_good_news(step, "third_grade_reading")
    # of schools that are hidden nothing is claimed
    assert said == (
        "From 2022-23 to 2023-24 no school that may be shown rose in *Reading by grade 3 (state "
        "test)*."
    )


def test_a_long_rise_is_named_and_never_called_an_effect():
    students = third_graders(s01=[(200, 600), (250, 600), (330, 600)])
    looked_at = page._longest(goal_changes(students))
    said = page._say_what_moved(looked_at)
    assert page._say_moved(looked_at) == "1 of 1 goal moved from 2022-23 to 2024-25"
    assert "**rose**: Reading by grade 3 (state test) (+22 points)" in said
    assert "not what a program did" in said


def test_a_change_of_a_school_too_small_to_show_is_not_drawn():
    students = third_graders(s01=[(24, 60), (30, 60)], s02=[(3, 15), (9, 15)], s03=[(30, 60)] * 2)
    # Elm is too small, and the next smallest goes with it: only one school is left
    assert len(first_step(school_changes(students))) == 1


def needs(*rows):
    table = pd.DataFrame(rows, columns=["need_title", "reached", "students"])
    table["rate"] = table["reached"] / table["students"]
    table["behind"] = table["students"] - table["reached"]
    table["rate_words"] = [f"{rate:.0%}" for rate in table["rate"]]
    table["range_words"] = "–"
    return ranked_needs(table, "need_title")


def test_where_the_lowest_two_cannot_be_told_apart_it_is_said():
    # which two they are stands in the list or picture just above it
    said = page._say_lowest(needs(("A", 29, 60), ("B", 31, 60)))
    assert said == "The two lowest rates cannot be told apart."
    assert page._say_lowest(needs(("A", 100, 600), ("B", 400, 600))) == ""


def test_the_page_opens_with_how_many_goals_fewer_than_half_reach_and_where_most_are_behind():
    said = page._say_in_short(needs(("Ninth grade", 20, 200), ("Mathematics", 2200, 4000)))
    assert said == (
        "On 1 of 2 goals, fewer than half of our students get there; the most students are behind "
        "in **Mathematics**."  # "most are behind in" could be read as most of the students
    )
    high = page._say_in_short(needs(("Mathematics", 2200, 4000)))
    assert high.startswith("Half of our students or more reach each of 1 goal;")
    assert page._say_in_short(needs()).startswith("Not yet known")


def test_the_title_of_the_needs_names_the_first_by_rate_and_by_count():
    two = needs(("Ninth grade", 20, 200), ("Mathematics", 1200, 4000))
    assert page._say_first(two) == "First by rate: Ninth grade; by count: Mathematics"
    assert page._say_first(needs(("A", 29, 60))) == "First by rate and by count: A"
    # 48% and 52% of 60 each: a title that put A first would be taken back one line below
    close = page._say_first(needs(("A", 29, 60), ("B", 31, 60)))
    assert close == "Most students behind: A; no one lowest rate"


def test_the_picture_of_the_years_draws_every_goal_of_which_its_title_counts_a_move(altamont):
    moved = page.what_moved(altamont)
    told = moved.table[moved.table["shown_among_all"].astype(bool)]
    assert moved.picture.title.startswith(f"{len(told)} of ")
    assert set(told["measure"]) <= set(moved.picture.table["measure"])


def test_no_board_hears_a_rise_that_is_not_shown_or_that_a_program_did_it(three_years):
    step = first_step(school_changes(three_years))
    table = needs(("Mathematics", 1200, 4000)).assign(goal_words="met the standard")
    may, headline, program = page._say_to_board(table, step).split("\n")
    assert may.endswith("“Mathematics: 30% of 4,000 students met the standard. 2,800 did not.”")
    assert "**You may not say:** “Oak went up 10 points in a year.”" in headline
    assert "“It was our program.”" in program


def test_no_need_and_one_need_are_said_so():
    assert "Not yet known: no result" in page._needs_page({}, needs(), ["A"])
    assert page._say_lowest(needs(("A", 29, 60))) == page._say_lowest(needs()) == ""


def test_a_guess_is_held_against_the_figures():
    table = needs(("A", 29, 60), ("B", 310, 600))
    said = page._say_guess({"guess_rate": "B", "guess_count": "C"}, table)
    assert said == "Yours is number 2 of 2 by rate. Yours by count is not known here."
    assert page._say_guess({}, table) == ""  # under a form not yet filled there is nothing to say


def test_the_checks_are_worked_out_and_not_written_down():
    # X: 60% of 50 = 30; Y: 45% of 400 = 180
    assert page._more_behind({"School X": (0.40, 50), "School Y": (0.55, 400)}) == "School Y"
    assert page._more_behind({"School X": (0.40, 50), "School Y": (0.95, 400)}) == "School X"
    assert page.RISE[rise_shown(0.48, 0.52, 60)] == "no, not shown"
    assert page.RISE[rise_shown(0.52, 0.48, 3600)] == "no, not shown"


def test_a_group_too_small_is_listed_without_a_figure_and_not_as_doing_well():
    students = third_graders(s01=[(60, 200)]).assign(
        fiscal_year="2024-25",
        sed=[n % 2 == 0 for n in range(200)],
        homeless=[True] * 4 + [False] * 196,
    )
    gaps = page._group_gaps(case_of(students), "third_grade_reading")
    row = gaps.set_index("group").loc["homeless"]
    assert (row["students_words"], row["rate_words"]) == ("too few", "too few to show")
    assert row["gap_words"] == row["gap_range_words"] == row["behind_words"] == "–"
    assert "not shown is not the same as doing well" in page._say_hidden(gaps)


def test_third_grade_reading_by_the_early_test_is_told_under_its_name():
    students = third_graders(s01=[(60, 200)]).assign(
        fiscal_year="2024-25",
        literacy_assessment="DIBELS8",
        eoy_score=430.0,
        literacy_status=["at"] * 100 + ["below"] * 100,
    )
    finding = page.literacy(case_of(students))
    assert finding.table[["test_title", "rate_words"]].values.tolist() == [["DIBELS 8", "50%"]]
    assert finding.words == "Two tests, two lines: a goal must name the one it means."
    none = students.assign(literacy_assessment="none")
    assert page.literacy(case_of(none)).words == "No early literacy test is in the folder."


def ninth_graders(**columns):
    return pd.DataFrame({"fiscal_year": "2024-25", "grade": "09", "g9_credits": 60.0} | columns)


def test_ninth_grade_on_track_is_said_by_both_definitions_and_which_one_is_used():
    students = ninth_graders(
        g9_core_f_sem1=[0.0] * 75 + [2.0] * 25,
        g9_core_f_sem2=0.0,
        g9_core_d=[0.0] * 40 + [1.0] * 60,
    )
    ninth = page.ninth(case_of(students, "ninth_grade_c_or_better"))
    assert ninth.table[["rate_words", "goal_words"]].values.tolist() == [
        ["75%", "50 credits or more and at most one semester F in a core course"],
        ["40%", "50 credits or more and no D or F in a core course"],
    ]
    assert ninth.words == "This page ranks needs by: *Ninth grade on track (C or better)*."


def test_few_students_between_the_two_definitions_are_not_given_away():
    students = ninth_graders(
        g9_core_f_sem1=[0.0] * 75 + [2.0] * 25,
        g9_core_f_sem2=0.0,
        g9_core_d=[0.0] * 70 + [1.0] * 30,
    )
    assert page.ninth(case_of(students)).table["measure"].tolist() == ["ninth_grade_on_track"]


def test_no_ninth_grade_and_no_credits_are_two_different_things():
    none = pd.DataFrame({"grade": ["03"], "fiscal_year": ["2024-25"]})
    assert "no ninth graders" in page.ninth(case_of(none)).words
    assert "Not yet known" in page.ninth(case_of(none.assign(grade="09"))).words


def test_chronic_absence_is_said_with_its_rule():
    students = pd.DataFrame(
        {"fiscal_year": "2024-25", "grade": "05", "days_expected": 180.0,
         "days_absent": [20.0] * 30 + [2.0] * 70}
    )  # fmt: skip
    finding = page.absence(case_of(students))
    table = finding.table
    assert "enrolled 31 days or more" in finding.words
    assert table["grade_title"].tolist() == ["TK to grade 8"]
    assert table["absent_words"].tolist() == ["30%"]
    assert table["range_words"].tolist() == ["23% to 38%"]
    assert table["absent_students"].tolist() == [30]


def test_of_few_absent_students_neither_the_number_nor_the_rate_is_given():
    students = pd.DataFrame(
        {"fiscal_year": "2024-25", "grade": "05", "days_expected": 180.0,
         "days_absent": [20.0] * 8 + [2.0] * 192}
    )  # fmt: skip
    rates = goals_of(students)
    assert rates["rate_words"].tolist() == ["95% or more"]  # who came to school
    finding = page.absence(case_of(students))
    assert finding.table.empty and "Not yet known" in finding.words


def test_growth_is_held_against_the_states_step_and_is_no_effect():
    students = pd.DataFrame(
        {"fiscal_year": "2024-25", "grade": "04", "ela_ss": [2453.0, 2473.0] * 20,
         "ela_ss_prior": [2391.0, 2411.0] * 20}
    )  # fmt: skip
    finding = page.growth(case_of(students))
    assert finding.table[["grade_title", "subject_title", "standing_words"]].values.tolist() == [
        ["Grade 4", "English language arts", "above the usual step"]
    ]
    assert "it is not an effect" in finding.words


def test_how_few_were_not_tested_last_spring_cannot_be_had_by_subtraction():
    students = pd.DataFrame(
        {"fiscal_year": "2024-25", "grade": ["04", "05"] * 40, "ela_level": [2.0, 3.0] * 40,
         "ela_ss": [2453.0, 2473.0] * 40, "ela_ss_prior": [2391.0, 2411.0] * 39 + [None] * 2}
    )  # fmt: skip
    shown = page.growth(case_of(students)).table
    assert shown["students_words"].tolist() == ["too few to show"] * 2  # 80 less 78 would be 2
    assert shown["students"].isna().all()
    known = page.growth(case_of(students[:78])).table["students_words"].tolist()
    assert known == ["39", "39"]  # everybody was tested


@pytest.mark.real_data
def test_tracys_published_39_12_percent_is_read_from_the_states_file(shared_data, tmp_path):
    file = shared_data / "caaspp" / "caaspp2024_tracy_sfusd_sanjuan.csv"
    ss.import_caaspp(file, tmp_path)
    toml = (
        'name = "A district"\ncds_code = "39754990000000"\nfiscal_year = "2023-24"\n'
        'as_of = 2024-09-15\nprice_year = "2023-24"\n'
    )
    (tmp_path / "district.toml").write_text(toml, encoding="utf-8")
    district = ss.load_district(tmp_path)
    rows = district.outcomes_public.query("school_code == '0000000' and district_code == '75499'")
    ela = rows[rows["subject"].eq("ELA") & rows["grade"].eq("13") & rows["student_group"].eq("1")]
    assert ela[["test_year", "pct_met_and_above"]].values.tolist() == [[2024, 39.12]]


def test_the_page_leaves_blanks_blank_and_takes_nothing_from_defaults():
    text = page._needs_page({"need": "choose…", "question": "  "}, needs(("A", 29, 60)), ["A", "B"])
    assert "> **______**" in text
    assert "- **The need:** ______" in text
    assert "Not known here" in text and "B." in text


def test_the_page_holds_the_agreed_question_and_every_ranked_need():
    answers = {"need": "A", "question": "Why do so many wait?", "why": "Count.", "doubt": "A test."}
    text = page._needs_page(answers, needs(("A", 29, 60), ("B", 310, 600)), ["A", "B"])
    assert "> **Why do so many wait?**" in text
    assert "| A | 48% | – | 31 | 1 | 2 |" in text
    assert "______" not in text.split("## Agreed by")[0]


def room_of(folder):
    return Case(SimpleNamespace(folder=folder), "02_student_learning")


def test_what_the_room_chose_is_counted_by_side(tmp_path):
    for person, role, need in (
        ("a", "finance", "Mathematics"),
        ("b", "academics", "Reading"),
        ("c", "academics", "Reading"),
        ("d", "board", "choose…"),
    ):
        mine = open_choices(tmp_path, "02_student_learning", person)
        mine.keep_role(role)
        mine.keep("need", need)
        mine.keep("question", f"Why {need}?")
    case = room_of(tmp_path)
    chosen = page.needs_named(case).table
    assert chosen[["need_chosen", "people", "finance", "academics"]].values.tolist() == [
        ["Reading", 2, 0, 2],
        ["Mathematics", 1, 1, 0],
    ]
    assert page._say_chosen(chosen).endswith("chosen most often, by 2 of 3: **Reading**.")
    tied = chosen.assign(people=[2, 2])
    assert "by 2 of 4 each: **Reading**; **Mathematics**." in page._say_chosen(tied)
    html = page._room_html(case)
    assert "Why Reading?" in html
    assert "choose…" not in html.replace("Why choose…?", "")


def test_an_empty_room_says_so(tmp_path):
    case = room_of(tmp_path)
    assert page.needs_named(case).words == "Nobody has chosen a need yet."
    assert page._room_html(case) == ""


def test_what_was_typed_as_the_question_is_text_on_the_page():
    answers = {"question": "Why * so <b>many</b>?"}
    assert r"> **Why \* so \<b\>many" in page._needs_page(answers, needs(("A", 29, 60)), ["A"])


def test_the_question_keeps_the_keys_that_later_notebooks_read():
    assert [q.key for q in page._decide(page._titles(case_of(None)))] == [
        "need",
        "question",
        "why",
        "doubt",
    ]


def test_only_one_definition_of_ninth_grade_is_ranked():
    titles = page._titles(case_of(None, "ninth_grade_c_or_better"))
    assert sum(title.startswith("Ninth grade") for title in titles) == 1
    with pytest.raises(ValueError, match="'gpa' is not a definition of ninth grade"):
        page._titles(case_of(None, "gpa"))


@pytest.mark.parametrize("name", ["altamont_valley", "cold_creek", "port_sierra"])
def test_no_sentence_and_no_table_of_a_sample_names_one_to_ten_students(samples, name):
    case = ss.open_case(samples / name, "02_student_learning")
    table = rates_in_words(case.needs)
    for goal in table["measure"]:
        gaps = page._group_gaps(case, goal)
        schools = counts_in_words(case.school_rates(goal))
        ranked = counts_in_words(case.school_needs(goal))
        for shown in (gaps, schools, ranked):
            assert not (shown[["students", "behind"]] <= 10).any(axis=None)
        assert not re.search(r"\b([1-9]|10) (students|behind)", page._say_gaps(gaps))
    assert not (table["behind"] <= 10).any()
    assert page._focus(case) == "third_grade_reading"
    titles = page._titles(case)
    assert page._say_not_known(table, titles).count("Ninth") == (name == "cold_creek")


@pytest.fixture
def altamont(samples):
    return ss.open_case(samples / "altamont_valley", "02_student_learning")


def test_the_picture_of_years_draws_each_goal_on_a_scale_from_nobody_to_everybody(altamont):
    rates = page.what_moved(altamont).picture.table
    drawn = chart_rates_by_year(rates)
    assert drawn.get_ylim() == (0, 1)
    lines = {line.get_label(): line.get_ydata() for line in drawn.get_lines()}
    for goal, rows in rates.groupby("need_title"):
        assert list(lines[goal]) == pytest.approx(rows.sort_values("fiscal_year")["rate"].tolist())
    last = rates[rates["fiscal_year"] == rates["fiscal_year"].max()]
    assert {text.get_text() for text in drawn.texts} == set(last["rate_words"])


def test_the_picture_of_needs_draws_rates_and_counts_with_their_values(altamont):
    table = page.by_rate_and_count(altamont).picture.table
    drawn = chart_needs(table, title="First")
    (said,) = re.findall(r'role="img" aria-label="([^"]*)"', drawn)
    for row in table.itertuples():
        assert (
            f"{row.need_title} {row.rate_words} {row.range_words} {row.behind:,.0f} behind" in said
        )
        assert f'd="M{row.rate:.2f} .5h0"' in drawn and f'd="M0 .5H{row.behind:.2f}"' in drawn
    assert 'viewBox="0.00 0 1.00 1"' in drawn  # from nobody to everybody
    # whichever ranking one goes by, its first needs are in the picture
    ranks = rates_in_words(altamont.needs)
    first = ranks[(ranks["rank_by_rate"] <= 3) | (ranks["rank_by_count"] <= 3)]
    assert set(table["need_title"]) == set(first["need_title"])


def test_the_picture_of_groups_marks_who_is_shown_below_all_students(altamont):
    finding = page.gaps(altamont)
    rows = finding.picture.table
    assert rows["group_title"].iloc[0] == "All students"
    assert set(rows["stands"][1:]) == {"loss shown"}
    assert finding.picture.title.startswith("5 of 9 groups are shown below all students")
    assert finding.picture.html("").count("stroke-linecap: square") == len(rows) - 1
    assert not page._shown(finding.table)["students"].lt(11).any()


def test_the_picture_of_changes_tells_shown_from_not_shown_by_mark_and_by_word(three_years):
    step = first_step(school_changes(three_years))
    stands = page._stands(step["change"], pd.Series([True, False, True]))
    assert stands == ["gain shown", "not shown", "loss shown"]
    drawn = chart_rate_changes(step.assign(stands=stands), title="Up and down")
    # a ring is a dot with a white one in it; a square ends a line without rounding
    assert drawn.count('stroke="#fff"') == 1 and drawn.count("stroke-linecap: square") == 1
    assert 'd="M10.00 .5h0"' in drawn and "Oak +10 points" in drawn.split('aria-label="')[1]


def test_of_many_schools_the_picture_marks_what_is_shown_among_all_and_draws_both_ends(altamont):
    finding = page.one_year(altamont)
    drawn = finding.picture.table
    assert len(finding.table) == 15 and len(drawn) == 4
    assert [*drawn["change"]] == sorted(finding.table["change"])[::-1][:2] + sorted(
        finding.table["change"]
    )[1::-1]
    # one shows a change when looked at alone; the sentence says that among all none does
    assert finding.table["shown"].sum() == 1 and set(drawn["stands"]) == {"not shown"}
    assert "none show a change" in finding.words


def test_what_opens_with_the_figures_is_taken_home_too(altamont):
    said = [f"{one.words} {one.more or ''}" for one in page.findings(altamont)]
    assert any("The year after, Canal Street K-8 went from" in words for words in said)

    assert "<details><summary>The figures</summary>" in page.one_year(altamont)._html()


def test_every_team_of_the_teaching_room_chose_a_need_there_is(altamont):
    chosen = page.needs_named(altamont).table
    assert chosen["people"].sum() == 9
    assert len(chosen) > 3  # they do not agree
    assert set(chosen["need_chosen"]) <= set(page._titles(altamont))


def test_no_gap_is_claimed_where_most_marks_are_blank():
    students = third_graders(s01=[(60, 200)]).assign(
        fiscal_year="2024-25", sed=[True, False, None, None] * 50
    )
    gaps = page._group_gaps(case_of(students), "third_grade_reading")
    said = page._say_gaps(gaps)
    assert "Whether a group stands below all students is not known." in said
    # blank, TBD or not reported: all three are not known
    assert "is not known for 50% of students with a result: no gap is claimed." in said


def test_a_grade_without_one_benchmark_status_is_not_known_rather_than_hidden():
    students = third_graders(s01=[(10, 20)]).assign(
        fiscal_year="2024-25", literacy_assessment="MAP", literacy_status=None, moy_score=180.0
    )
    assert page.literacy(case_of(students)).table["students_words"].tolist() == ["not known"]


# what the state published, where the district brought no students


def published(**change):
    """Third graders of a district and two schools, spring 2024, by the state's groups."""
    rows = [
        ("0000000", None, "1", 1000, 450), ("0000000", None, "31", 600, 200),
        ("0000000", None, "111", 400, 250), ("0000000", None, "76", 500, 300),
        ("0000000", None, "80", 460, 140), ("0000000", None, "79", 34, 12),
        ("0000000", None, "75", None, None),
        ("0000001", "Oak", "1", 550, 200), ("0000002", "Elm", "1", 450, 250),
    ]  # fmt: skip
    columns = ["school_code", "school_name", "student_group", "students_tested"]
    table = pd.DataFrame(rows, columns=[*columns, "students_met_and_above"]).assign(
        test_year=2024, county_code="39", district_code="12345", grade="03", subject="ELA",
    )  # fmt: skip
    table["students_with_scores"] = table["students_tested"]
    table["pct_met_and_above"] = 100 * table["students_met_and_above"] / table["students_tested"]
    return table.assign(**change)


def published_case(folder, table):
    district = load_district(folder)
    none = {name: district.tables[name].iloc[:0] for name in ("students_outcomes", "schools")}
    tables = dict(district.tables) | none | {"outcomes_public": table}
    settings = replace(district.settings, cds_code="39123450000000")
    return Case(type(district)(district.folder, settings, tables), "02_student_learning")


def test_the_states_groups_are_told_where_the_district_brought_no_students(samples):
    case = published_case(samples / "cold_creek", published())
    shown = page.gaps(case)
    group = shown.table.set_index("group_title")
    assert group.loc["Low-income students", ["students_words", "rate_words"]].tolist() == [
        "600", "33%",
    ]  # fmt: skip
    # one group is the state's secret; with the other 994 shown its six would follow
    assert group.loc["American Indian", "rate_words"] == "too few to show"
    assert group.loc["Pacific Islander", "rate_words"] == "too few to show"
    # it was 2 of 3: the state's secret may be one student, who knows of being the only one, and to
    # whom Pacific Islander was the rest; so White is hidden with them
    assert group.loc["White", "rate_words"] == "too few to show"
    assert shown.picture.title.startswith("1 of 2 groups is shown below all students")
    assert "Race not known" not in group.index


def test_results_of_an_earlier_year_than_the_folders_are_told_as_what_they_are(samples):
    """San Juan's folder of 2025-26 held the spring of 2024, and the page said nothing was there."""
    case = published_case(samples / "cold_creek", published())
    assert (case.district.fiscal_year, case.results_year) == ("2024-25", "2023-24")
    said = page.in_short(case).data
    assert "fewer than half" in said and "The last results on file are of 2023-24" in said
    assert case.school_needs("third_grade_reading")["school_name"].tolist() == ["Oak", "Elm"]
    assert "550 did not" in page.say_to_board(case).words


def test_a_file_of_all_students_alone_says_which_would_show_the_groups(samples):
    table = published()
    case = published_case(samples / "cold_creek", table[table["student_group"].eq("1")])
    shown = page.gaps(case)
    assert "research file of all student groups" in shown.sentence and shown.picture is None
