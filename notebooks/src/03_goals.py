# %% [markdown]
# # 3. What will be different, for how many students, by when?
#
# **Decide:** which one to three goals we hold ourselves to, each with a baseline, a target, a year and money.
#
# **30 minutes:** 5 to read, 12 to talk, 13 hands-on. **Bring** the question you agreed on (notebook 2).

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to read, 1 to talk.
#
# **Say:** “Put last session's question in front of you. Now we say how much of it, by when.”
#
# **If the room sticks:** No goal can be measured yet, so the number is blank. That is the work of the next half hour.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"
ninth_grade: str = "ninth_grade_on_track"  # or "ninth_grade_c_or_better": which definition a goal may use

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "03_goals", person, take_home=take_home, ninth_grade=ninth_grade)
from smarter_spending.guide import nb03_goals as page

# %% tags=["remove-input"]
# In short
page.in_short(case)

# %% tags=["remove-input"]
# Who answers
page.who(case)

# %% [markdown]
# ## The goal on many walls says nothing
#
# *Improve reading outcomes.* Everybody can agree with it. Seven tests (SMARTER) ask who, how many, by when, why, whose and
# with which dollars. Guess how many of them it passes.

# %% [markdown] tags=["facilitator"]
# **3 minutes:** 2 to talk, 1 hands-on.
#
# **Say:** “Guess how many of the seven tests this goal passes, then open it.” Let them laugh, and then find ours.
#
# **If the room sticks:** Somebody is proud of a goal like it. Agree that it is a fine hope; ask which student would
# notice it was met.

# %% tags=["remove-input"]
# A vague goal, tested
page.vague_goal(case)

# %% [markdown]
# ## A share hides how many students it is
#
# A goal that answers no question is a slogan. Start from the question you agreed on, and from how many students it is about.

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to read, 1 to talk.
#
# **Say:** “Say it in students: how many children is that share?”
#
# **If the room sticks:** The largest bar is taken for the most urgent one. Some goals are asked of more grades; return
# to the question you agreed on.

# %% tags=["remove-input"]
# The agreed question
page.question(case)

# %% tags=["remove-input"]
# Where every goal could start
page.where_students_stand(case)

# %% [markdown]
# ## Is the line steeper than anything you have done?
#
# Draft it. The line is a ruler, not a forecast: if it is steeper than every past year, say what will be different.

# %% [markdown] tags=["facilitator"]
# **7 minutes:** 1 to read, 2 to talk, 4 hands-on.
#
# **Say:** “Draft it. If the line is steeper than any year you have had, tell us what will be different.”
#
# **If the room sticks:** The room lowers the target as soon as the line looks steep. Before that, somebody names what
# will be different; then decide.

# %% tags=["remove-input", "exercise"]
# The first goal: its measure, its target, its years
page.draft(case)

# %% tags=["remove-input"]
# The first goal drawn against the years on file
page.way_there(case)

# %% [markdown]
# ## Do finance and academics aim at the same target?
#
# A lower target is not timid and a higher one not brave: ask each what it counted on.

# %% [markdown] tags=["facilitator"]
# **4 minutes:** 2 to talk, 2 hands-on.
#
# **Say:** “The two of you who are furthest apart: what did you count on?”
#
# **If the room sticks:** They split the difference. A middle that nobody argued for is a target that nobody owns.

# %% tags=["remove-input", "exercise"]
# The room's first goals, once yours stands
page.the_rooms_goals(case)

# %% tags=["remove-input"]
# How far the room lies apart
page.how_far_apart(case)

# %% [markdown]
# ## Decide: what will be different, and who owns it
#
# One sentence, one owner. Most rooms do better with two goals than with three.

# %% [markdown] tags=["facilitator"]
# **7 minutes:** 1 to read, 2 to talk, 4 hands-on.
#
# **Say:** “One sentence, one owner. Read it with the owner's name at the end.”
#
# **If the room sticks:** A committee as owner. Ask who will be asked in June. A second goal only if the first has
# money.

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
# ## Check yourself: from points to students

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 hands-on.
#
# **Say:** “Points first, then that many of each hundred.”
#
# **If the room sticks:** They take the share of the whole instead of the difference between the two shares.

# %% tags=["remove-input", "exercise"]
# Check yourself
page.check_students(case)

# %% [markdown]
# ## Say it to your board

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to read, 1 to talk.
#
# **Say:** “A promise or an aim? Choose the word before the board does.”
#
# **If the room sticks:** The superintendent fears a number in public. The page's sentence says what would make you miss
# it; use that.

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown]
# ## Take it home to sign

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to talk, 1 hands-on.
#
# **Say:** “Who will be told first that this is the goal, and by whom?”
#
# **If the room sticks:** They name the newspaper or the website. The first to hear are those whose work changes.

# %% tags=["remove-input"]
# The goal sheets, to sign
page.goal_sheets(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown] tags=["analyst"]
# ## For the analyst
#
# Shares have 90% Wilson ranges. Students to move are students × (target − baseline); dollars for each are dollars a year ×
# years ÷ students to move: what a goal implies, not what it takes. Hold them against notebook 9.

# %% tags=["remove-input", "analyst"]
# What was checked before any figure was shown
page.trust(case)

# %% tags=["remove-input", "analyst"]
# Where students stand, with ranges
page.stand_in_full(case)

# %% tags=["remove-input", "analyst"]
# What the goals come to
page.what_they_come_to(case)

# %% tags=["remove-input", "analyst"]
# Every letter of every goal
page.every_letter(case)

# %% tags=["remove-input", "analyst", "exercise"]
# Check the points a year
page.check_points(case)

# %% [markdown]
# ## Next: why it is so
#
# Notebook 4 asks why the goals are not reached today, notebook 15 how far you came.
