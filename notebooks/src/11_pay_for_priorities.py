# %% [markdown]
# # 11. Pay for priorities
#
# **The decision.** Which dollars do we move, from what to what, and what do our students gain and give up by it?
#
# **Time:** 75 minutes (40 talk, 35 hands-on). **Bring:** the decisions of notebook 10, the priorities of notebook 5.
#
# **You will leave with:** a dollars-found statement, a workbook whose totals you can check, and your team's own hand.

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

page.whose(case)

# %% tags=["remove-input"]
# Before you trust a figure
page.trust(case)

# %% tags=["remove-input"]
# Who answers
page.who(case)

# %% [markdown] tags=["exercise"]
# ## First: what will the savings buy?
#
# A cut without a purpose is only a cut, and nobody fights for it. Before you look at a single saving, write what the
# dollars are *for*: which students will be able to do what, that they cannot do now?

# %% tags=["remove-input", "exercise"]
# Commit in writing
page.purpose(case)

# %% [markdown]
# ## Dollars that our decisions could free
#
# A program that stops frees its ledger rows. A purchase frees what was bought for students in whose grades a program
# shown to work does the same job. Seats that are paid and not used free their share of what was bought; whether the seller
# agrees, the renewal shows, so the least is nothing. Of both kinds nobody can tell what the program does: the job done
# twice and the empty seat are the ground. Nothing is counted of a program whose end is set already.

# %% tags=["remove-input"]
# What could be freed, program by program
page.freed(case)

# %% [markdown]
# ## Down to the ledger
#
# Every dollar above stands in rows of your own ledger. Here they are, added up by program and account; the workbook you
# take home has each of them, and its totals are formulas.

# %% tags=["remove-input"]
# The ledger rows, added up
page.ledger_rows(case)

# %% [markdown]
# ## The tempting answer: add it all up
#
# One big number fits a headline. It is not one number.

# %% tags=["remove-input"]
# The headline, and what is behind it
page.adding_up(case)

# %% [markdown]
# ## By fund, by year, and with a range
#
# Light bars are what is identified. The dark line is where nine of ten draws end (a draw is one way it may turn out),
# because positions may stay on the payroll and a license may turn out to be needed. The dot is what to plan on: the mean
# of the least and (twice) what is identified, so that the funds add up, and never more than is identified.

# %% tags=["remove-input"]
# Dollars by fund, with their range
page.by_fund(case)

# %% tags=["remove-input"]
# What it costs to move
page.moving_people(case)

# %% [markdown]
# ## What growing would cost, and bring
#
# For every student on a waiting list: one more seat. What leaves our ledger *pays*: a seat's price, and a step (the fixed
# part again, as we reckon it) beyond the seats a program was planned for. What the seats use in all, volunteers' hours and
# our own classrooms too, *judges*: beside it stands the worth, which is what your board said an outcome is worth, times
# what our own students gained. Where nobody can tell the effect, the worth is not known; that is not zero.

# %% tags=["remove-input"]
# Seats for those who wait
page.seats_for_those_who_wait(case)

# %% [markdown]
# ## A restricted dollar never crosses
#
# Each fund pays only for what its own rules allow. Supplemental and concentration money is unrestricted by its number and
# not by its duty: freed, it goes to other services that are increased or improved for high-need students, or is carried
# over for them. The most bound dollars pay first, so that free dollars stay free.

# %% tags=["remove-input"]
# Which fund pays for what
page.who_pays(case)

# %% tags=["remove-input"]
# Fund by fund, in the first year and after it
page.what_is_left(case)

# %% [markdown] tags=["exercise"]
# ## Whose place ends, and whose begins
#
# Move dollars from one program to another and look at both groups of students at once.

# %% tags=["remove-input"]
# Both sides
page.both_sides(case)

# %% tags=["remove-input", "exercise"]
# Move dollars
page.move_dollars(case)

# %% [markdown] tags=["exercise"]
# ## Play your hand
#
# Five seats, one table. Take a seat, agree on a target, then pick up cards: ways to free dollars and ways to put them to
# work, all from your own district. Read every caution aloud. The board turns green when the target is met, no dollar
# crosses a fund, **and** that would hold without what nobody can judge. Tab and the space bar play it as well as a mouse.

# %% tags=["remove-input", "exercise"]
# The five seats
page.seats(case)

# %% tags=["remove-input", "exercise"]
# Your seat and your target
table = page.seat_and_target(case)
page.cards_dealt(case)

# %% tags=["remove-input", "exercise"]
# The cards, and then what the best affordable set would have been
page.play(case, table)

# %% [markdown]
# ## Every team's hand, side by side
#
# When a hand is on the table, the last bar is the best set that the identified dollars can pay for: worth most beyond
# all that it uses. It knows only what is in the tables. Where your hand differs, you know something it does not, or it
# knows something you passed over. Which?

# %% tags=["remove-input"]
# The hands, compared
page.hands(case)

# %% [markdown] tags=["exercise"]
# **Check.** A team has found \$500,000 that comes every year and \$700,000 that comes once. What may a lasting program cost
# a year?

# %% tags=["remove-input", "exercise"]
# Check the lasting program
page.check_lasting(case)

# %% [markdown] tags=["exercise"]
# ## What the board has approved
#
# For the facilitator, after the vote: a dollar is *identified* until the board approves it, and *realised* only when next
# year's ledger shows it.

# %% tags=["remove-input", "exercise"]
# The labels
page.labels(case)

# %% tags=["remove-input"]
# Said plainly
page.approved(case)

# %% [markdown] tags=["exercise"]
# ## Talk about it

# %% tags=["remove-input", "exercise"]
# The talk log
page.talk_log(case)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the tables above
page.what_you_found(case)

# %% tags=["remove-input"]
# The dollars-found statement, to hand out
page.statement(case)

# %% tags=["remove-input"]
# The reallocation workbook, to check
page.workbook(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown]
# **Talk about it.** If the board asked tonight, which sentence of the statement would you want to take back?
#
# **Carry forward.** What is freed and what grows go into the plan of several years, notebook 12.
#
# **Next.** *12. Strategic financial plan.*

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Nobody sees a card before the purpose is written. Let a team go over its funds once; the red sentence
# teaches more than you can. When somebody asks why the best set ignores a program they love, the answer is on its card:
# nobody can tell yet what it does, no gain is shown, or it costs more than it is worth to us.
