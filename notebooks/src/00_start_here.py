# %% [markdown]
# # 0. Start here: where are we?
#
# **The decision.** Which three practices shall we work on first, and where do we enter?
#
# **Time:** 30 minutes (20 talk, 10 hands-on). **Bring:** yourself, and the memory of last year's budget.
#
# **You will leave with:** a roadmap page with your entry point, three practices and a list of quick wins.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "00_start_here", person, take_home=take_home)
from smarter_spending.guide import nb00_start_here as page

page.whose(case)

# %% [markdown]
# ## Money follows habit until finance and academics sit at one table
#
# The framework has five steps. Each is a set of practices: things a district does, or does not do yet. Nobody does
# all fifteen well. The useful question is where *you* stand, and whether you agree about it.

# %% tags=["remove-input"]
# The five steps
page.steps(case)

# %% [markdown]
# ## Each practice has three levels
#
# Read a row from left to right and stop where it no longer sounds like your district. Before the first column, the
# answer is *not yet*. "Don't know" is an honest answer, and a finding.

# %% tags=["remove-input"]
# What each level looks like
page.levels(case)

# %% [markdown] tags=["exercise"]
# ## Rate your district, each person alone
#
# Say for whom you speak, then rate every practice. Do not look at your neighbour's screen: the differences are the
# point. The room's ratings appear below when you have given all of yours.

# %% tags=["remove-input", "exercise"]
# For whom you speak
page.who(case)

# %% tags=["remove-input", "exercise"]
# Your ratings, and then the room's
page.rate(case)

# %% [markdown]
# ## The gap matters more than the middle
#
# Look first at the practices where finance and academics differ, and at those many people know nothing about. A room
# that is "in the middle" because half says 3 and half says 1 is not in the middle.

# %% tags=["remove-input"]
# What the room says so far
page.where_we_are(case)

# %% tags=["remove-input"]
# Where the room would start
page.where_to_start(case)

# %% [markdown] tags=["exercise"]
# **Check.** Three people from finance rate a practice 3, 3 and 2; three from academics rate it 1, 1 and 2. How many
# levels apart are the two groups' medians?

# %% tags=["remove-input", "exercise"]
# Check the example
page.check_the_gap(case)

# %% [markdown] tags=["exercise"]
# ## Choose where to enter
#
# A district may enter at any step. Choose the step that hurts most, three practices to move by next June, and
# quick wins you can do before the next meeting. Write first, each pair for itself; then agree.

# %% tags=["remove-input", "exercise"]
# Your choice
page.choose(case)

# %% [markdown] tags=["exercise"]
# ## Talk about it
#
# One person from each side answers before anybody comments.

# %% tags=["remove-input", "exercise"]
# The talk log
page.talk_log(case)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the room's ratings and your choices
page.what_you_found(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown]
# **Talk about it.** Which "don't know" surprised you? Who in the district would know?
#
# **Carry forward.** Your entry point and three practices; notebook 15 asks for them again in a year.
#
# **Next.** *6. Where does the money go?* on the short path, or *1. Partnership* on the long one.

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Ratings first, alone and in silence, eight minutes. Do not average aloud. If a whole table says
# "don't know" to 3A, start the day with notebooks 6 and 7.
