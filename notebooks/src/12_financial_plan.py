# %% [markdown]
# # 12. Strategic financial plan
#
# **Decide:** can we keep what we decided in every year of the plan, and what do we do, by when, if we cannot?
#
# **40 minutes:** 5 to read, 20 to talk, 15 hands-on. **Bring** the dollars found in notebook 11, and your budget
# assumptions.

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to read, 1 to talk.
#
# **Say:** “Good decisions for one year can break in the third. Let us see whether these hold.”
#
# **If the room sticks:** Without a budget plan on file the page waits. It names who has it; send for it over the break.

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

# %% [markdown] tags=["facilitator"]
# **7 minutes:** 1 to read, 3 to talk, 3 hands-on.
#
# **Say:** “Alone: if we change nothing, in which year does the reserve fall below our policy?”
#
# **If the room sticks:** People wait for finance. Collect the years on the wall before anybody scrolls; how far they
# spread is the talk.

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

# %% [markdown] tags=["facilitator"]
# **4 minutes:** 1 to read, 3 to talk.
#
# **Say:** “These children are already here. Who will teach fewer of them?”
#
# **If the room sticks:** “Enrollment may come back.” Ask who says so, and since when. Positions do not follow by
# themselves.

# %% tags=["remove-input"]
# Students ahead, and the teachers who would follow
page.enrollment_ahead(case)

# %% [markdown]
# ## Moving dollars is not closing a gap
#
# Here the decisions of notebooks 10 and 11 are in the plan. One line would be a wish: every rate may lie off.

# %% [markdown] tags=["facilitator"]
# **6 minutes:** 1 to read, 4 to talk, 1 hands-on.
#
# **Say:** “Here are our own decisions, in the plan. How much of the gap do they close?”
#
# **If the room sticks:** The room is disappointed. Moving dollars buys more learning; it was never meant to close a
# gap. Say both.

# %% tags=["remove-input"]
# The reserve with our decisions, and how far it may lie off
page.with_decisions(case)

# %% [markdown]
# ## Decide: can we keep it, and what do we do when we cannot?
#
# A trigger is a promise made while everybody is calm: what we do then, by which month, and who says that it is time.

# %% [markdown] tags=["facilitator"]
# **15 minutes:** 1 to read, 6 to talk, 8 hands-on.
#
# **Say:** “A trigger is a promise made while everybody is calm: what, by which month, and who says that it is time.”
#
# **If the room sticks:** Somebody fights an assumption. Good: change it in `assumptions.csv` over the break and run the
# page again. Do not leave without a name and a month behind each trigger.

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

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 2 hands-on.
#
# **Say:** “Each year's growth is paid on the years before it.”
#
# **If the room sticks:** They add the percentages. Have somebody do two years by hand.

# %% tags=["remove-input", "exercise"]
# Check yourself
page.check_compounding(case)

# %% [markdown]
# ## Say it to your board

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 2 to talk.
#
# **Say:** “Give the year, the policy, and what we would do. In that order.”
#
# **If the room sticks:** The word “deficit” starts a panic. Say what the reserve does, year by year.

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown]
# ## Take it home with you

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to talk, 1 hands-on.
#
# **Say:** “What would you have to hear from this plan to change a decision of notebook 11?”
#
# **If the room sticks:** “Nothing.” Then the triggers are not yet honest; look at the first one again.

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
