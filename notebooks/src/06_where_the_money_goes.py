# %% [markdown]
# # 6. Where does the money go?
#
# **Decide:** which part of our spending we look at first, now that we all read the same figures.
#
# **30 minutes:** 4 to read, 12 to talk, 14 hands-on. **Bring** your guess, and last year's audit if you have it.

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to read, 1 to talk.
#
# **Say:** “We are not looking for waste. We are making sure we all read the same figures.”
#
# **If the room sticks:** Two totals circulate in every district. This one counts each dollar once; say it before
# somebody brings the other.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "06_where_the_money_goes", person, take_home=take_home)
from smarter_spending.guide import nb06_where_the_money_goes as page

# %% tags=["remove-input"]
# In short
page.in_short(case)

# %% [markdown]
# ## Does our ledger agree with what we published?
#
# A figure that does not tie to the books ends the conversation. So the ledger is first held against the totals that
# the district has printed.

# %% [markdown] tags=["facilitator"]
# **4 minutes:** 1 to read, 1 to talk, 2 hands-on.
#
# **Say:** “Before we use a figure, does it tie? Find your own total in the audit you brought.”
#
# **If the room sticks:** It does not agree. Stop here and fix the folder first: `smarter-spending check` names every
# difference. A room that doubts the first table doubts them all.

# %% tags=["remove-input"]
# Our ledger beside the published totals
page.seen(page.published(case))

# %% tags=["remove-input"]
# What was spent, each dollar once
page.seen(page.total(case))

# %% [markdown]
# ## Guess before you look: what does it pay for?
#
# Of every \$100 the General Fund spends, how many dollars pay people? Write your number, then go on.

# %% [markdown] tags=["facilitator"]
# **6 minutes:** 2 to talk, 4 hands-on.
#
# **Say:** “Of every hundred dollars, how many pay people? Write it down, no talking.”
#
# **If the room sticks:** Finance people smile and others go quiet. Ask a principal to read theirs first. The surprise
# is how little is left to move without touching a position.

# %% tags=["remove-input", "exercise"]
# Your guess
page.your_guess(case)

# %% tags=["remove-input"]
# By object: what was bought
page.drawn(page.by_object(case))

# %% [markdown]
# ## What the money does, and what may move
#
# The same dollars, by what they do: teaching, supporting teachers and students, running the place. Restricted dollars
# never pay for something outside their rule.

# %% [markdown] tags=["facilitator"]
# **4 minutes:** 1 to read, 2 to talk, 1 hands-on.
#
# **Say:** “The same dollars, by what they do. Now: which of them may move at all?”
#
# **If the room sticks:** “Restricted means we can't touch it.” It means that it has to serve its purpose; ask whether
# what it buys today does.

# %% tags=["remove-input"]
# By function: what it does
page.drawn(page.by_function(case))

# %% tags=["remove-input"]
# Every dollar in one lens
page.seen(page.lenses(case))

# %% tags=["remove-input"]
# Restricted and unrestricted
page.seen(page.restricted(case))

# %% [markdown]
# ## What changed, and where it is spent
#
# A total can stand still while its parts move. Look for what grew while enrollment fell.

# %% [markdown] tags=["facilitator"]
# **5 minutes:** 1 to read, 2 to talk, 2 hands-on.
#
# **Say:** “Look for what grew while enrollment fell. Did anyone decide that?”
#
# **If the room sticks:** Principals compare schools. Keep this short: money often follows need, and the picture cannot
# bear blame.

# %% tags=["remove-input"]
# Change by object
page.seen(page.change(case))

# %% [markdown]
# Only dollars coded to a school count here; the district office serves all of them. Money often follows need, so the
# picture says nothing about which school uses its dollars well.

# %% tags=["remove-input"]
# By school, for each student
page.seen(page.schools(case))

# %% [markdown]
# ## Decide: which part do we look at first?

# %% [markdown] tags=["facilitator"]
# **5 minutes:** 2 to talk, 3 hands-on.
#
# **Say:** “Which part do we look at first? Large, growing, or hard to explain: pick your reason.”
#
# **If the room sticks:** The table picks what it dislikes. Ask what it expects to find there, and what would surprise
# it.

# %% tags=["remove-input"]
# Who speaks first
page.talk_first(case)

# %% tags=["remove-input", "exercise"]
# Your decision
page.decide(case)

# %% [markdown]
# ## Check yourself: an invented course

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 2 hands-on.
#
# **Say:** “People, their benefits, what else it buys; and only then divide.”
#
# **If the room sticks:** Benefits are forgotten. Ask who pays them, if not this course.

# %% tags=["remove-input", "exercise"]
# Check yourself
page.check_the_example(case)

# %% [markdown]
# ## Say it to your board

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 to talk.
#
# **Say:** “Say it without the word ‘fund’.”
#
# **If the room sticks:** It turns into a lecture on codes. One figure, one sentence, stop.

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown]
# ## Take it home with you

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 to talk.
#
# **Say:** “Which line could you not explain to a parent tonight?”
#
# **If the room sticks:** People name other people's lines. Ask for their own.

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown] tags=["analyst"]
# ## For the analyst
#
# Revenue, balances and transfers between our own pockets stand in the ledger too; they are set apart, not counted as
# spending. Each fund's own figures count what one fund pays another: that is taken out once, line by line. A large
# “undistributed” goal is no fault; it means that the code cannot tell. Budgets often charge every teacher at the
# district's average; actual pay differs. Form 01 is the last tie-out. The workbook holds every row.

# %% tags=["remove-input", "analyst"]
# What was checked before any figure was shown
page.trust(case)

# %% tags=["remove-input", "analyst"]
# Our ledger beside the published totals
page.table(page.published(case))

# %% tags=["remove-input", "analyst"]
# What was read, and how
page.notes(case)

# %% tags=["remove-input", "analyst"]
# What is not spending
page.not_spending(case)

# %% tags=["remove-input", "analyst"]
# What was spent, each dollar once
page.table(page.total(case))

# %% tags=["remove-input", "analyst"]
# Every fund
page.funds(case)

# %% tags=["remove-input", "analyst"]
# By object
page.table(page.by_object(case))

# %% tags=["remove-input", "analyst"]
# By function
page.table(page.by_function(case))

# %% tags=["remove-input", "analyst"]
# Every dollar in one lens
page.table(page.lenses(case))

# %% tags=["remove-input", "analyst"]
# Where a first look points
page.screens(case)

# %% tags=["remove-input", "analyst"]
# By goal: for whom
page.by_goal(case)

# %% tags=["remove-input", "analyst"]
# By resource: under which rule
page.by_resource(case)

# %% tags=["remove-input", "analyst"]
# Change by object
page.table(page.change(case))

# %% tags=["remove-input", "analyst"]
# By school
page.table(page.schools(case))

# %% tags=["remove-input", "analyst"]
# Actual pay beside the average, by school
page.pay(case)

# %% tags=["remove-input", "analyst"]
# The staffing table
page.positions(case)

# %% [markdown] tags=["analyst"]
# What one course or service costs a student: put in its people, their pay, what else it buys and how many it reaches.

# %% tags=["remove-input", "analyst", "exercise"]
# Work out a unit cost
page.work_out(case)

# %% tags=["remove-input", "analyst"]
# Form 01 by object
page.state_form(case)

# %% [markdown]
# ## Next: every program on one list
#
# The part you look at first goes with you; the programs behind it are notebook 7.
