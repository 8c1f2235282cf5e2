# %% [markdown]
# # 12. Strategic financial plan
#
# **The decision.** Can we keep what we decided for three years and longer, and what do we do, by when, if we cannot?
#
# **Time:** 60 minutes (30 talk, 30 hands-on). **Bring:** the dollars found (notebook 11), your budget assumptions.
#
# **You will leave with:** a plan of several years as a page and a workbook, with triggers and responses agreed beforehand.

# %% tags=["parameters"]
district_folder: str = "../data/samples/altamont_valley"  # the folder holding your district's spreadsheets
take_home: str = "../out/altamont_valley/take_home"  # where the pages and workbook you take home are written
person: str = ""  # your display name, if several people answer; blank means "our team"
seed: int = 2024  # fixes the random draws, so every run gives the same numbers

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss
from smarter_spending import panels

name = "12_financial_plan"
district = ss.load_district(district_folder)
mine = ss.open_choices(district_folder, name, person)
ss.show_text(ss.say_district(district))

# %% tags=["remove-input"]
# Before you trust a figure
ss.show_table(ss.first_screen(district), "What was checked before any figure was shown")

# %% tags=["remove-input"]
# Who answers
panels.who(mine)

# %% [markdown] tags=["exercise"]
# ## Guess the year, before you see it
#
# Most plans are made in the year in which they break. Write down, each person alone: if we change nothing, in which
# fiscal year does our reserve fall below the board's policy?

# %% tags=["remove-input", "exercise"]
# Your guess
guess = [
    ss.ask_words("break_guess", "It falls below in", frame="2027-28, or: never, because …"),
    ss.ask_words("first_cut", "The first thing we would cut then, if nobody had planned"),
]
panels.form(mine, *guess)

# %% [markdown]
# ## A plan begins where the ledger ended
#
# No plan is better than its first year. Ours is the general fund's, to the cent.

# %% tags=["remove-input"]
# The first year against the ledger
found = ss.found_dollars(district, district_folder, ss.decided(district, district_folder, seed=seed), seed=seed)
ahead = ss.plan_ahead(district, found, seed=seed)
policy, missing = district.reserve_policy, "" if ahead else ss.NO_PLAN
ss.show_text(missing or ss.say_begin(ahead))

# %% [markdown]
# ## What we assume
#
# Every figure after the first year rests on these. Ask of each: who says so, and since when? Where the district gave none,
# a stand-in is there, and says so.

# %% tags=["remove-input"]
# The assumptions
assumed = ss.table_of(ahead, lambda: ss.rates_table(ahead.rates))
ss.show_table(assumed, "What is assumed for the next years, in order, and who says so", None, missing)

# %% tags=["remove-input"]
# What nothing moves
ss.show_text(ss.say_unmoved(ahead) if ahead else "")

# %% [markdown]
# ## Next year's ninth graders sit in grade 8 today
#
# Let the children on file move up as children did before, and set beside it what the district assumes.

# %% tags=["remove-input"]
# Enrollment ahead
students = ss.students_ahead(district)
words = ss.say_students_ahead(students, ahead.rates) if ahead else ""
ss.show_table(students, "Students, on file and ahead", ["fiscal_year", "students", "students_change", "on_file"], None)

# %% tags=["remove-input"]
# Said plainly
ss.show_text(words, otherwise=missing)

# %% [markdown]
# ## The state pays for yesterday's children, for a while
#
# California pays for the best of this year's attendance, last year's, and the mean of the three before. That softens a
# decline, and hides it. Before you believe the years ahead, see whether the formula explains this year's ledger.

# %% tags=["remove-input"]
# LCFF ahead
lcff = ss.table_of(ahead, lambda: ss.lcff_table(ahead.lcff))
words = ss.say_lcff_ahead(ahead.lcff) if ahead else missing
ss.show_table(lcff, "LCFF in the years ahead", None, None)

# %% tags=["remove-input"]
# Said plainly
ss.show_text(words, ss.say_lcff_booked(ahead) if ahead else "")

# %% [markdown]
# ## The tempting answer: this year is fine
#
# This year's reserve is what a board looks at. It says nothing about the next three. The first line goes on as we do; the
# second has the decisions of notebooks 10 and 11 in it, their savings at the figure to plan on.

# %% tags=["remove-input"]
# The reserve, year by year
reserves = ss.table_of(ahead, lambda: ss.reserves_side_by_side(ahead, policy))
words = ss.say_plan(ahead, policy) if ahead else missing
ss.show_chart(ss.chart_reserves, reserves, words, missing, title="The reserve, and the board's policy")

