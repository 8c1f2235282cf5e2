# %% [markdown]
# # 7. Program inventory
#
# **Decide:** which of our programs go into a deep review, and what we must find out about the others.
#
# **30 minutes:** 4 to read, 12 to talk, 14 hands-on. **Bring** the names of programs you would defend, and of one you
# would not.

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

# %% tags=["remove-input", "exercise"]
# Your three, from memory
page.choose_blind(case)

# %% [markdown]
# ## What the list is for, in dollars
#
# A program is anything we pay for to help students: a curriculum, a coach, a summer school, a contract. If an aim you
# call a priority is a thin bar, that is worth a minute.

# %% tags=["remove-input"]
# Program dollars by aim
page.by_aim(case)

# %% [markdown]
# ## What we do not know is a finding
#
# A program can be reviewed deeply when it passes five tests. A blank is not a clerical matter: nobody could say
# whether the program reached anyone, or what it changed.

# %% tags=["remove-input"]
# The five tests
page.five_tests(case, smallest_program)

# %% [markdown]
# ## Some programs do the same thing for the same students
#
# They may support each other, or we may pay twice for one job. The table cannot tell; the people who run them can.

# %% tags=["remove-input"]
# Overlaps
page.overlapping(case)

# %% [markdown]
# ## Decide: which do we review first?
#
# Which of your three passed? The others are not bad programs: they go on the list of data to get.

# %% tags=["remove-input"]
# Who speaks first
page.talk_first(case)

# %% tags=["remove-input", "exercise"]
# Your decision
page.decide(case, smallest_program)

# %% [markdown]
# ## Check yourself: an invented district

# %% tags=["remove-input", "exercise"]
# Check yourself
page.check_the_share(case)

# %% [markdown]
# ## Say it to your board

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case, smallest_program)

# %% [markdown]
# ## Take it home with you

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

# %% [markdown] tags=["facilitator"]
# **Facilitator.** The blind list first, three minutes, on paper if the room is loud. When a table defends a program
# that failed a test, ask which test, and who has the data.
