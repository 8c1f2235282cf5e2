# %% [markdown]
# # 8. What moved the needle?
#
# **The decision.** Of which programs may we say that they worked, and of which can nobody tell yet?
#
# **Time:** 75 minutes (40 talk, 35 hands-on). **Bring:** the deep-review list from notebook 7.
#
# **You will leave with:** a table of what each program did, and for each the sentence you may say to your board.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "08_what_moved_the_needle", person, take_home=take_home)
from smarter_spending.guide import nb08_what_moved_the_needle as page

page.whose(case)

# %% tags=["remove-input"]
# Before you trust a figure
page.trust(case)

# %% tags=["remove-input"]
# Work out every program once
page.looked_at(case)

# %% [markdown] tags=["exercise"]
# ## Say first which program you believe in
#
# Each person writes one program that surely works, and one that surely does not, and how they know. Then go on.

# %% tags=["remove-input", "exercise"]
# Commit in writing
page.believe(case)

# %% [markdown]
# ## The figure most reports show
#
# Take everybody in a program, take everybody else, and compare their scores this spring. It is quick, it is exact, and
# it looks like an answer.

# %% tags=["remove-input"]
# The plain gap
page.plain_gap(case)

# %% [markdown]
# ## It measures who was sent there
#
# Tutoring is for students who struggle; a writing academy is for those who love to write. They stood apart *before* the
# program began. A fairer comparison sets each participant beside students alike in what is on record.

# %% tags=["remove-input"]
# How far apart they stood before
page.before(case)

# %% [markdown] tags=["exercise"]
# **Check.** Before a program began, its students stood 0.30 standard deviations below the comparison students on last year's
# test. May we adjust for that and call what is left an effect?

# %% tags=["remove-input", "exercise"]
# Check the rule
page.check_the_rule(case)

# %% [markdown]
# ## The same programs, fairly compared
#
# Now last year's score, and what else was known of each student, are held alike. The range is chance alone. No range covers
# what nobody measured, such as who *wanted* the seat: the last column says how strong that would have to be.

# %% tags=["remove-input"]
# Plain gap and adjusted effect
page.fairly_compared(case)

# %% [markdown]
# ## Two more ways to be wrong
#
# A second way of adjusting should agree with the first. And the program must show nothing for the year *before* it
# began; if it does, we are still looking at who takes part. Neither check sees what nobody measured.

# %% tags=["remove-input"]
# Second estimator and placebo
page.two_checks(case)

# %% tags=["remove-input"]
# How much of the program they got
page.delivery(case)

# %% [markdown]
# ## "Cannot tell" is an answer
#
# It is not a bad mark. It says what would have to be different before anybody could know: a comparison, more schools,
# a named outcome, a record of who took part.

# %% tags=["remove-input"]
# Of which nobody can tell, and why
page.cannot_tell(case)

# %% [markdown]
# ## What you may say, and what you may not
#
# The first sentence survives a question from the floor. The second is made from the same records, and does not.

# %% tags=["remove-input"]
# Two sentences for each program
page.said_to_a_board(case)

# %% [markdown]
# ## A picture to be careful with
#
# Somebody will draw it: what each school spends beside how its students score. Look at it once, with its warning, and
# then never as an answer.

# %% tags=["remove-input"]
# Spending beside scores, school by school
page.spending_beside_scores(case)

# %% [markdown] tags=["exercise"]
# ## Decide together, in one sentence
#
# Go back to what you believed. Then choose one sentence your board should hear, and one question to answer by next year.

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
# **Talk about it.** What would you have decided last year on the plain gap?
#
# **Carry forward.** The effects one can tell of go to notebook 9, where each meets its cost.
#
# **Next.** *9. What did each program buy?*

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Do not skip the believing. When somebody defends a program nobody can tell of, agree with them: it may
# well work. Then ask what record would show it.
