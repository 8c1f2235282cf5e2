# %% [markdown]
# # 7. Program inventory
#
# **Decide:** which of our programs go into a deep review, and what we must find out about the others.
#
# **30 minutes:** 4 to read, 12 to talk, 14 hands-on. **Bring** the names of programs you would defend, and of one you
# would not.

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 to talk.
#
# **Say:** “We list everything we pay for to help students, and find out what we know about it.”
#
# **If the room sticks:** “My program isn't here.” Write the name down; the list comes from the district's own file, and
# a gap in it is a finding.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"
smallest_program: int = 30  # students a program needs before its results can be compared

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "07_program_inventory", person, take_home=take_home)
from smarter_spending.guide import nb07_program_inventory as page

# %% tags=["remove-input"]
# In short
page.in_short(case, smallest_program)

# %% [markdown]
# ## Choose blind, before you see the data
#
# Most rooms review the programs people talk about. Write yours from memory; then hold the list against what the data
# can bear.

# %% [markdown] tags=["facilitator"]
# **4 minutes:** 1 to talk, 3 hands-on.
#
# **Say:** “From memory: three programs you would review first. Do not scroll.”
#
# **If the room sticks:** They choose what they want ended. Ask for one that they would defend, too. On paper, if the
# room is loud.

# %% tags=["remove-input", "exercise"]
# Your three, from memory
page.choose_blind(case)

# %% [markdown]
# ## What the list is for, in dollars
#
# A program is anything we pay for to help students: a curriculum, a coach, a summer school, a contract. If an aim you
# call a priority is a thin bar, that is worth a minute.

# %% [markdown] tags=["facilitator"]
# **3 minutes:** 1 to read, 1 to talk, 1 hands-on.
#
# **Say:** “Find the aim you call a priority. Is its bar as long as you expected?”
#
# **If the room sticks:** Somebody says that the costs are wrong. They may be: who has the better figure, and by when?

# %% tags=["remove-input"]
# Program dollars by aim
page.by_aim(case)

# %% [markdown]
# ## What we do not know is a finding
#
# A program can be reviewed deeply when it passes five tests. A blank is not a clerical matter: nobody could say
# whether the program reached anyone, or what it changed.

# %% [markdown] tags=["facilitator"]
# **5 minutes:** 1 to read, 2 to talk, 2 hands-on.
#
# **Say:** “Five tests. Where a bar is short, nobody could tell us.”
#
# **If the room sticks:** A failed test is taken as a bad grade. Ask which test, and who has the data; nothing is said
# about the program.

# %% tags=["remove-input"]
# The five tests
page.five_tests(case, smallest_program)

# %% [markdown]
# ## Some programs do the same thing for the same students
#
# They may support each other, or we may pay twice for one job. The table cannot tell; the people who run them can.

# %% [markdown] tags=["facilitator"]
# **5 minutes:** 1 to read, 2 to talk, 2 hands-on.
#
# **Say:** “Same skill, same grades. Is it support, or do we pay twice?”
#
# **If the room sticks:** Two owners sit at the same table. Let each say whom they serve that the other does not; do not
# decide it here.

# %% tags=["remove-input"]
# Overlaps
page.overlapping(case)

# %% [markdown]
# ## Decide: which do we review first?
#
# Which of your three passed? The others are not bad programs: they go on the list of data to get.

# %% [markdown] tags=["facilitator"]
# **8 minutes:** 1 to read, 3 to talk, 4 hands-on.
#
# **Say:** “Which of your blind three passed? Take those that did into review, and name the data to get for one that did
# not.”
#
# **If the room sticks:** The room wants all of them. A review takes months: choose those whose result could change next
# year's budget.

# %% tags=["remove-input"]
# Who speaks first
page.talk_first(case)

# %% tags=["remove-input", "exercise"]
# Your decision
page.decide(case, smallest_program)

# %% [markdown]
# ## Check yourself: an invented district

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 2 hands-on.
#
# **Say:** “Divide, and then look at the rest: that is the news.”
#
# **If the room sticks:** They feel the share is low. Most districts have not counted.

# %% tags=["remove-input", "exercise"]
# Check yourself
page.check_the_share(case)

# %% [markdown]
# ## Say it to your board

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 to talk.
#
# **Say:** “‘We do not know yet’, with a date, is a strong sentence. Try it.”
#
# **If the room sticks:** They soften it until nothing is missing. The blank, the role, the day.

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case, smallest_program)

# %% [markdown]
# ## Take it home with you

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 to talk.
#
# **Say:** “Who asks for the missing data, of whom, by which day?”
#
# **If the room sticks:** It falls to the data office. Let the program's owner ask.

# %% tags=["remove-input"]
# Take it home
page.take_home(case, smallest_program)

# %% [markdown] tags=["analyst"]
# ## For the analyst
#
# The inventory says what a program was meant to cost; the ledger and the positions say what was booked under its name.
# Where more than a tenth is missing, a tag is missing or the list is out of date. The workbook holds every program.

# %% tags=["remove-input", "analyst"]
# What was checked before any figure was shown
page.trust(case)

# %% tags=["remove-input", "analyst"]
# The programs that cost most
page.dearest(case)

# %% tags=["remove-input", "analyst"]
# What the inventory states beside the ledger
page.beside_books(case)

# %% tags=["remove-input", "analyst"]
# How complete the inventory is
page.complete(case)

# %% tags=["remove-input", "analyst"]
# Ready for a deep review
page.deep_review(case, smallest_program)

# %% tags=["remove-input", "analyst"]
# One piece of data away
page.one_answer_away(case, smallest_program)

# %% [markdown] tags=["analyst"]
# Five fields for the first program in deep review, which those who run it and those who pay for it must agree on before
# anyone looks at results:

# %% tags=["remove-input", "analyst", "exercise"]
# The deep-review sheet
page.review_sheet(case)

# %% [markdown]
# ## Next: what moved the needle?
#
# The deep-review list goes to notebook 8, where each program meets a fair comparison.
