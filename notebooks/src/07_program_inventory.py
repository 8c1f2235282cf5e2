# %% [markdown]
# # 7. Program inventory
#
# **The decision.** Which of our programs are ready for a deep review, and what must we find out about the others?
#
# **Time:** 60 minutes (25 talk, 35 hands-on). **Bring:** the names of programs you would defend, and of one you would not.
#
# **You will leave with:** one list of every program, a map of overlaps, a deep-review list with reasons, and a list of
# data to get.

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

page.whose(case)

# %% tags=["remove-input"]
# Before you trust a figure
page.trust(case)

# %% [markdown] tags=["exercise"]
# ## Choose blind, before you see the data
#
# Most rooms review the programs people talk about. Write down three you would review first, from memory. You will
# hold your list against what the data can bear.

# %% tags=["remove-input", "exercise"]
# Your three, from memory
page.choose_blind(case)

# %% [markdown]
# ## Everything we fund, on one list
#
# A program is anything the district pays for to move an outcome: a curriculum, a coach, a summer school, a contract.

# %% tags=["remove-input"]
# What each program costs, from the ledger where it can be
page.inventory(case)

# %% tags=["remove-input"]
# The dearest programs
page.dearest(case)

# %% [markdown]
# ## The inventory beside the books
#
# The inventory says what a program was meant to cost; the ledger and the positions say what was booked under its name.
# Where more than a tenth is missing, a tag is missing or the list is out of date. Find out which before you judge it.

# %% tags=["remove-input"]
# What the inventory states beside the ledger
page.beside_books(case)

# %% [markdown]
# ## What the list is for, in dollars
#
# Add the programs up by the aim they serve. If an aim you call a priority is a thin bar, that is worth a minute.

# %% tags=["remove-input"]
# Cost by aim
page.by_aim(case)

# %% [markdown]
# ## What we do not know is a finding
#
# A blank cell is not a clerical matter. It means that nobody could say whether the program reached anybody, or what
# it was meant to change.

# %% tags=["remove-input"]
# How complete the inventory is
page.complete(case)

# %% [markdown]
# ## Some programs do the same thing for the same students
#
# Programs that teach the same skill in the same grades may support each other, or may pay twice for one job. The
# table cannot tell which; the people who run them can.

# %% tags=["remove-input"]
# Overlaps
page.overlapping(case)

# %% [markdown]
# ## Five tests for a deep review
#
# A program can be reviewed deeply when its cost is known, its outcome is known, enough students took part, there are
# similar students to compare them with, and it is known how much of it they got.

# %% tags=["remove-input"]
# The five tests
page.five_tests(case, smallest_program)

# %% tags=["remove-input"]
# Ready for a deep review
page.deep_review(case, smallest_program)

# %% tags=["remove-input"]
# One piece of data away
page.one_answer_away(case, smallest_program)

# %% [markdown] tags=["exercise"]
# ## Hold your blind list against the data
#
# Which of your three passed? Do not drop the others: a program that cannot be reviewed yet is not a bad program. It
# goes on the list of data to get.

# %% tags=["remove-input", "exercise"]
# Your deep-review list
page.decide(case, smallest_program)

# %% [markdown] tags=["exercise"]
# ## Five fields for the first one
#
# Fill them for your first program. They are what the people who run it, and the people who pay for it, must agree on
# before anybody looks at results.

# %% tags=["remove-input", "exercise"]
# The deep-review sheet
page.review_sheet(case)

# %% [markdown] tags=["exercise"]
# **Check.** A district lists 60 programs, and 7 pass all five tests. What share is that?

# %% tags=["remove-input", "exercise"]
# Check the example
page.check_the_share(case)

# %% [markdown] tags=["exercise"]
# ## Talk about it

# %% tags=["remove-input", "exercise"]
# The talk log
page.talk_log(case)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the tables above
page.what_you_found(case, smallest_program)

# %% tags=["remove-input"]
# Take it home
page.take_home(case, smallest_program)

# %% [markdown]
# **Talk about it.** What would it take to know the missing outcome of your dearest program?
#
# **Carry forward.** The deep-review list goes to notebook 8, where each program meets a fair comparison.
#
# **Next.** *8. What moved the needle*, and then *9. Cost per outcome*.

# %% [markdown] tags=["facilitator"]
# **Facilitator.** The blind list first, three minutes, on paper if the room is loud. When a table defends a program
# that failed a test, ask which test, and who has the data.
