# %% [markdown]
# # 7. Program inventory
#
# **The decision.** Which of our programs are ready for a deep review, and what must we find out about the others?
#
# **Time:** 60 minutes (25 talk, 35 hands-on). **Bring:** the names of programs you would defend, and of one you would not.
#
# **You will leave with:** one list of every program, a map of overlaps, a deep-review list with reasons, and a list of
# data to get.

# %% tags=["parameters"]
district_folder: str = "../data/samples/altamont_valley"  # the folder holding your district's spreadsheets
take_home: str = "../out/altamont_valley/take_home"  # where the pages and workbook you take home are written
person: str = ""  # your display name, if several people answer; blank means "our team"
smallest_program: int = 30  # students a program needs before its results can be compared

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss
from smarter_spending import panels

district = ss.load_district(district_folder)
mine = ss.open_choices(district_folder, "07_program_inventory", person)
programs, missing = district.programs, ss.needs(district, "programs")
ss.show_text(ss.say_district(district))

# %% tags=["remove-input"]
# Before you trust a figure
ss.show_table(ss.first_screen(district), "What was checked before any figure was shown")

# %% [markdown] tags=["exercise"]
# ## Choose blind, before you see the data
#
# Most rooms review the programs people talk about. Write down three you would review first, from memory. You will
# hold your list against what the data can bear.

# %% tags=["remove-input", "exercise"]
# Your three, from memory
blind = [
    ss.ask_words("blind", "Three programs we would review first"),
    ss.ask_number("blind_total", "How many programs do we run, at a guess", unit="programs"),
]
panels.form(mine, *blind)

# %% [markdown]
# ## Everything we fund, on one list
#
# A program is anything the district pays for to move an outcome: a curriculum, a coach, a summer school, a contract.

# %% tags=["remove-input"]
# What each program costs, from the ledger where it can be
costs = ss.program_costs(
    programs, district.ledger, district.staffing, district.ingredients, district.program_participation, district.fiscal_year
)
ss.show_text(ss.say_inventory(costs, mine.answers), otherwise=missing)

# %% tags=["remove-input"]
# The dearest programs
shown = ss.hide_small(costs.head(15), "students_served", district.minimum_group, ["cost_per_student"])
ss.show_table(
    shown,
    "The programs that cost most",
    ["program", "total_cost", "students_served", "cost_per_student", "fund_restriction", "cost_source"],
    missing,
)

# %% [markdown]
# ## What the list is for, in dollars
#
# Add the programs up by the aim they serve. If an aim you call a priority is a thin bar, that is worth a minute.

# %% tags=["remove-input"]
# Cost by aim
by_aim = ss.cost_by_goal_area(programs, costs)
ss.show_chart(ss.chart_spending, by_aim, ss.say_largest(by_aim, "aim"), missing, title="Program dollars by aim")

# %% tags=["remove-input"]
# The same as a table
ss.show_table(by_aim, "Programs and dollars by aim", ["title", "programs", "dollars", "share"], missing)

# %% [markdown]
# ## What we do not know is a finding
#
# A blank cell is not a clerical matter. It means that nobody could say whether the program reached anybody, or what
# it was meant to change.

# %% tags=["remove-input"]
# How complete the inventory is
filled = ss.completeness(programs)
ss.show_table(filled.head(12), "The fields most often blank", ["field_words", "filled", "blank", "share_filled"], missing)

# %% tags=["remove-input"]
# Said plainly
ss.show_text(ss.say_completeness(filled), otherwise=missing)

# %% [markdown]
# ## Some programs do the same thing for the same students
#
# Programs that teach the same skill in the same grades may support each other, or may pay twice for one job. The
# table cannot tell which; the people who run them can.

# %% tags=["remove-input"]
# Overlaps
overlapping = ss.overlaps(programs, costs)
ss.show_table(
    overlapping.head(12),
    "Same skill, same grades",
    ["skill", "program", "other_program", "shared_grades_words", "dollars"],
    missing or ss.say_overlaps(overlapping, programs),
)

# %% tags=["remove-input"]
# Said plainly
ss.show_text(ss.say_overlaps(overlapping, programs), otherwise=missing)

