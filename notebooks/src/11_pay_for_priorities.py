# %% [markdown]
# # 11. Pay for priorities
#
# **Decide:** which dollars we move, from what to what, and what our students gain and give up by it.
#
# **40 minutes:** 5 to read, 17 to talk, 18 hands-on. **Bring** the decisions of notebook 10.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"
seed: int = 2024  # fixes the random draws, so every run gives the same numbers

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "11_pay_for_priorities", person, seed, take_home)
from smarter_spending.guide import nb11_pay_for_priorities as page

# %% tags=["remove-input"]
# In short
page.in_short(case)

# %% [markdown] tags=["exercise"]
# ## First: what will the savings buy?
#
# Before you look at a saving, write what the dollars are *for*.

# %% tags=["remove-input", "exercise"]
# Commit in writing
page.purpose(case)

# %% [markdown]
# ## One big number is not one number
#
# A headline adds it all up. Each dollar has its own rules.

# %% tags=["remove-input"]
# What could be freed
page.what_is_freed(case)

# %% [markdown]
# ## New seats cost a teacher and a room, and gain less
#
# What leaves our ledger *pays*; what seats use in all, whoever pays, *judges*. No restricted dollar crosses.

# %% tags=["remove-input"]
# What growing takes
page.what_growing_takes(case)

# %% [markdown] tags=["exercise"]
# ## Play your hand: five seats, one table
#
# Take a seat, agree on a target, pick up cards. The board turns green when the target is met, no dollar crosses a fund,
# and that holds without what nobody can judge.

# %% tags=["remove-input"]
# Who answers
page.who(case)

# %% tags=["remove-input", "exercise"]
# Your seat and your target
table = page.seat_and_target(case)
page.cards_dealt(case)

# %% tags=["remove-input", "exercise"]
# The cards, and then what the best affordable set would have been
page.play(case, table)

# %% tags=["remove-input"]
# The hands, compared
page.hands(case)

# %% [markdown]
# ## Decide: which dollars do we move?

# %% tags=["remove-input"]
# Who speaks first
page.talk_first(case)

# %% tags=["remove-input", "exercise"]
# Your decision
page.decide(case)

# %% [markdown]
# ## Check yourself: an invented team

# %% tags=["remove-input", "exercise"]
# Check the lasting program
page.check_lasting(case)

# %% [markdown]
# ## Say it to your board

# %% tags=["remove-input"]
# What you may say, what not, and both sides
page.say_to_board(case)

# %% [markdown]
# ## Take it home with you

# %% tags=["remove-input"]
# The dollars-found statement, to hand out
page.statement(case)

# %% tags=["remove-input"]
# The reallocation workbook, to check
page.workbook(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown] tags=["analyst"]
# ## For the analyst
#
# First what is filled in after the vote and the talk, then every figure. A saving's range: nine of ten draws, because
# positions may stay on the payroll and a license may turn out to be needed; to plan on is the mean of the least and
# (twice) what is identified, never more. A purchase frees what was bought for grades where a program with a gain shown
# does the same job; unused seats free their share. The most bound dollars pay first.

# %% tags=["remove-input", "exercise", "analyst"]
# The labels, after the vote
page.labels(case)

# %% tags=["remove-input", "exercise", "analyst"]
# Move dollars from one program to another
page.move_dollars(case)

# %% tags=["remove-input", "exercise", "analyst"]
# Notes from your talk
page.talk_log(case)

# %% tags=["remove-input", "analyst"]
# The five seats
page.seats(case)

# %% tags=["remove-input", "analyst"]
# What was checked before any figure was shown
page.trust(case)

# %% tags=["remove-input", "analyst"]
# What could be freed, program by program
page.freed(case)

# %% tags=["remove-input", "analyst"]
# The ledger rows, added up
page.ledger_rows(case)

# %% tags=["remove-input", "analyst"]
# The headline, and on which ground each dollar stands
page.adding_up(case)

# %% tags=["remove-input", "analyst"]
# Dollars by fund, with their range
page.by_fund(case)

# %% tags=["remove-input", "analyst"]
# What it costs to move
page.moving_people(case)

# %% tags=["remove-input", "analyst"]
# Seats for those who wait
page.seats_for_those_who_wait(case)

# %% tags=["remove-input", "analyst"]
# Which fund pays for what
page.who_pays(case)

# %% tags=["remove-input", "analyst"]
# Fund by fund, in the first year and after it
page.what_is_left(case)

# %% tags=["remove-input", "analyst"]
# Every hand, and what it gives up
page.all_hands(case)

# %% tags=["remove-input", "analyst"]
# What the board has approved
page.approved(case)

# %% [markdown]
# ## Next: the strategic financial plan
#
# What is freed and what grows go to notebook 12.

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Nobody sees a card before the purpose is written. Let a team go over its funds once; the red sentence
# teaches more than you can. When somebody asks why the best set ignores a program they love, the answer is on its card:
# nobody can tell yet what it does, no gain is shown, or it costs more than it is worth to us.
