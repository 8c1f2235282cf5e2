# %% [markdown]
# # 10. Keep, grow, fix, stop
#
# **Decide:** which programs we grow, keep, fix or stop, and which we must test first.
#
# **30 minutes:** 5 to read, 14 to talk, 11 hands-on. **Bring** what notebook 9 says of each program.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"
seed: int = 2024  # fixes the random draws, so every run gives the same numbers

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "10_keep_grow_fix_stop", person, seed, take_home)
from smarter_spending.guide import nb10_keep_grow_fix_stop as page

# %% tags=["remove-input"]
# In short
page.in_short(case)

# %% [markdown]
# ## A rule written beforehand has no friends
#
# Read our rule aloud, before you see whom it hits.

# %% tags=["remove-input"]
# Our rule
page.rule_aloud(case)

# %% [markdown] tags=["exercise"]
# ## Decide apart, before you hear each other
#
# **Alone and in silence.** The others' answers and the rule's appear when you have answered for all.

# %% tags=["remove-input"]
# Who answers
page.who(case)

# %% tags=["remove-input"]
# What is known of the programs with most at stake
page.what_is_known(case)

# %% tags=["remove-input", "exercise"]
# Your decisions, and then the room's
page.decide_apart(case)

# %% [markdown]
# ## No evidence is not evidence of nothing
#
# Count, then see the rule.

# %% tags=["remove-input"]
# What cutting blind would cut
page.cutting_blind(case)

# %% tags=["remove-input"]
# What the rule says
page.what_the_rule_says(case)

# %% [markdown]
# ## What ends, ends well
#
# Before "stop" is said in public, name who takes its students on.

# %% tags=["remove-input"]
# What ends
page.what_ends(case)

# %% [markdown]
# ## Decide: for which programs do we follow the rule?
#
# Where you decide otherwise, together, the facilitator writes it below, with its reason.

# %% tags=["remove-input"]
# Who speaks first
page.talk_first(case)

# %% tags=["remove-input", "exercise"]
# Your decision
page.decide(case)

# %% tags=["remove-input"]
# What holds
page.what_holds(case)

# %% [markdown]
# ## Check yourself: an invented program

# %% tags=["remove-input", "exercise"]
# Check the rule
page.check_the_rule(case)

# %% [markdown]
# ## Say it to your board

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown]
# ## Take it home with you

# %% tags=["remove-input"]
# The sunset plan, to hand out
page.sunset_plan(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown] tags=["analyst"]
# ## For the analyst
#
# First what the facilitator fills in for the room, then every figure. A gain *is shown* when its whole 90% range lies
# above zero; a loss, when its range lies below zero after allowing for all the programs looked at, in ten schools or more.
# *Total cost* is everything used, whoever pays: it judges what is worth it. What leaves our ledger is what can be freed.

# %% tags=["remove-input", "exercise", "analyst"]
# Our decisions against the rule
page.overrule(case)

# %% tags=["remove-input", "exercise", "analyst"]
# Our part of the plan for what ends
page.our_part(case)

# %% tags=["remove-input", "exercise", "analyst"]
# More programs to decide on apart
page.decide_more(case)

# %% tags=["remove-input", "exercise", "analyst"]
# Notes from your talk
page.talk_log(case)

# %% tags=["remove-input", "analyst"]
# What was checked before any figure was shown
page.trust(case)

# %% tags=["remove-input", "analyst"]
# The rule, part by part
page.rule(case)

# %% tags=["remove-input", "analyst"]
# What is known, in figures
page.facts(case)

# %% tags=["remove-input", "analyst"]
# Dollars by decision
page.by_decision(case)

# %% tags=["remove-input", "analyst"]
# Every decision, with its ground
page.every_decision(case)

# %% tags=["remove-input", "analyst"]
# The sunset plan
page.endings(case)

# %% [markdown]
# ## Next: pay for priorities
#
# What may be freed, and what would grow, go to notebook 11.

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Silence while people decide apart: no exceptions for the superintendent. At the reveal, begin with a
# program where finance and academics agree. When somebody says "we can't cut that", ask: does the rule say cut? Mostly
# it says *not yet known*.