# %% tags=["remove-input"]
# The same as a table
columns = ["fiscal_year", "reserve", "reserve_share", "structural_gap", "reserve_decided", "share_decided", "gap_decided"]
ss.show_table(reserves, "The reserve and the gap, as we go on and with our decisions", columns, None)

# %% tags=["remove-input"]
# What the decisions change
changes = ss.table_of(ahead, lambda: ss.changes_table(ahead.changes))
ss.show_table(changes, "What our decisions change in the plan", None, None)

# %% tags=["remove-input"]
# Said plainly
ada = ss.attended_now(district)
said = [ss.say_decided(ahead, policy), ss.say_indicator(ahead, policy, ada)] if ahead else []
ss.show_text(*said)

# %% [markdown]
# ## Three cases, and a fan
#
# One line is a wish. A low case, a high case and a fan of draws show how much of it is.

# %% tags=["remove-input"]
# What is in the cases
ss.show_text("" if missing else ss.say_cases(ahead), otherwise=missing)

# %% tags=["remove-input"]
# The three cases
cases = ss.table_of(ahead, lambda: ss.scenarios_table(ahead.scenarios))
ss.show_table(cases, "The reserve in three cases, with our decisions", None, None)

# %% tags=["remove-input"]
# The fan
fan = ss.table_of(ahead, lambda: ahead.fan)
words = ss.say_fan(fan) if ahead else ""
ss.show_chart(ss.chart_fan, fan, words, title="How far the reserve may lie off")

# %% [markdown] tags=["exercise"]
# ## Agree now what you will do then
#
# A trigger is a promise made while everybody is calm. For each: what do you do, and who says that it is time?

# %% tags=["remove-input", "exercise"]
# Your triggers
panels.matrix(mine, ss.trigger_rows(), ss.trigger_columns(), "trigger", "When this happens, what do we do?")

# %% tags=["remove-input"]
# When each would be met
triggers = ss.table_of(ahead, lambda: ss.triggers_table(ahead, policy, mine.answers))
ss.show_table(triggers, "When each trigger would be met, with our decisions", None, missing)

# %% [markdown] tags=["exercise"]
# **Check.** The state's COLA was 1.07, 2.93, 3.08, 3.30 and 3.29 percent in five years. What is a dollar of the first day
# after all five?

# %% tags=["remove-input", "exercise"]
# Check the compounding
panels.check(
    mine,
    ss.ask_number("check_cola", "Dollars, to four decimals", step=0.0001),
    ss.compounded([1.07, 2.93, 3.08, 3.30, 3.29]),
    "Multiply: 1.0107 times 1.0293 and so on. Adding the percentages is too little.",
    "Each year's COLA is paid on the years before it, too.",
)

# %% [markdown] tags=["exercise"]
# ## Talk about it

# %% tags=["remove-input", "exercise"]
# The talk log
talked = [
    ss.talk("assumption", "F", "Which assumption would you not bet your own salary on?"),
    ss.talk("first", "A", "What must not be the first thing to go, and how would a plan protect it?"),
    ss.talk("when", "T", "By which month must we know, to be able to tell people before March 15?"),
]
panels.form(mine, *talked)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the tables above
findings = [ss.say_plan(ahead, policy), *said, ss.say_fan(fan)] if ahead else []
ss.show_text(*findings, otherwise=missing)

# %% tags=["remove-input"]
# The plan, to hand out
page = ss.plan_page(findings or [missing], triggers, mine.answers, [*guess, *talked])
ss.hand_out(district, take_home, name, "plan", "Our plan for the years ahead", page)

# %% tags=["remove-input"]
# Take it home
lines = ss.table_of(ahead, lambda: ahead.decided.lines)
balances = ss.table_of(ahead, lambda: ahead.decided.balances)
tables = {"Assumptions": assumed, "Reserve": reserves, "Balances": balances, "Changes": changes, "Cases": cases, "Fan": fan}
tables |= {"Triggers": triggers, "Lines": lines}
ss.take_home(district, take_home, name, "Strategic financial plan", findings or [missing], tables, [*guess, *talked], mine)

# %% [markdown]
# **Talk about it.** What would you have to hear from this plan to change a decision of notebook 11?
#
# **Carry forward.** The dollars each year may use go to the schools' allocations and the plan of action.
#
# **Next.** *13. School allocations.*

# %% [markdown] tags=["facilitator"]
# **Facilitator.** The guess first, alone. When somebody fights an assumption, good: change it in `assumptions.csv` over
# the break and run the page again. Do not leave the room without a name and a month behind each trigger.
