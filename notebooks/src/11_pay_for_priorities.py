# %% [markdown]
# # 11. Pay for priorities
#
# **The decision.** Which dollars do we move, from what to what, and what do our students gain and give up by it?
#
# **Time:** 75 minutes (40 talk, 35 hands-on). **Bring:** the decisions of notebook 10, the priorities of notebook 5.
#
# **You will leave with:** a dollars-found statement, a workbook whose totals you can check, and your team's own hand.

# %% tags=["parameters"]
district_folder: str = "../data/samples/altamont_valley"  # the folder holding your district's spreadsheets
take_home: str = "../out/altamont_valley/take_home"  # where the pages and workbook you take home are written
person: str = ""  # your display name, if several people answer; blank means "our team"
seed: int = 2024  # fixes the random draws, so every run gives the same numbers

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss
from smarter_spending import panels

name = "11_pay_for_priorities"
district = ss.load_district(district_folder)
mine = ss.open_choices(district_folder, name, person)
missing = ss.needs(district, "programs", "ledger")
ss.show_text(ss.say_district(district))

# %% tags=["remove-input"]
# Before you trust a figure
ss.show_table(ss.first_screen(district), "What was checked before any figure was shown")

# %% tags=["remove-input"]
# Who answers
panels.who(mine)

# %% [markdown] tags=["exercise"]
# ## First: what will the savings buy?
#
# A cut without a purpose is only a cut, and nobody fights for it. Before you look at a single saving, write what the
# dollars are *for*: which students will be able to do what, that they cannot do now?

# %% tags=["remove-input", "exercise"]
# Commit in writing
purpose = [
    ss.ask_words("purpose", "What our savings will buy", frame="With these dollars … students will …"),
    ss.ask_number("guess", "Dollars a year we could free, at a guess", step=10_000, unit="dollars"),
]
panels.form(mine, *purpose)

# %% [markdown]
# ## Dollars that our decisions could free
#
# A program that stops frees its ledger rows. A purchase that another program's work makes one too many frees what was
# bought. A licence that is paid for and not used frees the unused share of it; whether the seller agrees, the renewal
# shows, so the least is nothing. No dollar is counted of a program of which nothing is known, or whose end is set already.

# %% tags=["remove-input"]
# What could be freed, program by program
known = ss.decided(district, district_folder, seed=seed)
found = ss.found_dollars(district, district_folder, known, seed=seed)
enrolled = ss.enrolled_now(district)
savings = ss.savings_table(found.savings)
nothing = missing or "By our rule nothing can be freed yet: too little is known of what programs do."
ss.show_table(savings, "What could be freed, by program and fund", None, nothing)

# %% [markdown]
# ## Down to the ledger
#
# Every dollar above stands in rows of your own ledger. Here they are, added up by program and account; the workbook you
# take home has each of them, and its totals are formulas.

# %% tags=["remove-input"]
# The ledger rows, added up
ss.show_table(ss.rows_added_up(found.rows), "The ledger rows behind the dollars, to the cent", None, nothing)

# %% [markdown]
# ## The tempting answer: add it all up
#
# One big number fits a headline. It is not one number.

# %% tags=["remove-input"]
# The headline, and what is behind it
ss.show_text(ss.say_tempting_total(found.ranges, found.ending), otherwise=missing)

# %% [markdown]
# ## By fund, by year, and with a range
#
# Light bars are what is identified. The dark line is where nine of ten draws end (a draw is one way it may turn out),
# because positions may stay on the payroll and a licence may turn out to be needed. The dot is what to plan on: the mean
# of the least, the likely and the most, so that the funds add up.

# %% tags=["remove-input"]
# Dollars by fund, with their range
ranges = ss.ranges_in_words(found.ranges)
words = ss.say_found(found.ranges, found.savings, enrolled)
ss.show_chart(ss.chart_savings, ranges, words, nothing, title="Dollars identified, and what to plan on")

# %% tags=["remove-input"]
# The same as a table
shown = ranges.rename(columns={"low": "range_low", "high": "range_high"})
ss.show_table(shown, "Identified, and what to plan on", ["pool_words", "term", "identified", "range_low", "plan_on", "range_high"], nothing)

# %% tags=["remove-input"]
# What it costs to move
stays = missing or "No post ends, so nobody has to be moved."
columns = ["program", "pool", "people_dollars", "transition"]
ss.show_table(found.transition, "One-time costs of moving people to their next post", columns, stays)

# %% [markdown]
# ## What growing would cost, and bring
#
# For every student on a waiting list: one more seat, three years long. The worth is what your board said an outcome is
# worth, times what our own students gained. Where nobody can tell the effect, the worth is not known; that is not zero.

# %% tags=["remove-input"]
# Seats for those who wait
growth = ss.uses_table(found.uses)
ss.show_table(growth, "A seat for every student who waits", None, missing or "No program has a waiting list on file.")

# %% tags=["remove-input"]
# Said plainly
ss.show_text(ss.say_uses(found.uses), otherwise=missing)

# %% [markdown]
# ## A restricted dollar never crosses
#
# Each fund pays only for what its own rules allow. The most bound dollars pay first, so that free dollars stay free.

# %% tags=["remove-input"]
# Which fund pays for what
paid = ss.payments_table(found.paid)
ss.show_table(paid, "Who pays for the programs to grow", ["program", "pool", "dollars"], missing or ss.say_paid(found.paid, found.planned))

