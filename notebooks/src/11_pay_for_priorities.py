# %% [markdown]
# # 11. Pay for priorities
#
# **Decide:** which dollars we move, from what to what, and what our students gain and give up by it.
#
# **40 minutes:** 5 to read, 17 to talk, 18 hands-on. **Bring** the decisions of notebook 10.

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to read, 1 to talk.
#
# **Say:** “We move dollars from what buys little to what buys more, and say what is given up.”
#
# **If the room sticks:** Nothing may be identified yet. Then play with the teaching district; the game is the same.

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

# %% [markdown] tags=["facilitator"]
# **5 minutes:** 2 to talk, 3 hands-on.
#
# **Say:** “Write what the dollars are for. Nobody sees a card before that is written.”
#
# **If the room sticks:** “To balance the budget.” That is next session's page. Which students, doing what better?

# %% tags=["remove-input", "exercise"]
# Commit in writing
page.purpose(case)

# %% [markdown]
# ## One big number is not one number
#
# A headline adds it all up. Each dollar has its own rules.

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to read, 1 to talk.
#
# **Say:** “Do not add it up. Which of these come every year, and in which fund?”
#
# **If the room sticks:** The sum is on somebody's slide already. Ask which part of it could pay a teacher in the third
# year.

# %% tags=["remove-input"]
# What could be freed
page.what_is_freed(case)

# %% [markdown]
# ## New seats cost a teacher and a room, and gain less
#
# What leaves our ledger *pays*; what seats use in all, whoever pays, *judges*. No restricted dollar crosses.

# %% [markdown] tags=["facilitator"]
# **3 minutes:** 1 to read, 2 to talk.
#
# **Say:** “Two costs. What leaves our ledger says what we can pay with; what a seat uses in all says whether it is
# worth it.”
#
# **If the room sticks:** They see two costs and distrust both. One asks who pays, the other whether it is worth it.

# %% tags=["remove-input"]
# What growing takes
page.what_growing_takes(case)

# %% [markdown] tags=["exercise"]
# ## Play your hand: five seats, one table
#
# Take a seat, agree on a target, pick up cards. The board turns green when the target is met, no dollar crosses a fund,
# and that holds without what nobody can judge.

# %% [markdown] tags=["facilitator"]
# **18 minutes:** 2 to read, 5 to talk, 11 hands-on.
#
# **Say:** “Take a seat that is not your own. Agree on the target first, then read each caution aloud as you pick up the
# card.”
#
# **If the room sticks:** Let a team go over its funds once; the red sentence teaches more than you can. When the best
# set ignores a program they love, the reason is on its card: nobody can tell, no gain is shown, or it costs more than
# it is worth to us.

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

# %% [markdown] tags=["facilitator"]
# **6 minutes:** 3 to talk, 3 hands-on.
#
# **Say:** “From what, to what, and what do our students give up by it? All three, or it is not written.”
#
# **If the room sticks:** The third part stays blank. Ask whoever sits in the teacher's or parent's seat.

# %% tags=["remove-input"]
# Who speaks first
page.talk_first(case)

# %% tags=["remove-input", "exercise"]
# Your decision
page.decide(case)

# %% [markdown]
# ## Check yourself: an invented team

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 hands-on.
#
# **Say:** “Which of the two is still there in the third year?”
#
# **If the room sticks:** They add. What comes once may pay for something that ends.

# %% tags=["remove-input", "exercise"]
# Check the lasting program
page.check_lasting(case)

# %% [markdown]
# ## Say it to your board

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 2 to talk.
#
# **Say:** “Identified, approved, or already seen in the ledger: use the right word for each dollar.”
#
# **If the room sticks:** “We found” is quicker to say. Next year somebody will ask where it is.

# %% tags=["remove-input"]
# What you may say, what not, and both sides
page.say_to_board(case)

# %% [markdown]
# ## Take it home with you

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 to talk.
#
# **Say:** “Which of these dollars would you bet on seeing in next year's ledger?”
#
# **If the room sticks:** Nobody bets. Take the lower end of the range to the board.

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
# does the same job; unused seats free their share. The most bound dollars pay first. What is only identified is
# *potential*; what is realized, next year's ledger must show.

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

# %% [markdown]
# ## Next: the strategic financial plan
#
# What is freed and what grows go to notebook 12.
