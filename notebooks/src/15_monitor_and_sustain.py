# %% [markdown]
# # 15. Monitor and sustain
#
# **Decide:** whether it happened, whether it helped, and what we wait for, change or stop.
#
# **30 minutes:** 5 to read, 13 to talk, 12 hands-on. **Bring** the plan of action (notebook 14), this year's results so far.

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to read, 1 to talk.
#
# **Say:** “Did it happen, did it help, and what do we do? In that order.”
#
# **If the room sticks:** There is hardly a result yet. Then judge only whether it was begun; the page does the same.

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

# %% [markdown] tags=["facilitator"]
# **3 minutes:** 1 to talk, 2 hands-on.
#
# **Say:** “Think of a program you love. What would you have to see in May to stop it? Write it now.”
#
# **If the room sticks:** “It depends.” On what? That is the rule.

# %% tags=["remove-input", "exercise"]
# Your own rule
page.own_rule(case)

# %% [markdown]
# ## Most plans fail before they are tried
#
# Go down the list of notebook 14, one word for each; small wins keep people going. The whole list is folded below.

# %% [markdown] tags=["facilitator"]
# **4 minutes:** 2 to talk, 2 hands-on.
#
# **Say:** Begin with the small wins, and let those who did the work say them. “Then the list: one word each.”
#
# **If the room sticks:** The list turns into a trial. No names of those who are late, only the next date.

# %% tags=["remove-input", "exercise"]
# Where the next action stands
page.next_action(case)

# %% [markdown]
# ## A bill and no gain: but was it delivered?
#
# “It did not work” tempts us. But if students hardly got a program, we cannot say what it would do. There is
# one exception: where its students are shown to do worse, or may have done so, nobody waits for full delivery.

# %% [markdown] tags=["facilitator"]
# **3 minutes:** 1 to read, 2 to talk.
#
# **Say:** “Before ‘it failed’: did students get it?”
#
# **If the room sticks:** Low delivery becomes an excuse forever. Ask how much longer, and what would deliver it.

# %% tags=["remove-input"]
# What students got, beside what was planned
page.delivered(case)

# %% [markdown]
# ## How far have the goals come?
#
# Did it move the way the goal asks, and could that be chance?

# %% [markdown] tags=["facilitator"]
# **5 minutes:** 1 to read, 2 to talk, 2 hands-on.
#
# **Say:** “Could that be chance? Look at the range before you cheer.”
#
# **If the room sticks:** They celebrate, or mourn, a point. Read the sentence under the picture aloud.

# %% tags=["remove-input"]
# From where it began to the target
page.attained(case)

# %% tags=["remove-input", "exercise"]
# This year's result
page.result(case)

# %% [markdown]
# ## Decide: what do we stop, change or wait for?

# %% [markdown] tags=["facilitator"]
# **5 minutes:** 2 to talk, 3 hands-on.
#
# **Say:** “Bring back to the table only what the rule brings back, or say why you differ.”
#
# **If the room sticks:** Everything may go on. Read aloud what each of you wrote for May.

# %% tags=["remove-input"]
# Who speaks first
page.talk_first(case)

# %% tags=["remove-input", "exercise"]
# Your decision
page.decide(case)

# %% [markdown]
# ## Check yourself: how far, and has it failed?
#
# A goal goes from 42 to 54. Now it is 46. What percent of the way is that?

# %% [markdown] tags=["facilitator"]
# **3 minutes:** 1 to read, 2 hands-on.
#
# **Say:** “How long is the whole way? And was it ever tried?”
#
# **If the room sticks:** They divide by the target instead of by the way.

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

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 to talk.
#
# **Say:** “Say one thing that did not happen, before somebody asks.”
#
# **If the room sticks:** Only good news is left. A board that hears the bad news from you believes the good.

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown]
# ## Take it home with you
#
# A review without a date does not happen: put the calendar into your own before you leave.

# %% [markdown] tags=["facilitator"]
# **4 minutes:** 1 to read, 2 to talk, 1 hands-on.
#
# **Say:** “Open the calendar and accept the next review, now. And: what would you tell a district that begins
# tomorrow?”
#
# **If the room sticks:** Everybody is packing. Do the calendar before the question.

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
