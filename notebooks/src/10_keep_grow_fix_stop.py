# %% [markdown]
# # 10. Keep, grow, fix, stop
#
# **Decide:** which programs we grow, keep, fix or stop, and which we must test first.
#
# **30 minutes:** 5 to read, 14 to talk, 11 hands-on. **Bring** what notebook 9 says of each program.

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to read, 1 to talk.
#
# **Say:** “A rule that we wrote beforehand now speaks. You may overrule it, in the open and with a reason.”
#
# **If the room sticks:** People scroll to their program. Ask them to come back; the next part is done without it.

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

# %% [markdown] tags=["facilitator"]
# **3 minutes:** 1 to read, 2 to talk.
#
# **Say:** Have finance read one line of the rule aloud and academics the next. “Would you keep this if it hit yours?”
#
# **If the room sticks:** Somebody wants to change the rule now. Note it for next year; changing it after seeing whom it
# hits is no rule.

# %% tags=["remove-input"]
# Our rule
page.rule_aloud(case)

# %% [markdown] tags=["exercise"]
# ## Decide apart, before you hear each other
#
# **Alone and in silence.** The others' answers and the rule's appear when you have answered for all.

# %% [markdown] tags=["facilitator"]
# **9 minutes:** 1 to read, 3 to talk, 5 hands-on.
#
# **Say:** “Alone. In silence. No exceptions, not for the superintendent.”
#
# **If the room sticks:** At the reveal everybody goes to the fight. Begin with a program on which finance and academics
# agree, and ask what each knew.

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

# %% [markdown] tags=["facilitator"]
# **3 minutes:** 1 to read, 2 to talk.
#
# **Say:** “Count what cutting everything unproven would cut. Then see what the rule does instead.”
#
# **If the room sticks:** “We can't cut that.” Does the rule say cut? Mostly it says not yet known, with a test and a
# date.

# %% tags=["remove-input"]
# What cutting blind would cut
page.cutting_blind(case)

# %% tags=["remove-input"]
# What the rule says
page.what_the_rule_says(case)

# %% [markdown]
# ## What ends, ends well
#
# Before “stop” is said in public, name who takes its students on.

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 2 to talk.
#
# **Say:** “Before ‘stop’ is said in public: who takes these students on, from which day?”
#
# **If the room sticks:** The table is relieved and moves on. Hold it here until a role is named.

# %% tags=["remove-input"]
# What ends
page.what_ends(case)

# %% [markdown]
# ## Decide: for which programs do we follow the rule?
#
# Where you decide otherwise, together, the facilitator writes it below, with its reason.

# %% [markdown] tags=["facilitator"]
# **7 minutes:** 1 to read, 2 to talk, 4 hands-on.
#
# **Say:** “For which do we follow the rule? Where not, I write the reason with you, in the fold.”
#
# **If the room sticks:** Reasons like “it is popular”. Write them as they are said; they are read again in a year.

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

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 2 hands-on.
#
# **Say:** “Is a gain shown? And was it delivered?”
#
# **If the room sticks:** They stop it. Ask how one can fail at what was never tried.

# %% tags=["remove-input", "exercise"]
# Check the rule
page.check_the_rule(case)

# %% [markdown]
# ## Say it to your board

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 to talk.
#
# **Say:** “Say ‘not yet known’ and then the date.”
#
# **If the room sticks:** It sounds weak to them. A silent stop sounds worse, in June.

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown]
# ## Take it home with you

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 to talk.
#
# **Say:** “Who loses something by today, and what do we owe them?”
#
# **If the room sticks:** The answer is “nobody”. Somebody always does: a school, a teacher, a bus stop.

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
