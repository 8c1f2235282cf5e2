# %% [markdown]
# # 0. Start here: where are we?
#
# **Decide:** where do we enter, and which three practices do we work on first?
#
# **20 minutes:** 4 to read, 8 to talk, 8 hands-on. **Bring** yourself, and the memory of last year's budget.

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

# %% tags=["remove-input", "exercise"]
# For whom you speak
page.who(case)

# %% [markdown]
# ## The gap matters more than the middle
#
# Rate alone: read a practice's levels and stop where they no longer sound like your district. Before the first, the
# answer is *not yet*. “Don't know” is an honest answer, and a finding.

# %% tags=["remove-input", "exercise"]
# Your ratings, and then the room's
page.rate(case)

# %% [markdown]
# ## Decide: where do we enter?
#
# A district may enter at any step. Choose the one that hurts most, three practices to move by next June, and quick
# wins you can do before the next meeting.

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

# %% tags=["remove-input", "exercise"]
# Check yourself
page.check_the_gap(case)

# %% [markdown]
# ## Say it to your board

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown]
# ## Take it home with you

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

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Ratings first, alone and in silence, eight minutes. Do not average aloud. Ask which "don't know"
# surprised the room, and who would know. If a whole table says "don't know" to 3A, start the day with notebooks 6 and 7.
