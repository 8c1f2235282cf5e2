# %% [markdown]
# # 13. School allocations
#
# **Decide:** by which rule dollars reach our schools and why, and what we say to the school that loses most by it.
#
# **30 minutes:** 5 to read, 13 to talk, 12 hands-on. **Bring** the plan of notebook 12, and last year's allocation
# letters.

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to read, 1 to talk.
#
# **Say:** “First the rule, then who wins. Principals: your own school comes later, on purpose.”
#
# **If the room sticks:** With public files alone there is no pool to share out. The page says what would bring it.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "13_school_allocations", person, take_home=take_home)
from smarter_spending.guide import nb13_school_allocations as page

# %% tags=["remove-input"]
# In short
page.in_short(case)

# %% [markdown]
# ## Say what is fair before you see who wins
#
# Each person alone: how much more should a school receive for a student who learns English, lives in a low-income family
# or in foster care? And how much may a school lose in one year, when the rule changes?

# %% [markdown] tags=["facilitator"]
# **5 minutes:** 1 to talk, 4 hands-on.
#
# **Say:** “How much more for a student of need? And how much may a school lose in a year? Alone.”
#
# **If the room sticks:** They ask what others use. There is no right weight; there is one that you can explain to a
# parent.

# %% tags=["remove-input", "exercise"]
# Your formula
page.formula(case)

# %% [markdown]
# ## A ratio only sounds like the same rule for everybody
#
# It is rounded at every school, and each position is charged at the average: a school of young teachers is charged more
# than it costs.

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to read, 1 to talk.
#
# **Say:** “The same ratio everywhere. Find the school that the rounding hits.”
#
# **If the room sticks:** “It averages out.” Over schools perhaps; not for the one below the line.

# %% tags=["remove-input"]
# The ratio, and its rounding
page.by_ratio(case)

# %% [markdown]
# ## Dollars can follow students
#
# A student of need counts as more than one. The rule fits in a sentence and shows who pays for whom. “Softened” lets no
# school lose more than you set.

# %% [markdown] tags=["facilitator"]
# **6 minutes:** 1 to read, 3 to talk, 2 hands-on.
#
# **Say:** “Move the weight and watch who pays for whom. The pool does not grow.”
#
# **If the room sticks:** “But our school is special.” Ask which weight would say so for every school like it.

# %% tags=["remove-input"]
# Who gains and who pays
page.moves(case)

# %% tags=["remove-input", "exercise"]
# Move the weight
page.move_the_weight(case)

# %% [markdown]
# ## More dollars beside lower scores prove nothing
#
# Somebody will ask whether the schools with more dollars do better. Schools differ in whom they serve.

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 to talk.
#
# **Say:** “Somebody will say it, so let us say it here: dollars and scores, side by side, prove nothing.”
#
# **If the room sticks:** A board member's favorite chart. Ask which students those dollars were sent there for.

# %% tags=["remove-input"]
# Spending beside results, with its warning
page.said_of_results(case)

# %% tags=["remove-input"]
# What the state published of each school
page.published(case)

# %% [markdown]
# ## Decide: by which rule, and why?
#
# Reload the page after you have changed the formula. Then write the sentence that the principals will hear.

# %% [markdown] tags=["facilitator"]
# **8 minutes:** 1 to read, 3 to talk, 4 hands-on.
#
# **Say:** “Write the sentence that the principals will hear, beginning with the school that loses most.”
#
# **If the room sticks:** They write to the winners. Have a principal read it back as the one who loses.

# %% tags=["remove-input"]
# Who speaks first
page.talk_first(case)

# %% tags=["remove-input", "exercise"]
# Your decision
page.decide(case)

# %% [markdown]
# ## Check yourself: two invented schools
#
# A pool of \$1,000,000, two schools of 400 students. 100 and 300 of them are of low income and count half as much again.

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 2 hands-on.
#
# **Say:** “Count weighted students first; only then share out the dollars.”
#
# **If the room sticks:** They give the weight to the whole school instead of to its students of need.

# %% tags=["remove-input", "exercise"]
# Check the weights
page.check_the_weights(case)

# %% [markdown]
# ## Say it to your board

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to read, 1 to talk.
#
# **Say:** “One sentence for the rule, one for what it costs to soften it.”
#
# **If the room sticks:** “Nobody loses.” Then somebody else pays; name the dollars.

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown]
# ## Take it home with you

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 2 to talk.
#
# **Say:** Hand out the paragraphs: first one's own, then everybody's. “Which school would never have been heard, if
# this had been decided by who calls whom?”
#
# **If the room sticks:** A principal is hurt. Stay with the rule, and take the talk outside afterwards.

# %% tags=["remove-input"]
# A paragraph for each school, to hand out
page.every_school(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown] tags=["analyst"]
# ## For the analyst
#
# The pool is what is free and already spent at schools; it stays the same in every formula. Money bound to high-need
# students is a pool of its own. The workbook holds every school, with its positions by the ratio and its dollars a student.

# %% tags=["remove-input", "analyst"]
# What was checked before any figure was shown
page.trust(case)

# %% tags=["remove-input", "analyst"]
# The pool and where it goes today
page.pool(case)

# %% tags=["remove-input", "analyst"]
# Supplemental and concentration money
page.duty(case)

# %% tags=["remove-input", "analyst", "exercise"]
# The ratio, and how a part of a position is rounded
page.ratio(case)

# %% tags=["remove-input", "analyst"]
# The same pool by weights
page.by_weights(case)

# %% tags=["remove-input", "analyst"]
# Spending beside scores, in standard deviations
page.beside_scores(case)

# %% [markdown]
# ## Next: who does what by when
#
# The formula and its reason go into the plan of action, notebook 14.
