# %% [markdown]
# # 0. Start here: where are we?
#
# **Decide:** where do we enter, and which three practices do we work on first?
#
# **20 minutes:** 4 to read, 8 to talk, 8 hands-on. **Bring** yourself, and the memory of last year's budget.

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to read, 1 to talk.
#
# **Say:** “Today nobody is graded. We are finding out whether the people in this room describe the same district.”
#
# **If the room sticks:** Somebody asks for the right score of a practice. There is none: two honest people who differ
# are the result.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "00_start_here", person, take_home=take_home)
from smarter_spending.guide import nb00_start_here as page

# %% tags=["remove-input"]
# In short
page.in_short(case)

# %% [markdown]
# ## Money follows habit until finance and academics share a table
#
# Five steps, fifteen practices: things a district does, or does not do yet. Nobody does all of them well. The useful
# question is where *you* stand, and whether you agree about it.

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 hands-on.
#
# **Say:** “Pick the side you speak for, not your title. The page compares the two sides.”
#
# **If the room sticks:** A principal or a coach belongs to neither. Let them choose the side whose meetings they sit in
# more often.

# %% tags=["remove-input", "exercise"]
# For whom you speak
page.who(case)

# %% [markdown]
# ## The gap matters more than the middle
#
# Rate alone: read a practice's levels and stop where they no longer sound like your district. Before the first, the
# answer is *not yet*. “Don't know” is an honest answer, and a finding.

# %% [markdown] tags=["facilitator"]
# **8 minutes:** 2 to read, 2 to talk, 4 hands-on.
#
# **Say:** “Alone, in silence, top to bottom. Stop at the first level that no longer sounds like us. ‘Don't know’
# counts.”
#
# **If the room sticks:** People confer, or wait for the superintendent's number. Stop both. At the reveal do not
# average aloud: ask which “don't know” surprised the room, and who would know.

# %% tags=["remove-input", "exercise"]
# Your ratings, and then the room's
page.rate(case)

# %% [markdown]
# ## Decide: where do we enter?
#
# A district may enter at any step. Choose the one that hurts most, three practices to move by next June, and quick
# wins you can do before the next meeting.

# %% [markdown] tags=["facilitator"]
# **6 minutes:** 1 to read, 3 to talk, 2 hands-on.
#
# **Say:** “Which step hurt most in the last budget? Enter there, and choose three practices that somebody here can
# start.”
#
# **If the room sticks:** The room wants the lowest scores, all of them. Ask of each who would begin next week; what has
# no name waits. If a whole table did not know about costs, enter at notebooks 6 and 7.

# %% tags=["remove-input"]
# Who speaks first
page.talk_first(case)

# %% tags=["remove-input", "exercise"]
# Your decision
page.decide(case)

# %% [markdown]
# ## Check yourself: six ratings
#
# Three people from finance rate a practice 3, 3 and 2; three from academics rate it 1, 1 and 2. How far apart are the
# two groups' medians?

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 hands-on.
#
# **Say:** “Sort each side's three ratings and take the middle one.”
#
# **If the room sticks:** Averaging. Ask what the average would do with one very angry rating.

# %% tags=["remove-input", "exercise"]
# Check yourself
page.check_the_gap(case)

# %% [markdown]
# ## Say it to your board

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 to talk.
#
# **Say:** “Turn to your neighbor and say the first line as if to a board member.”
#
# **If the room sticks:** A table turns a difference into an accusation. Both sides said what they see.

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown]
# ## Take it home with you

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 to talk.
#
# **Say:** “Who will have moved one of the three by the next meeting? Say the name aloud.”
#
# **If the room sticks:** Everybody looks at the same person. Give the second practice to somebody from the other side
# of the house.

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown] tags=["analyst"]
# ## For the analyst
#
# Medians, not averages: the steps between levels are not equal. The gap is between the median of finance and that of
# academics; “don't know” counts in its share alone.

# %% tags=["remove-input", "analyst"]
# What was checked before any figure was shown
page.trust(case)

# %% tags=["remove-input", "analyst"]
# The five steps
page.steps(case)

# %% tags=["remove-input", "analyst"]
# What each level looks like
page.levels(case)

# %% [markdown]
# ## Next: who decides
#
# Notebook 1 on the long path, notebook 6 on the short one. Notebook 15 asks for your three practices in a year.
