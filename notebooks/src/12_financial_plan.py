# %% [markdown]
# # 12. Strategic financial plan
#
# **The decision.** Can we keep what we decided for three years and longer, and what do we do, by when, if we cannot?
#
# **Time:** 60 minutes (30 talk, 30 hands-on). **Bring:** the dollars found (notebook 11), your budget assumptions.
#
# **You will leave with:** a plan of several years as a page and a workbook, with triggers and responses agreed beforehand.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"
seed: int = 2024  # fixes the random draws, so every run gives the same numbers

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "12_financial_plan", person, seed, take_home)
from smarter_spending.guide import nb12_financial_plan as page

page.whose(case)

# %% tags=["remove-input"]
# Before you trust a figure
page.trust(case)

# %% tags=["remove-input"]
# Who answers
page.who(case)

# %% [markdown] tags=["exercise"]
# ## Guess the year, before you see it
#
# Most plans are made in the year in which they break. Write down, each person alone: if we change nothing, in which
# fiscal year does our reserve fall below the board's policy?

# %% tags=["remove-input", "exercise"]
# Your guess
page.guess(case)

# %% [markdown]
# ## A plan begins where the ledger ended
#
# No plan is better than its first year. Ours is the general fund's, to the cent.

# %% tags=["remove-input"]
# The first year against the ledger
page.first_year(case)

# %% [markdown]
# ## What we assume
#
# Every figure after the first year rests on these. Ask of each: who says so, and since when? Where the district gave none,
# the years ahead are not shown.

# %% tags=["remove-input"]
# The assumptions
page.assumptions(case)

# %% [markdown]
# ## Next year's ninth graders sit in grade 8 today
#
# Let the children on file move up as children did before, and set beside it what the district assumes.

# %% tags=["remove-input"]
# Enrollment ahead
page.enrollment_ahead(case)

# %% [markdown]
# ## The state pays for yesterday's children, for a while
#
# California pays for the best of this year's attendance, last year's, and the mean of the three before. That softens a
# decline, and hides it. Before you believe the years ahead, see whether the formula explains this year's ledger.

# %% tags=["remove-input"]
# LCFF ahead
page.lcff_ahead(case)

# %% [markdown]
# ## The tempting answer: this year is fine
#
# This year's balance is what a board looks at. Much of it is held for something, and it says nothing about the next three
# years. In the second picture the first line goes on as we do; the second has the decisions of notebooks 10 and 11 in it,
# their savings at the figure to plan on.

# %% tags=["remove-input"]
# What the ending balance is held for
page.parts(case)

# %% tags=["remove-input"]
# Supplemental and concentration money
page.bound(case)

# %% tags=["remove-input"]
# The reserve, year by year
page.reserves(case)

# %% tags=["remove-input"]
# What the decisions change
page.changes(case)

# %% [markdown]
# ## Three cases, and a fan
#
# One line is a wish. A low case, a high case and a fan of draws show how much of it is.

# %% tags=["remove-input"]
# The three cases
page.three_cases(case)

# %% tags=["remove-input"]
# How far a rate may lie off, and who says so
page.spreads(case)

# %% tags=["remove-input"]
# The fan
page.fan(case)

# %% [markdown] tags=["exercise"]
# ## Agree now what you will do then
#
# A trigger is a promise made while everybody is calm. For each: what do you do, and who says that it is time?

# %% tags=["remove-input", "exercise"]
# Your triggers
page.ask_triggers(case)

# %% tags=["remove-input"]
# When each would be met
page.triggers(case)

# %% [markdown] tags=["exercise"]
# **Check.** An example: suppose COLAs of 1.07, 2.93, 3.08, 3.30 and 3.29 percent in five years. What is a dollar of the
# first day after all five?

# %% tags=["remove-input", "exercise"]
# Check the compounding
page.check_compounding(case)

# %% [markdown] tags=["exercise"]
# ## Talk about it

# %% tags=["remove-input", "exercise"]
# The talk log
page.talk_log(case)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the tables above
page.what_you_found(case)

# %% tags=["remove-input"]
# The plan, to hand out
page.plan_to_hand_out(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown]
# **Talk about it.** What would you have to hear from this plan to change a decision of notebook 11?
#
# **Carry forward.** The dollars each year may use go to the schools' allocations and the plan of action.
#
# **Next.** *13. School allocations.*

# %% [markdown] tags=["facilitator"]
# **Facilitator.** The guess first, alone. When somebody fights an assumption, good: change it in `assumptions.csv` over
# the break and run the page again. Do not leave the room without a name and a month behind each trigger.
