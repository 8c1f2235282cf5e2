# %% [markdown]
# # 4. Why is it so, and why is that?
#
# **Decide:** which cause, under the goal we set, we act on, and what we must still find out.
#
# **40 minutes:** 5 to read, 18 to talk, 17 hands-on. **Bring** your goals (notebook 3), and what those who teach these students
# say.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "04_root_causes", person, take_home=take_home)
from smarter_spending.guide import nb04_root_causes as page

# %% tags=["remove-input"]
# In short
page.in_short(case)

# %% tags=["remove-input"]
# Who answers
page.who(case)

# %% [markdown]
# ## The first answer is usually something to buy
#
# *"Reading is low because we have no tutors."* That sounds like a cause and is a purchase. A cause can be checked, can be
# changed, and the trouble follows from it. Sort six sentences in pairs before you read on.

# %% tags=["remove-input", "exercise"]
# Sort the statements
page.sort_the_statements(case)

# %% tags=["remove-input"]
# How we would sort them
page.how_we_sort(case)

# %% [markdown]
# ## Ask why until it is something you can change
#
# Write the problem as something about students that a stranger could check. Then each answer becomes the next question. A
# step nobody can prove is no shame: it is what to go and look at.

# %% tags=["remove-input", "exercise"]
# The goal and the problem
page.goal_and_problem(case)

# %% tags=["remove-input", "exercise"]
# The chain of whys
page.ask_why(case)

# %% [markdown]
# ## One chain is one way down; there are others
#
# A fishbone asks in seven places, so that the loudest thread is not the only one. Who sees the payroll sees who leaves; who
# sees the classroom sees what is taught.

# %% tags=["remove-input"]
# Where to look
page.where_to_look(case)

# %% tags=["remove-input", "exercise"]
# Your causes, drawn as you write
page.your_causes(case)

# %% tags=["remove-input"]
# Where the room looks
page.where_the_room_looks(case)

# %% [markdown]
# ## The largest cause may be out of your hands
#
# **Impact:** would much change if it were gone? **Influence:** how much of it is in the district's hands? Not both are high
# for the causes people like best to talk about.

# %% tags=["remove-input", "exercise"]
# Impact and influence
page.impact_and_influence(case)

# %% [markdown]
# ## Decide: one cause, and what you do not know yet
#
# The others are not lost: they stay on the sheet.

# %% tags=["remove-input"]
# Who speaks first
page.talk_first(case)

# %% tags=["remove-input", "exercise"]
# Your decision
page.decide(case)

# %% tags=["remove-input", "exercise"]
# What was said
page.talk_log(case)

# %% [markdown]
# ## Check yourself: the tutors

# %% tags=["remove-input", "exercise"]
# Check yourself
page.check_the_disguise(case)

# %% [markdown]
# ## Say it to your board

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown]
# ## Take it home, with the fishbone

# %% tags=["remove-input"]
# The root-cause sheet, with the fishbone
page.root_cause_sheet(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown] tags=["analyst"]
# ## For the analyst
#
# Impact × influence runs from 1 to 25 and only sorts the list; from 4 on, a rating counts as high (our convention). A chain
# ends at its first blank step. These are people's judgments, not estimates.

# %% tags=["remove-input", "analyst"]
# What was checked before any figure was shown
page.trust(case)

# %% tags=["remove-input", "analyst"]
# The chain, step by step
page.chain_so_far(case)

# %% tags=["remove-input", "analyst"]
# The causes in order
page.causes_in_order(case)

# %% [markdown]
# ## Next: what to put first
#
# Notebook 5 holds every candidate priority against the root cause.

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Sort first, in pairs; laugh at the tutors. Whys alone, fishbone in fours. When a table says "parents" or
# "the state", do not argue: have it rate influence. At the end: which cause did nobody write down, because of who was in the
# room?
