# %% [markdown]
# # 4. Why is it so, and why is that?
#
# **The decision.** Which cause, under the goal we set, will we act on — and what must we still find out?
#
# **Time:** 60 minutes (40 talk, 20 hands-on). **Bring:** your goals (notebook 3), and what people who teach those students say.
#
# **You will leave with:** a root-cause sheet tied to a goal, with your own fishbone drawn on it.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "04_root_causes", person, take_home=take_home)
from smarter_spending.guide import nb04_root_causes as page

page.whose(case)

# %% tags=["remove-input"]
# Who answers
page.who(case)

# %% [markdown]
# ## The first answer is usually something to buy
#
# *"Reading is low because we have no tutors."* That sounds like a cause and is a purchase. A cause can be checked, can be
# changed, and the trouble follows from it. Try it on six sentences from rooms like this one.

# %% tags=["remove-input", "exercise"]
# Sort the statements
page.sort_the_statements(case)

# %% [markdown] tags=["exercise"]
# **Check.** "We need more tutors." Is that a cause, a symptom, or a solution in disguise?

# %% tags=["remove-input", "exercise"]
# Check the disguise
page.check_the_disguise(case)

# %% [markdown] tags=["exercise"]
# ## One goal, one problem, in one sentence
#
# Choose the goal you work under. Then write the problem as something about students that a stranger could check.

# %% tags=["remove-input", "exercise"]
# The goal and the problem
page.goal_and_problem(case)

# %% [markdown] tags=["exercise"]
# ## Ask why until it is something you can change
#
# Each answer becomes the next question. Beside each, write how you know. A step nobody can prove is no shame: it is what
# to go and look at before any money moves.

# %% tags=["remove-input", "exercise"]
# The chain of whys
page.ask_why(case)

# %% tags=["remove-input"]
# The chain so far
page.chain_so_far(case)

# %% [markdown]
# ## One chain is one way down; there are others
#
# A chain follows one thread. A fishbone asks in seven places, so that the loudest thread is not the only one. Look in
# every family, also where you think there is nothing.

# %% tags=["remove-input"]
# Where to look
page.where_to_look(case)

# %% tags=["remove-input", "exercise"]
# Your causes, drawn as you write
page.your_causes(case)

# %% [markdown]
# ## Finance and academics look in different places
#
# Not because one is wrong. Who sees the payroll sees who leaves; who sees the classroom sees what is taught. A family that
# only one side looks in is where to listen.

# %% tags=["remove-input"]
# Where the room looks
page.where_the_room_looks(case)

# %% [markdown] tags=["exercise"]
# ## The largest cause may be out of your hands
#
# Rate each cause twice. **Impact:** would much change if it were gone? **Influence:** how much of it is in the district's
# hands? Not both answers are high for the causes people like best to talk about. (Reload the page to bring in causes you
# have just written.)

# %% tags=["remove-input", "exercise"]
# Impact and influence
page.impact_and_influence(case)

# %% tags=["remove-input"]
# The causes in order
page.causes_in_order(case)

# %% [markdown] tags=["exercise"]
# ## Name one cause to act on, and what you do not know yet
#
# One. The others are not lost: they stay on the sheet. If the chain rests on nothing at some step, say who will look, and
# by when.

# %% tags=["remove-input", "exercise"]
# The root cause
page.the_root_cause(case)

# %% [markdown] tags=["exercise"]
# ## Talk about it together
#
# One person from each side answers before anybody comments.

# %% tags=["remove-input", "exercise"]
# The talk log
page.talk_log(case)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from your chain, your fishbone and your ratings
page.what_you_found(case)

# %% tags=["remove-input"]
# The root-cause sheet, with the fishbone
page.root_cause_sheet(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown]
# **Talk about it.** Which cause did nobody write down, because of who was in the room?
#
# **Carry forward.** The root cause; notebook 5 holds every candidate priority against it.
#
# **Next.** *5. Which three things will we put first?*

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Sort first, in pairs; laugh at the tutors. Whys alone, fishbone in fours. When a table says "parents" or
# "the state", do not argue: have it rate influence.
