# %% [markdown]
# # 6. Where does the money go?
#
# **The decision.** Which part of our spending shall we look at first, now that we all read the same figures?
#
# **Time:** 60 minutes (25 talk, 35 hands-on). **Bring:** your guess, and last year's audit if you have it.
#
# **You will leave with:** your whole ledger on four pages, reconciled to the cent, and a workbook with every table.

# %% tags=["parameters"]
district_folder: str = "../data/samples/altamont_valley"  # the folder holding your district's spreadsheets
take_home: str = "../out/altamont_valley/take_home"  # where the page and workbook you take home are written
person: str = ""  # your display name, if several people answer; blank means "our team"

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss
from smarter_spending import panels

district = ss.load_district(district_folder)
mine = ss.open_choices(district_folder, "06_where_the_money_goes", person)
ledger, year = district.ledger, district.fiscal_year
students = ss.enrollment_by_year(district.enrollment_lcff)
ss.show_text(ss.say_district(district))

# %% tags=["remove-input"]
# Before you trust a figure
ss.show_table(ss.first_screen(district), "What was checked before any figure was shown")

# %% [markdown]
# ## First: does our ledger agree with what we published?
#
# A figure that does not tie to the books ends the conversation. So before anything else, the ledger is added up and
# held against the totals the district has already printed.

# %% tags=["remove-input"]
# Our ledger beside the published totals
reconciled = ss.reconcile(ledger, district.control_totals, year)
ss.show_table(
    reconciled,
    "Our ledger beside the published totals",
    ["title", "ledger_dollars", "control_total", "difference", "agrees", "source"],
    ss.needs(district, "control_totals"),
)

# %% tags=["remove-input"]
# What was read, and how
ss.show_text(ss.say_reconciled(reconciled), ss.say_notes(district))

# %% [markdown]
# ## A ledger holds more than spending
#
# Revenue, balances and transfers between our own pockets stand in the same file. They stay there; they are only not
# counted as spending. Here is what was set apart, and why.

# %% tags=["remove-input"]
# What is not spending
apart = ss.set_apart(ledger, year)
ss.show_table(apart, "In the ledger, but not spending", ["title", "dollars", "reason"])

# %% tags=["remove-input"]
# How much of the file is spending
spent = ss.spending_by(ledger, "fund", year, students=students.get(year), titles=ss.titles("fund"))
ss.show_text(ss.say_total(spent, year), otherwise=ss.needs(district, "ledger"))

# %% tags=["remove-input"]
# Every fund
ss.show_table(spent, "Spending by fund", ["title", "dollars", "share", "per_student"], ss.needs(district, "ledger"))

# %% [markdown] tags=["exercise"]
# ## Guess before you look: what does it pay for?
#
# Of every 100 dollars the General Fund spends, how many pay people: salaries and benefits? Write your number down,
# then go on. Nobody is graded; the distance between your guess and the figure is what you will talk about.

# %% tags=["remove-input", "exercise"]
# Your guess
panels.form(mine, ss.ask_number("people_guess", "Of every $100, dollars for people", 50, 0, 100, unit="dollars of $100"))

# %% tags=["remove-input"]
# By object: what was bought
general = ledger[ledger["fund"] == "01"]
by_object = ss.spending_by(general, "object_group", year, students=students.get(year))
ss.show_chart(ss.chart_spending, by_object, ss.say_people(by_object, mine.answers), title="What the General Fund buys")

# %% tags=["remove-input"]
# The same as a table
ss.show_table(by_object, "General Fund spending by object", ["title", "dollars", "share", "per_student"])

# %% [markdown]
# ## What the money does
#
# The same dollars once more, by function: teaching, supporting teachers, supporting students, running the place.

# %% tags=["remove-input"]
# By function: what it does
by_function = ss.spending_by(general, "function_group", year, students=students.get(year))
ss.show_chart(ss.chart_spending, by_function, ss.say_largest(by_function, "function"), title="What the General Fund does")

# %% tags=["remove-input"]
# The same as a table
ss.show_table(by_function, "General Fund spending by function", ["title", "dollars", "share", "per_student"])

# %% [markdown]
# ## Whom it is for
#
# The goal says which students a dollar was meant for. A large "undistributed" line is no fault; it means the code
# cannot tell you.

# %% tags=["remove-input"]
# By goal: for whom
by_goal = ss.spending_by(general, "goal", year, titles=ss.titles("goal"))
ss.show_table(by_goal.head(10), "General Fund spending by goal, largest first", ["title", "dollars", "share"])

# %% [markdown]
# ## Some dollars can only do some things
#
# Restricted dollars carry a rule about what they may buy. When we look for money later, a restricted dollar never
# pays for something outside its rule.

# %% tags=["remove-input"]
# Restricted and unrestricted
by_restriction = ss.spending_by(general, "restriction", year)
ss.show_text(ss.say_restricted(by_restriction), otherwise=ss.needs(district, "ledger"))

# %% tags=["remove-input"]
# By resource: under which rule
by_resource = ss.spending_by(general, "resource", year, titles=ss.titles("resource"))
ss.show_table(by_resource.head(12), "General Fund spending by resource, largest first", ["title", "dollars", "share"])

# %% [markdown]
# ## What changed in the years we have
#
# A total can stand still while its parts move. Look for what grew while enrollment fell.

