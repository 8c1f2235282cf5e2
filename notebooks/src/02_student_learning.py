# %% [markdown]
# # 2. Student learning
#
# **The decision.** On which one question about our students' learning shall everything that follows be built?
#
# **Time:** 60 minutes (35 talk, 25 hands-on). **Bring:** the results you remember, and the one you do not believe.
#
# **You will leave with:** a needs page with one agreed question, and the needs it was chosen from, by rate and by count.

# %% tags=["parameters"]
district_folder: str = "../data/samples/altamont_valley"  # the folder holding your district's spreadsheets
take_home: str = "../out/altamont_valley/take_home"  # where the pages you take home are written
person: str = ""  # your display name, if several people answer; blank means "our team"
ninth_grade: str = "ninth_grade_on_track"  # or "ninth_grade_c_or_better": which definition the needs are ranked by

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss
from smarter_spending import panels

district = ss.load_district(district_folder)
mine = ss.open_choices(district_folder, "02_student_learning", person)
students = ss.levels_from_scores(district.students_outcomes, ss.caaspp_scores())
year, minimum = district.fiscal_year, district.minimum_group
missing, titles = ss.needs(district, "students_outcomes"), ss.need_titles(ninth_grade)
ss.show_text(ss.say_district(district))

# %% tags=["remove-input", "exercise"]
# Who you are
panels.who(mine)

# %% [markdown] tags=["exercise"]
# ## Guess first, before any figure
#
# Everybody in the room carries a picture of where students stand. Write yours down. A guess that turns out wrong is
# worth more than a figure nobody had an opinion about.

# %% tags=["remove-input", "exercise"]
# Your guess
guesses = [
    ss.ask_choice("guess_rate", "The goal that the smallest share of our students reach", titles),
    ss.ask_choice("guess_count", "The goal that leaves the most students behind", titles),
]
panels.form(mine, *guesses)

# %% [markdown]
# ## Several years say more than the last one
#
# Each goal is a share of students who reached it. A small share of few students swings by itself, so every share
# comes with a range. Where the marks hide the range, it is narrower than the mark.

# %% tags=["remove-input"]
# Several years of four goals
years = ss.yearly_rates(students, minimum, ninth_grade)
ss.show_chart(
    ss.chart_rates_by_year,
    ss.headline_goals(years),
    ss.say_years_of_results(years),
    missing or "No result that may be shown is in the folder.",
    title="Early reading, ninth grade, coming to school",
)

# %% tags=["remove-input"]
# Where every goal stands this year
needs = ss.district_needs(students, year, minimum, ninth_grade)
ss.show_table(needs, "Where students stand this year", ["need_title", "goal_words", "students", "rate_words", "range_words"], missing)

# %% [markdown]
# ## One good year makes a headline
#
# Here is how results are often told. One goal, one school, last time and this time.

# %% tags=["remove-input"]
# The tempting figure
focus = ss.focus_goal(needs)
schools = ss.school_rates(students, district.schools, focus, minimum)
changes = ss.yearly_changes(schools, "site_code")
step = ss.first_step(changes)
ss.show_text(ss.say_good_news(step, focus), otherwise=missing)

# %% [markdown]
# Before anybody is congratulated, look at every school, and at how far a rate moves when nothing happens but another
# group of children.

# %% tags=["remove-input"]
# The same with its range, and every other school
ss.show_chart(
    ss.chart_rate_changes,
    step.head(16),
    ss.say_one_year(step, changes),
    missing or "No two years may be shown side by side, so there is no change to draw.",
    title="One year's change at each school",
)

# %% tags=["remove-input"]
# The same as a table
ss.show_table(
    step.head(16),
    "One year's change at each school",
    ["school_name", "before_words", "after_words", "change_words", "change_range_words"],
    missing or "No two years may be shown side by side, so there is no change to list.",
)

# %% [markdown]
# ## Over all the years, some goals moved and some did not
#
# More students and more years narrow the range. Even then these are mostly other students each year: what moved is
# known, what moved it is not.

# %% tags=["remove-input"]
# What moved
moved = ss.yearly_changes(years)
ss.show_text(ss.say_long_view(moved), otherwise=missing)

# %% tags=["remove-input"]
# The same as a table
spans = moved[moved["whole_span"]] if moved["whole_span"].any() else moved
ss.show_table(
    spans,
    "From the first year to the last",
    ["need_title", "before_words", "after_words", "change_words", "change_range_words"],
    missing or "No two years may be shown side by side, so there is no change to list.",
)

# %% [markdown]
# ## An average hides who is behind
#
# The same goal, group by group. Groups overlap: one student may be in several. Groups that are too small are left
# out, and so is any that could be worked out from the others.

