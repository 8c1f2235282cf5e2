# %% [markdown]
# # 15. Monitor and sustain
#
# **Decide:** whether it happened, whether it helped, and what we wait for, change or stop.
#
# **30 minutes:** 5 to read, 13 to talk, 12 hands-on. **Bring** the plan of action (notebook 14), this year's results so far.

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

# %% tags=["remove-input"]
# In short
page.in_short(case)

# %% [markdown]
# ## Write the rule before the results are in
#
# Afterwards everybody finds a reason to go on. What would you have to see in May to stop a program you love?

# %% tags=["remove-input", "exercise"]
# Your own rule
page.own_rule(case)

# %% [markdown]
# ## Most plans fail before they are tried
#
# Go down the list of notebook 14, one word for each; small wins carry people on. The whole list is folded below.

# %% tags=["remove-input", "exercise"]
# Where the next action stands
page.next_action(case)

# %% [markdown]
# ## No gain and a bill: but was it delivered?
#
# "It did not work" tempts. But of a program that students hardly got nobody can say: it has not been tried. There is
# one exception: where its students are shown to do worse, nobody waits for the rest of it.

# %% tags=["remove-input"]
# What students got, beside what was planned
page.delivered(case)

# %% [markdown]
# ## How far have the goals come?
#
# Up or down as the goal asks, and whether it may be chance.

# %% tags=["remove-input"]
# From where it began to the target
page.attained(case)

# %% tags=["remove-input", "exercise"]
# This year's result
page.result(case)

# %% [markdown]
# ## Decide: what do we stop, change or wait for?

# %% tags=["remove-input"]
# Who speaks first
page.talk_first(case)

# %% tags=["remove-input", "exercise"]
# Your decision
page.decide(case)

# %% [markdown]
# ## Check yourself: how far, and has it failed?
#
# A goal goes from 42 to 54. Now it is 46. How many percent of the way is that?

# %% tags=["remove-input", "exercise"]
# Check the attainment
page.check_attainment(case)

# %% [markdown]
# Students got 40% of what was planned, and no gain is shown. Has the program failed?

# %% tags=["remove-input", "exercise"]
# Check the failure
page.check_failure(case)

# %% [markdown]
# ## Say it to your board

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown]
# ## Take it home with you
#
# A review without a date does not happen: put the calendar into your own before you leave.

# %% tags=["remove-input"]
# The next days on which we look again
page.next_days(case)

# %% tags=["remove-input"]
# The calendar, to open
page.calendar_to_open(case)

# %% tags=["remove-input"]
# What is left open, as a file for next year
page.questions_for_next_year(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown] tags=["analyst"]
# ## For the analyst
#
# Everything to fill in, whole. Ranges of results are Wilson's, 90%. What was decided in notebooks 10 and 11 comes before
# what was measured: what ends, ends.

# %% tags=["remove-input", "analyst"]
# What was checked before any figure was shown
page.trust(case)

# %% tags=["remove-input", "exercise", "analyst"]
# Your own rule, whole
page.whole_rule(case)

# %% tags=["remove-input", "exercise", "analyst"]
# Where each action stands
page.ask_actions(case)

# %% tags=["remove-input", "analyst"]
# Dosage, spending, and what the rule says
page.reviews(case)

# %% tags=["remove-input", "exercise", "analyst"]
# This year's results, of how many students
page.results(case)

# %% tags=["remove-input", "analyst"]
# The review calendar
page.calendar(case)

# %% tags=["remove-input", "analyst"]
# What goes back into notebook 0
page.what_goes_back(case)

# %% [markdown]
# ## Next: start again with notebook 0
#
# In September, with this page on the table: put what is left open into next year's folder, and it begins with that.

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Begin with the small wins, and let the people who did the work say them. Then the list of what was not
# tried: no names, only the next date. Last: what would you tell a district that begins with notebook 0 tomorrow?