# %% tags=["remove-input"]
# Change by object
change = ss.spending_change(general, "object_group")
ss.show_chart(ss.chart_change, change, ss.say_change(change, students), title="Spending, first and latest year", years=ss.years_in(change))

# %% tags=["remove-input"]
# The same as a table
ss.show_table(change, "General Fund spending by object, year by year", ["title", *ss.years_in(change), "change", "change_share"])

# %% [markdown]
# ## What is spent at each school
#
# Only dollars coded to a school are counted here; the district office serves all of them. Money often follows need,
# so this picture says nothing about which school uses its dollars well.

# %% tags=["remove-input"]
# By school, per pupil
schools = ss.spending_by_school(ledger, district.schools, year, minimum=district.minimum_group)
ss.show_chart(
    ss.chart_per_pupil, schools, ss.say_schools(schools), ss.needs(district, "schools"), title="Direct dollars per pupil, by school"
)

# %% tags=["remove-input"]
# The same as a table
ss.show_table(
    schools,
    "Spending coded to each school",
    ["school_name", "enrollment", "dollars", "per_pupil", "unduplicated_share"],
    ss.needs(district, "schools"),
)

# %% [markdown]
# ## The same job does not cost the same everywhere
#
# Budgets often charge every teacher at the district's average. Actual pay differs with experience, and so does what
# each school really uses.

# %% tags=["remove-input"]
# Actual pay beside the average, by school
pay = ss.staffing_by_school(district.staffing, district.schools, year)
ss.show_chart(ss.chart_pay, pay, ss.say_pay(pay), ss.needs(district, "staffing"), title="Actual pay against the average")

# %% tags=["remove-input"]
# The staffing table
jobs = ss.staffing_by(district.staffing, "job_class", year)
ss.show_table(jobs.head(15), "Positions by job, largest first", ["title", "fte", "actual_pay"], ss.needs(district, "staffing"))

# %% [markdown] tags=["exercise"]
# ## What one service costs a student
#
# Take a course or service you know. Put in its people, their pay, what else it buys and how many students it reaches.

# %% tags=["remove-input", "exercise"]
# Work out a unit cost
panels.what_if(mine, *ss.unit_cost_calculator(jobs))

# %% [markdown] tags=["exercise"]
# **Check.** A course uses 1.5 full-time teachers at \$80,000, benefits are 25% of pay, materials are \$10,000, and it
# serves 80 students. What does it cost per student?

# %% tags=["remove-input", "exercise"]
# Check the example
panels.check(
    mine,
    ss.ask_number("check_unit_cost", "Dollars per student"),
    ss.unit_cost(1.5, 80_000, 0.25, 10_000, 80),
    "Pay is 1.5 × $80,000; then add a quarter of it for benefits, and the materials, before you divide.",
    "People, their benefits and materials, shared by 80 students.",
)

# %% [markdown]
# ## The state's form, from our own rows
#
# The last tie-out: the ledger's General Fund in the layout of the state's Form 01. Anybody can hold it against the
# filed report.

# %% tags=["remove-input"]
# Form 01 by object
form = ss.form01(ledger, year)
ss.show_table(
    form, "General Fund as Form 01 prints it, by object", ["title", "unrestricted", "restricted", "total"], ss.needs(district, "ledger")
)

# %% [markdown] tags=["exercise"]
# ## Decide together, in one sentence
#
# Agree on one line to look at first, and say why in a sentence you would repeat to your board.

# %% tags=["remove-input", "exercise"]
# What you decide
decide = [
    ss.ask_choice("first_look", "The part we look at first", ss.choices_from(by_function, "title")),
    ss.ask_words("first_look_reason", "Because"),
]
panels.form(mine, *decide)

# %% tags=["remove-input", "exercise"]
# The talk log
talked = [
    ss.talk("moved", "F", "Which line moved most, and did anyone decide that it should?"),
    ss.talk("unexplained", "A", "Which line could you not explain to a parent?"),
    ss.talk("habit", "T", "Which restricted dollars serve their purpose, and which a habit?"),
]
panels.form(mine, *talked)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the tables above
found = [
    ss.say_reconciled(reconciled),
    ss.say_people(by_object, mine.answers),
    ss.say_restricted(by_restriction),
    ss.say_change(change, students),
]
ss.show_text(*found)

# %% tags=["remove-input"]
# Take it home
tables = {"Reconciliation": reconciled, "Set apart": apart, "By fund": spent, "By object": by_object}
tables |= {"By function": by_function, "By goal": by_goal, "By resource": by_resource}
tables |= {"Change": change, "Schools": schools, "Staffing": jobs, "Form 01": form}
title = "Where the money goes"
ss.take_home(district, take_home, "06_where_the_money_goes", title, found, tables, [*decide, *talked], mine)

# %% [markdown]
# **Talk about it.** What surprised finance? What surprised academics? What would you need to know before moving a dollar?
#
# **Carry forward.** The part you chose to look at first; the list of programs behind it is notebook 7.
#
# **Next.** *7. Program inventory*: every program on one list.

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Five minutes for the guess, no talking. If the reconciliation does not agree, stop here and mend the
# folder: `smarter-spending check` names every difference. Keep the school picture short; it invites blame it cannot bear.
