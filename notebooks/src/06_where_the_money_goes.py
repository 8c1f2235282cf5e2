# %% [markdown]
# # 6. Where does the money go?
#
# **The decision.** Which part of our spending shall we look at first, now that we all read the same figures?
#
# **Time:** 60 minutes (25 talk, 35 hands-on). **Bring:** your guess, and last year's audit if you have it.
#
# **You will leave with:** your whole ledger on four pages, reconciled to the cent, and a workbook with every table.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "06_where_the_money_goes", person, take_home=take_home)
from smarter_spending.guide import nb06_where_the_money_goes as page

page.whose(case)

# %% tags=["remove-input"]
# Before you trust a figure
page.trust(case)

# %% [markdown]
# ## First: does our ledger agree with what we published?
#
# A figure that does not tie to the books ends the conversation. So before anything else, the ledger is added up and
# held against the totals the district has already printed.

# %% tags=["remove-input"]
# Our ledger beside the published totals
page.published(case)

# %% tags=["remove-input"]
# What was read, and how
page.notes(case)

# %% [markdown]
# ## A ledger holds more than spending
#
# Revenue, balances and transfers between our own pockets stand in the same file. They stay there; they are only not
# counted as spending. Here is what was set apart, and why.

# %% tags=["remove-input"]
# What is not spending
page.not_spending(case)

# %% [markdown]
# Each fund's own figures count what one fund pays another. Take that out once, line by line, and what the district
# spent is left. What is built from bonds, and what repays them, stand apart.

# %% tags=["remove-input"]
# What was spent, each dollar once
page.total(case)

# %% tags=["remove-input"]
# Every fund
page.funds(case)

# %% [markdown] tags=["exercise"]
# ## Guess before you look: what does it pay for?
#
# Of every 100 dollars the General Fund spends, how many pay people: salaries and benefits? Write your number down,
# then go on. Nobody is graded; the distance between your guess and the figure is what you will talk about.

# %% tags=["remove-input", "exercise"]
# Your guess
page.your_guess(case)

# %% tags=["remove-input"]
# By object: what was bought
page.by_object(case)

# %% [markdown]
# ## What the money does
#
# The same dollars once more, by function: teaching, supporting teachers, supporting students, running the place.

# %% tags=["remove-input"]
# By function: what it does
page.by_function(case)

# %% [markdown]
# ## Whom it is for
#
# The goal says which students a dollar was meant for. A large "undistributed" line is no fault; it means the code
# cannot tell you.

# %% tags=["remove-input"]
# By goal: for whom
page.by_goal(case)

# %% [markdown]
# ## Some dollars can only do some things
#
# Restricted dollars carry a rule about what they may buy. When we look for money later, a restricted dollar never
# pays for something outside its rule.

# %% tags=["remove-input"]
# Restricted and unrestricted
page.restricted(case)

# %% tags=["remove-input"]
# By resource: under which rule
page.by_resource(case)

# %% [markdown]
# ## What changed in the years we have
#
# A total can stand still while its parts move. Look for what grew while enrollment fell.

# %% tags=["remove-input"]
# Change by object
page.change(case)

# %% [markdown]
# ## What is spent at each school
#
# Only dollars coded to a school are counted here; the district office serves all of them. Money often follows need,
# so this picture says nothing about which school uses its dollars well.

# %% tags=["remove-input"]
# By school, per pupil
page.schools(case)

# %% [markdown]
# ## The same job does not cost the same everywhere
#
# Budgets often charge every teacher at the district's average. Actual pay differs with experience, and so does what
# each school really uses.

# %% tags=["remove-input"]
# Actual pay beside the average, by school
page.pay(case)

# %% tags=["remove-input"]
# The staffing table
page.positions(case)

# %% [markdown] tags=["exercise"]
# ## What one service costs a student
#
# Take a course or service you know. Put in its people, their pay, what else it buys and how many students it reaches.

# %% tags=["remove-input", "exercise"]
# Work out a unit cost
page.work_out(case)

# %% [markdown] tags=["exercise"]
# **Check.** A course uses 1.5 full-time teachers at \$80,000, benefits are 25% of pay, materials are \$10,000, and it
# serves 80 students. What does it cost per student?

# %% tags=["remove-input", "exercise"]
# Check the example
page.check_the_example(case)

# %% [markdown]
# ## The state's form, from our own rows
#
# The last tie-out: the ledger's General Fund in the layout of the state's Form 01. Anybody can hold it against the
# filed report.

# %% tags=["remove-input"]
# Form 01 by object
page.state_form(case)

# %% [markdown] tags=["exercise"]
# ## Decide together, in one sentence
#
# Agree on one line to look at first, and say why in a sentence you would repeat to your board.

# %% tags=["remove-input", "exercise"]
# What you decide
page.decide(case)

# %% tags=["remove-input", "exercise"]
# The talk log
page.talk_log(case)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the tables above
page.what_you_found(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown]
# **Talk about it.** What surprised finance? What surprised academics? What would you need to know before moving a dollar?
#
# **Carry forward.** The part you chose to look at first; the list of programs behind it is notebook 7.
#
# **Next.** *7. Program inventory*: every program on one list.

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Five minutes for the guess, no talking. If the reconciliation does not agree, stop here and mend the
# folder: `smarter-spending check` names every difference. Keep the school picture short; it invites blame it cannot bear.