# %% tags=["remove-input"]
# Groups beside all students
gaps = ss.group_gaps(students, focus, year, minimum)
ss.show_table(
    gaps,
    "Each group beside all students",
    ["group_title", "students_words", "rate_words", "behind_words", "gap_words", "gap_range_words"],
    missing,
)

# %% tags=["remove-input"]
# Said plainly
ss.show_text(ss.say_gaps(gaps, focus), otherwise=missing)

# %% [markdown]
# ## Reading by the third grade has two tests
#
# The early literacy test is given up to three times a year from kindergarten on; the state test once, from grade 3.
# Points of different grades are not on one scale. The benchmark is known at the end of the year only.

# %% tags=["remove-input"]
# Early literacy by window
literacy = ss.literacy_by_grade(students, year, minimum)
ss.show_table(
    literacy,
    "Early literacy this year, by the test named",
    ["test_title", "grade_title", "boy", "moy", "eoy", "students_words", "rate_words"],
    missing or "No early literacy test is in the folder.",
)

# %% tags=["remove-input"]
# Two tests, said plainly
ss.show_text(ss.say_literacy(literacy, needs), otherwise=missing)

# %% [markdown]
# ## Ninth grade on track has two definitions
#
# Chicago's counts credits and failures. California's universities ask for a C or better, so a D is not enough there.
# Neither is wrong; a figure without its definition is.

# %% tags=["remove-input"]
# Both definitions
ninth = ss.ninth_grade_rates(students, year, minimum)
ss.show_table(
    ninth,
    "Ninth graders on track this year",
    ["need_title", "goal_words", "students", "rate_words", "range_words", "behind"],
    missing or ss.say_ninth_grade(ninth, students, ninth_grade),
)

# %% tags=["remove-input"]
# Which one this page uses
ss.show_text(ss.say_ninth_grade(ninth, students, ninth_grade) if len(ninth) else "", otherwise=missing)

# %% [markdown]
# ## Who is not in school cannot learn there
#
# Chronic absence counts every absence, excused or not. It is the one goal here that is counted for every grade.

# %% tags=["remove-input"]
# Chronic absence, year by year
ss.show_table(
    ss.absence_by_year(years),
    "Chronically absent, year by year",
    ["grade_title", "fiscal_year", "students", "absent_words", "range_words", "absent_students"],
    missing or ss.say_absence(years, year),
    {"grade_title": "Grades"},
)

# %% tags=["remove-input"]
# Chronic absence, said plainly
ss.show_text(ss.say_absence(years, year), otherwise=missing)

# %% [markdown]
# ## Scores say how far, and how far the same students came
#
# A share sees only who crossed the line. The distance from the standard uses every score. The second table follows
# the same students from last spring to this one.

# %% tags=["remove-input"]
# Distance from the standard
away = ss.distances(students, minimum)
ss.show_table(
    away,
    "Mean distance from the state standard, in points of the test",
    ["subject_title", "fiscal_year", "students", "distance", "range_words"],
    missing or ss.say_distance(away, year),
)

# %% tags=["remove-input"]
# The same students, last spring and this
grown = ss.growth(students, year, minimum)
ss.show_table(
    grown,
    "The same students' change since last spring, in points of the test",
    ["subject_title", "grade_title", "students", "change_in_points", "typical_step", "range_words", "standing_words"],
    missing or ss.say_growth(grown),
    {"range_words": "90% range beyond the usual step"},
)

# %% tags=["remove-input"]
# Said plainly
ss.show_text(ss.say_distance(away, year), ss.say_growth(grown) if len(grown) else "", otherwise=missing)

# %% tags=["remove-input"]
# What the state publishes
public = ss.public_results(district.outcomes_public, district.cds_code)
ss.show_table(
    public,
    "What the state has published of this district",
    ["subject_title", "test_year", "students_with_scores", "published_words"],
    ss.needs(district, "outcomes_public") or "The folder's published results hold no row of this district.",
)

# %% tags=["remove-input"]
# What the state hides
ss.show_text(ss.say_public(public))

# %% [markdown]
# ## By rate, and by count: does the top need change?
#
# A low rate says how deep a need is; a count says how many students carry it. A goal asked of many grades counts
# more students for that reason alone, and a day in school is no reading score: the ranking opens the talk, it does
# not close it.

# %% tags=["remove-input"]
# Needs by rate and by count
ss.show_chart(ss.chart_needs, needs, ss.say_needs(needs), missing or ss.say_needs(needs), title="Needs by rate, and by count")

