# %% [markdown]
# # 8. What moved the needle?
#
# **Decide:** which programs we may say worked, and which nobody can judge yet.
#
# **30 minutes:** 5 to read, 13 to talk, 12 hands-on. **Bring** the deep-review list from notebook 7.

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to read, 1 to talk.
#
# **Say:** “Before money: did it work? And are we able to tell?”
#
# **If the room sticks:** Somebody calls the result a ranking. It is not: the number only says how many programs show a
# gain.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "08_what_moved_the_needle", person, take_home=take_home)
from smarter_spending.guide import nb08_what_moved_the_needle as page

# %% tags=["remove-input"]
# In short
page.in_short(case)

# %% [markdown]
# ## The figure most reports show
#
# Compare the scores of everyone in a program with everyone else's. It is quick and exact, and looks like an answer.

# %% [markdown] tags=["facilitator"]
# **7 minutes:** 1 to read, 2 to talk, 4 hands-on.
#
# **Say:** “Commit in writing: which program do you believe in? Which not?” Do not skip the believing.
#
# **If the room sticks:** The plain gap says that a loved program does harm, and the room is upset. Good; do not explain
# yet. Ask who is sent there.

# %% tags=["remove-input"]
# The plain gap
page.plain_gap(case)

# %% [markdown]
# Before you scroll: which of our programs do you believe in?

# %% tags=["remove-input", "exercise"]
# Commit in writing
page.believe(case)

# %% [markdown]
# ## It measures who was sent there
#
# Tutoring is for students who struggle; a writing academy is for those who love to write. They stood apart *before*
# the program began. A fair comparison sets each beside students like them.

# %% [markdown] tags=["facilitator"]
# **4 minutes:** 1 to read, 3 to talk.
#
# **Say:** “Same programs, beside students like theirs. What moved?”
#
# **If the room sticks:** “So you made the numbers nicer.” Some get worse. Show one that rose and one that fell, and ask
# who was in each.

# %% tags=["remove-input"]
# The plain gap beside the fair comparison
page.fair(case)

# %% [markdown]
# ## “Cannot tell” is an answer
#
# It is not a bad mark. It says what would have to be different before anyone could know.

# %% [markdown] tags=["facilitator"]
# **4 minutes:** 1 to read, 2 to talk, 1 hands-on.
#
# **Say:** “Find one you care about. What would let us tell by next year?”
#
# **If the room sticks:** Somebody defends a program that nobody can judge yet. Agree: it may well work. Then ask what
# record would show it.

# %% tags=["remove-input"]
# Why nobody can tell, and what would let us
page.cannot_tell(case)

# %% [markdown]
# ## Decide: which of them worked?

# %% [markdown] tags=["facilitator"]
# **9 minutes:** 1 to read, 3 to talk, 5 hands-on.
#
# **Say:** “Which ones may we say in public worked? For the others, write what we find out, and how.”
#
# **If the room sticks:** The table adds one it loves. The page answers under the box; let it. Leaving everything blank
# is not caution: say “none yet”.

# %% tags=["remove-input"]
# Who speaks first
page.talk_first(case)

# %% tags=["remove-input", "exercise"]
# Your decision
page.decide(case)

# %% [markdown]
# ## Check yourself: an invented program

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 2 hands-on.
#
# **Say:** “How far apart were they before anything began?”
#
# **If the room sticks:** “But we adjusted.” Past a certain distance no adjustment is trusted, and the hint says where
# it lies.

# %% tags=["remove-input", "exercise"]
# Check yourself
page.check_the_rule(case)

# %% [markdown]
# ## Say it to your board

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 to talk.
#
# **Say:** “Say a gain, with its range, as one sentence.”
#
# **If the room sticks:** They drop the range to sound sure. Ask what they will say if next year's figure is at its low
# end.

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown]
# ## Take it home with you

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 to talk.
#
# **Say:** “Which plain gap have you used in a meeting, and what would you say now?” Begin with yourself.
#
# **If the room sticks:** Nobody volunteers. Tell yours, and wait; the second hand goes up quickly.

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown] tags=["analyst"]
# ## For the analyst
#
# Effects are in standard deviations of the grade, adjusted for what was known before the program, with errors clustered
# by school. A second way of adjusting should agree with the first, and nothing may show for the year before a program
# began; what was not checked, or is unclear, is not ruled out. Neither check sees what nobody measured. The workbook
# holds every figure.

# %% tags=["remove-input", "analyst"]
# What was checked before any figure was shown
page.trust(case)

# %% tags=["remove-input", "analyst"]
# How far apart they stood before
page.before(case)

# %% tags=["remove-input", "analyst"]
# Plain gap and adjusted effect
page.fairly_compared(case)

# %% tags=["remove-input", "analyst"]
# Second estimator and placebo
page.two_checks(case)

# %% tags=["remove-input", "analyst"]
# Of which nobody can tell, with every reason
page.why_not(case)

# %% tags=["remove-input", "analyst"]
# Two sentences for each program
page.said_to_a_board(case)

# %% [markdown]
# ## Next: what did each program buy?
#
# The effects that one can tell go to notebook 9, where each meets its cost.