# %% tags=["remove-input"]
# Said plainly
ss.show_text(ss.say_paid(found.paid, found.planned), otherwise=missing)

# %% tags=["remove-input"]
# Fund by fund, in the first year and after it
netted = ss.net_in_words(found.net)
ss.show_table(netted, "What is freed, what it pays for, and what is left", None, nothing)

# %% tags=["remove-input"]
# Said plainly
ss.show_text(ss.say_net(found.net))

# %% [markdown] tags=["exercise"]
# ## Whose place ends, and whose begins
#
# Move dollars from one program to another and look at both groups of students at once.

# %% tags=["remove-input"]
# Both sides
plan = ss.sunset_plan(known.decisions, found.transition, district.as_of, district.minimum_group)
both = ss.say_both_sides(plan, found.uses)
ss.show_text(both)

# %% tags=["remove-input", "exercise"]
# Move dollars
pair = ss.moving_pair(known.decisions, known.costs, known.effects, found.savings)
panels.what_if(mine, *ss.move_calculator(pair))

# %% [markdown] tags=["exercise"]
# ## Play your hand
#
# Five seats, one table. Take a seat, agree on a target, then pick up cards: ways to free dollars and ways to put them to
# work, all from your own district. Read every caution aloud. The board turns green when the target is met **and** no
# dollar crosses a fund. Tab and the space bar play it as well as a mouse.

# %% tags=["remove-input", "exercise"]
# The five seats
ss.show_table(ss.seats_table(), "Who sits at the table, and what each watches")

# %% tags=["remove-input", "exercise"]
# Your seat and your target
usual = ss.usual_target(found.uses, found.deck)
table = panels.form(mine, *ss.ask_table(usual))
ss.show_text(ss.kinds_dealt(found.deck))

# %% tags=["remove-input", "exercise"]
# The cards, and then what the best affordable set would have been
game = panels.trade_offs(mine, found.deck, lambda: ss.target_given(mine.answers, usual), [table])
panels.reveal(game, lambda: ss.hands_html(found.deck, district_folder, name, ss.target_given(mine.answers, usual)))

# %% [markdown]
# ## Every team's hand, side by side
#
# When a hand is on the table, the last bar is the best set that the identified dollars can pay for: worth most beyond
# what it costs. It knows only what is in the tables. Where your hand differs, you know something it does not, or it
# knows something you passed over. Which?

# %% tags=["remove-input"]
# The hands, compared
target = ss.target_given(mine.answers, usual)
hands = ss.hands_table(found.deck, ss.hands_given(district_folder, name), target)
ss.show_chart(ss.chart_hands, hands, ss.say_hands(hands, found.deck), title="Dollars put to work, hand by hand")

# %% tags=["remove-input"]
# The same as a table
columns = ["team", "freed_dollars", "invested", "students_gaining", "students_losing", "value", "given_up", "cautions", "met_words"]
ss.show_table(hands, "What each hand frees, buys and gives up", columns, None)

# %% [markdown] tags=["exercise"]
# **Check.** A team has found \$500,000 that comes every year and \$700,000 that comes once. What may a lasting program cost
# a year?

# %% tags=["remove-input", "exercise"]
# Check the lasting program
panels.check(
    mine,
    ss.ask_number("check_lasting", "Dollars a year", step=10_000),
    ss.lasting_dollars(500_000, 700_000),
    "Which of the two is still there in the third year?",
    "The $700,000 can pay for something that ends: training, a study, moving people to their next post.",
)

# %% [markdown] tags=["exercise"]
# ## What the board has approved
#
# For the facilitator, after the vote: a dollar is *identified* until the board approves it, and *realised* only when next
# year's ledger shows it.

# %% tags=["remove-input", "exercise"]
# The labels
panels.matrix(mine, ss.label_rows(found.savings), ss.label_columns(), "label", "How far each saving has come")

# %% tags=["remove-input"]
# Said plainly
ss.show_text(ss.say_labels(found.savings), otherwise=missing)

# %% [markdown] tags=["exercise"]
# ## Talk about it

# %% tags=["remove-input", "exercise"]
# The talk log
talked = [
    ss.talk("real", "F", "Which of these dollars would you bet on seeing in next year's ledger, and which not?"),
    ss.talk("seat", "A", "Which student on a waiting list did you think of, and which student who loses a place?"),
    ss.talk("hand", "T", "What did your hand know that the best affordable set did not?"),
]
panels.form(mine, *talked)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the tables above
said = [
    ss.say_found(found.ranges, found.savings, enrolled),
    ss.say_uses(found.uses),
    ss.say_paid(found.paid, found.planned),
    ss.say_net(found.net),
    both,
]
ss.show_text(*said, otherwise=missing)

# %% tags=["remove-input"]
# The dollars-found statement, to hand out
statement = ss.found_statement(found, [said[0], said[1], both], mine.answers, [*purpose, *talked])
ss.hand_out(district, take_home, name, "dollars_found", "Dollars found: potential, by fund", statement)

# %% tags=["remove-input"]
# The reallocation workbook, to check
ss.hand_out_reallocation(district, take_home, name, found, known.rule.transition_months)

# %% tags=["remove-input"]
# Take it home
tables = {"Savings": savings, "By fund": shown, "Growth": growth, "Payments": paid, "Netted": netted, "Hands": hands}
ss.take_home(district, take_home, name, "Pay for priorities", [*said, ss.say_hands(hands, found.deck)], tables, [*purpose, *talked], mine)

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