# %% tags=["remove-input"]
# The same as a table, and your guess
ss.show_table(
    needs, "Needs by rate, and by count", ["need_title", "rate_words", "range_words", "behind", "rank_by_rate", "rank_by_count"], missing
)

# %% tags=["remove-input"]
# Your guess beside the figures
ss.show_text(ss.say_guess(mine.answers, needs), ss.say_not_known(needs, titles), otherwise=missing)

# %% [markdown]
# The same two questions, school by school, for the goal looked at above.

# %% tags=["remove-input"]
# Schools by rate and by count
by_school = ss.school_needs(schools, year)
ss.show_table(
    by_school.head(12),
    "The schools with the lowest rates",
    ["school_name", "students", "rate_words", "range_words", "behind", "rank_by_rate", "rank_by_count"],
    missing or ss.say_needs(by_school, "school_name", "school"),
)

# %% tags=["remove-input"]
# Does the first school change?
ss.show_text(ss.say_needs(by_school, "school_name", "school") if len(by_school) else "", otherwise=missing)

# %% [markdown] tags=["exercise"]
# **Check.** In school X 40% of 50 students reach the goal, in school Y 55% of 400. In which are more students
# behind? And: 52% after 48%, with 60 students each year. Is a rise shown?

# %% tags=["remove-input", "exercise"]
# Check the count
panels.check(
    mine,
    ss.ask_choice("check_behind", "More students are behind in", ["School X", "School Y"]),
    ss.school_with_more_behind({"School X": (0.40, 50), "School Y": (0.55, 400)}),
    "Students behind are students times the share who did not reach the goal.",
    "School Y: 45% of 400 is more than 60% of 50, although its rate is better.",
)

# %% tags=["remove-input", "exercise"]
# Check the change
panels.check(
    mine,
    ss.ask_choice("check_rise", "48%, then 52%, of 60 students each", ["yes, a rise is shown", "no, not shown"]),
    ss.rise_words(0.48, 0.52, 60),
    "How many students are four points of sixty?",
    "Two or three students more are within what another group of children brings by itself.",
)

# %% [markdown] tags=["exercise"]
# ## Agree on one question
#
# Choose one need and write one question about it, each table for itself. A good question names the students, is
# about learning, and does not hold its answer. Say why, and what would make you doubt it.

# %% tags=["remove-input", "exercise"]
# Your need and your question, and then the room's
decide = ss.need_questions(titles)
decided = panels.form(mine, *decide)
panels.reveal(decided, lambda: ss.room_needs_html(district_folder, "02_student_learning"))

# %% [markdown] tags=["exercise"]
# ## Talk about it together
#
# One person from each side answers before anybody comments.

# %% tags=["remove-input", "exercise"]
# The talk log
talked = [
    ss.talk("funded", "F", "For which of these needs did we spend most last year, and what did we expect from it?"),
    ss.talk("least_surprised", "A", "Which figure surprises you least, and why has it stayed so?"),
    ss.talk("rate_or_count", "T", "Few students far behind, or many a little behind: whom do we serve first, and why?"),
]
panels.form(mine, *talked)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the figures, the room and your choices
chosen = ss.room_needs(district_folder, "02_student_learning")
found = [ss.say_long_view(moved), ss.say_needs(needs), ss.say_room_needs(chosen), ss.say_question(mine.answers)]
ss.show_text(*(found if not missing else [missing, *found[2:]]))

# %% tags=["remove-input"]
# Take it home
kept = ["need_title", "goal_words", "students", "behind", "rate_words", "range_words", "rank_by_rate", "rank_by_count"]
ss.take_home(
    district,
    take_home,
    "02_student_learning",
    "Student learning: several years of results",
    found if not missing else [missing, *found[2:]],
    {"Needs": needs[[name for name in kept if name in needs]], "The room": chosen},
    [*guesses, *decide, *talked],
    mine,
)

# %% tags=["remove-input"]
# The needs page, to hand out
page = ss.needs_page(mine.answers, needs, titles, ss.say_room_needs(chosen))
ss.hand_out(district, take_home, "02_student_learning", "needs", "Our needs, and the one question we agreed", page)

# %% [markdown]
# **Talk about it.** Which figure would you have sworn was different? What would it take to know why?
#
# **Carry forward.** The need and the question: notebook 3 turns them into a goal, notebook 4 asks why.
#
# **Next.** *3. Goals*: how far, by when, for how many students.

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Let every table guess in silence first. Stay with the one-year chart until somebody from the table
# says aloud why the headline fails. If the room splits between rate and count, do not vote: ask each side which
# students the other side's choice would leave waiting. One question leaves the room, not three.
