# %% [markdown]
# # 10. Keep, grow, fix, stop
#
# **The decision.** Which programs do we grow, keep, fix or stop, and for which do we not know yet?
#
# **Time:** 60 minutes (35 talk, 25 hands-on). **Bring:** the bands of notebook 9, the priorities of notebook 5.
#
# **You will leave with:** a decision for every program with its reason and its review date, and a plan for what ends.

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

page.whose(case)

# %% tags=["remove-input"]
# Before you trust a figure
page.trust(case)

# %% tags=["remove-input"]
# Who answers
page.who(case)

# %% [markdown]
# ## A rule written before the figures treats everybody's program alike
#
# A program with a loud friend survives most budgets. A rule on paper has no friends. Read it aloud; it stands in your
# `district.toml`, and your board can change every line of it, but not after seeing whom it hits.
#
# A gain *is shown* when its whole 90% range lies above zero; a loss, when its range lies below zero after allowing for
# all the programs looked at, in ten schools or more. Notebooks 8 and 9 say the same words of the same programs.

# %% tags=["remove-input"]
# The rule
page.rule(case)

# %% [markdown] tags=["exercise"]
# ## Decide apart, before you hear each other
#
# These are the programs with the most at stake. Read what is known of each. Then decide, **each person alone and in
# silence**. What finance and academics said, and what the rule says, appears when you have answered for all of them.

# %% tags=["remove-input"]
# What is known of the programs with most at stake
page.what_is_known(case)

# %% tags=["remove-input", "exercise"]
# Your decisions, and then the room's
page.decide_apart(case)

# %% [markdown]
# ## The tempting answer: cut whatever has no evidence
#
# It sounds rigorous. Count what it would do.

# %% tags=["remove-input"]
# What cutting blind would cut
page.cutting_blind(case)

# %% [markdown]
# ## What the rule says
#
# *Stop* has two grounds only: its students did worse than their comparison students; or it was delivered, looked at fairly, and
# found not worth its cost. Where we cannot tell, the answer is a test and a date. Two things can be saved even there, and
# both are a *Fix*: a purchase ends in the grades where a program shown to work does the same job, and seats that are paid
# and not used need not be bought again. Where nobody has said whether law or contract requires it, find that out first.
#
# *Total cost* is everything used, whoever pays: it judges what is worth it. What leaves our ledger is what can be freed.

# %% tags=["remove-input"]
# Dollars by decision
page.by_decision(case)

# %% tags=["remove-input"]
# What moves, and why
page.what_moves(case)

# %% tags=["remove-input"]
# The dearest of which nothing is known yet
page.not_yet_known(case)

# %% [markdown] tags=["exercise"]
# ## You may overrule the rule, with a reason
#
# A rule sees what is in the tables. You know what is not. Every program that moves is listed. Change what must be
# changed, together; a change without a reason does not count, and what law or contract requires cannot be stopped. Reload
# the page when you are done.

# %% tags=["remove-input", "exercise"]
# Our decisions against the rule
page.overrule(case)

# %% tags=["remove-input"]
# What holds
page.what_holds(case)

# %% [markdown]
# ## What ends, ends well
#
# A program is people, and students who come on Tuesdays. Before the word "stop" is said in public: who are they, who
# takes them on, who tells whom, and by when?

# %% tags=["remove-input"]
# The sunset plan
page.what_ends(case)

# %% tags=["remove-input", "exercise"]
# Your part of the plan
page.our_part(case)

# %% [markdown] tags=["exercise"]
# **Check.** A program's effect lies between −0.01 and 0.07. Nobody knows how much of it students got. What does the rule say?

# %% tags=["remove-input", "exercise"]
# Check the rule
page.check_the_rule(case)

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
# The sunset plan, to hand out
page.sunset_plan(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown]
# **Talk about it.** Which program on the list has waited longest for an honest decision?
#
# **Carry forward.** What may be freed, and which program would grow, go to notebook 11.
#
# **Next.** *11. Pay for priorities.*

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Silence while people decide apart: ten minutes, no exceptions for the superintendent. At the reveal,
# begin with a program where finance and academics agree. When somebody says "we can't cut that", ask: does the rule say
# cut? Mostly it says *not yet known*.
