# %% [markdown]
# # 12. Strategic financial plan
#
# **Decide:** can we keep what we decided in every year of the plan, and what do we do, by when, if we cannot?
#
# **40 minutes:** 5 to read, 20 to talk, 15 hands-on. **Bring** the dollars found in notebook 11, and your budget
# assumptions.

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

# %% tags=["remove-input"]
# In short
page.in_short(case)

# %% [markdown]
# ## This year's balance hides the years after it
#
# A board looks at the balance of the year that closed. Plans break later. Each person alone: if we change nothing, in
# which year?

# %% tags=["remove-input", "exercise"]
# Your guess
page.guess(case)

# %% tags=["remove-input"]
# The reserve, year by year, as we go on
page.reserves(case)

# %% [markdown]
# ## Next year's ninth graders sit in grade 8 today
#
# Dollars follow students. Positions do not, until somebody decides.

# %% tags=["remove-input"]
# Students ahead, and the teachers who would follow
page.enrollment_ahead(case)

# %% [markdown]
# ## Moving dollars is not closing a gap
#
# Here the decisions of notebooks 10 and 11 are in the plan. One line would be a wish: every rate may lie off.

# %% tags=["remove-input"]
# The reserve with our decisions, and how far it may lie off
page.with_decisions(case)

# %% [markdown]
# ## Decide: can we keep it, and what do we do when we cannot?
#
# A trigger is a promise made while everybody is calm: what we do then, by which month, and who says that it is time.

# %% tags=["remove-input"]
# Who speaks first
page.talk_first(case)

# %% tags=["remove-input"]
# The indicator, where the state has one
page.indicator(case)

# %% tags=["remove-input", "exercise"]
# Your decision
page.decide(case)

# %% [markdown]
# ## Check yourself: five raises in a row

# %% tags=["remove-input", "exercise"]
# Check yourself
page.check_compounding(case)

# %% [markdown]
# ## Say it to your board

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown]
# ## Take it home with you

# %% tags=["remove-input"]
# The plan, to hand out
page.plan_to_hand_out(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown] tags=["analyst"]
# ## For the analyst
#
# Every figure after the first year rests on what is assumed. Ask of each: who says so, and since when? Change it in
# `assumptions.csv` and run the page again. Savings stand in the plan at the figure to plan on. The workbook holds every
# balance and every line.

# %% tags=["remove-input", "analyst"]
# What was checked before any figure was shown
page.trust(case)

# %% tags=["remove-input", "analyst"]
# The first year against the ledger
page.first_year(case)

# %% tags=["remove-input", "analyst"]
# The assumptions
page.assumptions(case)

# %% tags=["remove-input", "analyst"]
# What the formula gives in the years ahead
page.lcff_ahead(case)

# %% tags=["remove-input", "analyst"]
# What the ending balance is held for
page.parts(case)

# %% tags=["remove-input", "analyst"]
# Supplemental and concentration money
page.bound(case)

# %% tags=["remove-input", "analyst"]
# The reserve and the gap, both ways
page.both_ways(case)

# %% tags=["remove-input", "analyst"]
# What the decisions change
page.changes(case)

# %% tags=["remove-input", "analyst"]
# The three cases
page.three_cases(case)

# %% tags=["remove-input", "analyst"]
# How far a rate may lie off, and who says so
page.spreads(case)

# %% tags=["remove-input", "analyst"]
# How far the reserve may lie off
page.fan(case)

# %% tags=["remove-input", "analyst"]
# When each trigger would be met
page.triggers(case)

# %% tags=["remove-input", "analyst", "exercise"]
# Who says so
page.who_says_so(case)

# %% [markdown]
# ## Next: by which rule dollars reach schools
#
# The dollars that each year may use go to the schools' allocations, notebook 13.

# %% [markdown] tags=["facilitator"]
# **Facilitator.** The guess first, alone. When somebody fights an assumption, good: change it in `assumptions.csv` over
# the break and run the page again. Do not leave the room without a name and a month behind each trigger. Close with:
# what would you have to hear from this plan to change a decision of notebook 11?