# %% [markdown]
# ## Five tests for a deep review
#
# A program can be reviewed deeply when its cost is known, its outcome is known, enough students took part, there are
# similar students to compare them with, and it is known how much of it they got.

# %% tags=["remove-input"]
# The five tests
ready = ss.readiness(programs, costs, district.program_participation, district.students_outcomes, minimum=smallest_program)
tests = ss.triage_counts(ready)
ss.show_chart(ss.chart_readiness, tests, ss.say_ready(ready), missing, title="Programs that pass each test")

# %% tags=["remove-input"]
# The same as a table
ss.show_table(tests, "Programs that pass each test", ["test", "programs", "share"], missing)

# %% tags=["remove-input"]
# Ready for a deep review
ss.show_table(
    ready[ready["ready"]],
    "Ready for a deep review",
    ["program", "total_cost", "students_served", "students_compared"],
    missing or "No program passes all five tests yet; the next table says what would change that.",
)

# %% tags=["remove-input"]
# One piece of data away
ss.show_table(
    ss.nearly_ready(ready).head(12),
    "One answer away from a deep review",
    ["program", "total_cost", "missing_words"],
    missing or "No program is one answer away.",
)

# %% [markdown] tags=["exercise"]
# ## Hold your blind list against the data
#
# Which of your three passed? Do not drop the others: a program that cannot be reviewed yet is not a bad program. It
# goes on the list of data to get.

# %% tags=["remove-input", "exercise"]
# Your deep-review list
decide = [
    *[ss.ask_choice(f"review_{place}", f"Deep review {place}", ss.choices_from(ready[ready["ready"]], "program")) for place in (1, 2, 3)],
    ss.ask_words("first_data", "The data we get first, from whom (by role), by when"),
]
panels.form(mine, *decide)

# %% [markdown] tags=["exercise"]
# ## Five fields for the first one
#
# Fill them for your first program. They are what the people who run it, and the people who pay for it, must agree on
# before anybody looks at results.

# %% tags=["remove-input", "exercise"]
# The deep-review sheet
sheet = ss.deep_review_questions()
panels.form(mine, *sheet)

# %% [markdown] tags=["exercise"]
# **Check.** A district lists 60 programs, and 7 pass all five tests. What share is that?

# %% tags=["remove-input", "exercise"]
# Check the example
panels.check(
    mine,
    ss.ask_number("check_share", "Percent ready", high=100, step=0.1),
    100 * 7 / 60,
    "Divide the programs that pass by all that are listed.",
    "And the other 88% are a finding: nobody can say yet what they buy.",
)

# %% [markdown] tags=["exercise"]
# ## Talk about it

# %% tags=["remove-input", "exercise"]
# The talk log
talked = [
    ss.talk("unknown_cost", "F", "Which program's cost did you not know before today?"),
    ss.talk("unknown_outcome", "A", "Which program's intended outcome could nobody name?"),
    ss.talk("overlap", "T", "Which overlap is on purpose, and which is a habit?"),
]
panels.form(mine, *talked)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the tables above
found = [ss.say_inventory(costs, mine.answers), ss.say_completeness(filled), ss.say_overlaps(overlapping, programs), ss.say_ready(ready)]
ss.show_text(*found, otherwise=missing)

# %% tags=["remove-input"]
# Take it home
small = ["cost_per_student", "marginal_cost_per_student"]
inventory = ss.hide_small(costs, "students_served", district.minimum_group, small)
listed = ss.hide_small(ready, "students_served", district.minimum_group, ["students_with_outcome"])
tables = {"Inventory": inventory, "By aim": by_aim, "Overlaps": overlapping}
tables |= {"Deep review": listed[listed["ready"]], "Data to get": listed[~listed["ready"]]}
answers = [*blind, *decide, *sheet, *talked]
ss.take_home(district, take_home, "07_program_inventory", "Program inventory", found, tables, answers, mine)

# %% [markdown]
# **Talk about it.** What would it take to know the missing outcome of your dearest program?
#
# **Carry forward.** The deep-review list goes to notebook 8, where each program meets a fair comparison.
#
# **Next.** *8. What moved the needle*, and then *9. Cost per outcome*.

# %% [markdown] tags=["facilitator"]
# **Facilitator.** The blind list first, three minutes, on paper if the room is loud. When a table defends a program
# that failed a test, ask which test, and who has the data.
