# %% [markdown]
# # 15. Monitor and sustain
#
# **The decision.** Did it happen, did it help, and do we wait, change or stop?
#
# **Time:** 45 minutes (25 talk, 20 hands-on). **Bring:** the plan of action (notebook 14), this year's results so far.
#
# **You will leave with:** a monitoring workbook, a calendar of the days you look again, and what goes into next year.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"
seed: int = 2024  # fixes the random draws, so every run gives the same numbers

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "15_monitor_and_sustain", person, seed, take_home)
from smarter_spending.guide import nb15_monitor_and_sustain as page

page.whose(case)

# %% tags=["remove-input"]
# Before you trust a figure
page.trust(case)

# %% tags=["remove-input"]
# Who answers
page.who(case)

# %% [markdown] tags=["exercise"]
# ## Write the rule before the results are in
#
# After the results everybody finds a reason to go on. Before you look: what would you have to see in May to stop a program
# you love?

# %% tags=["remove-input", "exercise"]
# Your own rule
page.own_rule(case)

# %% [markdown]
# ## Did the actions happen at all?
#
# Most plans fail before they are tried. Go down the list of notebook 14. One word for each, and the smallest win, because
# small wins are what carries people to the next.

# %% tags=["remove-input", "exercise"]
# Where each action stands
page.ask_actions(case)

# %% tags=["remove-input"]
# Said plainly
page.actions(case)

# %% [markdown]
# ## The tempting answer: it did not work
#
# No gain and a bill. But was it delivered? Of a program that students hardly got nobody can say: it has not been tried. There is
# one exception: where its students are shown to do worse, nobody waits for the rest of it. And what was decided in notebooks
# 10 and 11 holds here too: what ends, ends.

# %% tags=["remove-input"]
# Dosage, spending, and what the rule says
page.reviews(case)

# %% [markdown] tags=["exercise"]
# ## How far have the goals come?
#
# Type this year's results as they come in, and of how many students. What stands below is how far along the way from the
# baseline to the target you are, up or down as the goal asks, and whether it may be chance.

# %% tags=["remove-input", "exercise"]
# This year's results
page.results(case)

# %% tags=["remove-input"]
# Baseline, target and now
page.goals_now(case)

# %% [markdown] tags=["exercise"]
# **Check.** A goal goes from 42 to 54. Now it is 46. How many percent of the way is that?

# %% tags=["remove-input", "exercise"]
# Check the attainment
page.check_attainment(case)

# %% [markdown] tags=["exercise"]
# **Check.** Students got 40% of the planned dosage, and no gain is shown. Has the program failed?

# %% tags=["remove-input", "exercise"]
# Check the failure
page.check_failure(case)

# %% [markdown]
# ## The days on which we look again
#
# A review that has no date does not happen. The state's days and the days of your plan of action stand in one list. The file
# below opens in any calendar; put it in your own before you leave.

# %% tags=["remove-input"]
# The review calendar
page.calendar(case)

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
# What goes back into notebook 0
page.what_goes_back(case)

# %% tags=["remove-input"]
# The same, as a file for next year
page.questions_for_next_year(case)

# %% tags=["remove-input"]
# The calendar, to open
page.calendar_to_open(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown]
# **Talk about it.** What would you tell a district that begins with notebook 0 tomorrow?
#
# **Carry forward.** What is left open above, as a file: put it into next year's folder and notebook 0 begins with it.
#
# **Next.** *0. Start here*, in September, with this page on the table.

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Begin with the small wins, and let the people who did the work say them. Then the list of what was not
# tried: no names, only the next date.
