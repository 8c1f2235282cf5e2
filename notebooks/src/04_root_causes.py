# %% [markdown]
# # 4. Why is it so, and why is that?
#
# **Decide:** which cause, under the goal we set, we act on, and what we must still find out.
#
# **40 minutes:** 5 to read, 18 to talk, 17 hands-on. **Bring** your goals (notebook 3), and what those who teach these students
# say.

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to read, 1 to talk.
#
# **Say:** “We look for one cause we can act on, and for what we do not know. Not for somebody to blame.”
#
# **If the room sticks:** A name is mentioned. Ask what in the system would make the next person do the same.

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
# *“Reading is low because we have no tutors.”* That sounds like a cause and is a purchase. A cause can be checked, can be
# changed, and the trouble follows from it. Sort six sentences in pairs before you read on.

# %% [markdown] tags=["facilitator"]
# **5 minutes:** 2 to talk, 3 hands-on.
#
# **Say:** “In pairs: cause, symptom, or something to buy in disguise?” Laugh at the tutors together.
#
# **If the room sticks:** Somebody defends the purchase. It may well be a good one; it is an answer, and we have not
# finished the question.

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

# %% [markdown] tags=["facilitator"]
# **7 minutes:** 1 to read, 2 to talk, 4 hands-on.
#
# **Say:** “Write the problem so that a stranger could check it. Then ask why, alone, until you reach something you can
# change.”
#
# **If the room sticks:** The chain jumps to funding at the second step. Ask what the money would have changed in a
# classroom, and go on from there.

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

# %% [markdown] tags=["facilitator"]
# **8 minutes:** 1 to read, 3 to talk, 4 hands-on.
#
# **Say:** “In fours, and mixed: seven places to look, at least one cause in each that you know about.”
#
# **If the room sticks:** One bone gets everything. Hand the pen to the quietest person, and ask where nobody has
# looked.

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
# **Impact:** would much change if it were gone? **Influence:** how much of it is in the district's hands? The causes
# people like best to talk about are seldom high on both.

# %% [markdown] tags=["facilitator"]
# **7 minutes:** 1 to read, 3 to talk, 3 hands-on.
#
# **Say:** “How much would change if it were gone? And how much of it is in our hands?”
#
# **If the room sticks:** “Parents”, “the state”. Do not argue: have the table rate its influence on it, and look at
# where it lands.

# %% tags=["remove-input", "exercise"]
# Impact and influence
page.impact_and_influence(case)

# %% [markdown]
# ## Decide: one cause, and what you do not know yet
#
# The others are not lost: they stay on the sheet.

# %% [markdown] tags=["facilitator"]
# **7 minutes:** 1 to read, 4 to talk, 2 hands-on.
#
# **Say:** “One cause. And beside it: what would we have to find out before we spend on it?”
#
# **If the room sticks:** Two causes tie. Take the one whose proof you could collect within a month.

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

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 hands-on.
#
# **Say:** “Ask whether it names something to buy.”
#
# **If the room sticks:** Hardly anybody misses it here. Ask who heard one like it last week.

# %% tags=["remove-input", "exercise"]
# Check yourself
page.check_the_disguise(case)

# %% [markdown]
# ## Say it to your board

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 2 to talk.
#
# **Say:** “Say ‘we think’, and then say what would prove us wrong.”
#
# **If the room sticks:** It comes out as certainty. These are the room's judgments, and the page says so.

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown]
# ## Take it home, with the fishbone

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 to talk.
#
# **Say:** “Which cause did nobody write down, because of who was in the room?”
#
# **If the room sticks:** Silence is usual. Wait; then ask who should look at the fishbone before it is final.

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
