# %% [markdown]
# # 9. What did each program buy?
#
# **The decision.** Which programs give our students the most for each dollar, and which do we only *think* do?
#
# **Time:** 75 minutes (35 talk, 40 hands-on). **Bring:** the deep-review list from notebook 7.
#
# **You will leave with:** one table, one picture, and one sentence you could say to your board.

# %% tags=["parameters"]
district_folder: str = "../data/samples/altamont_valley"  # the folder holding your district's spreadsheets
take_home: str = "../out/altamont_valley/take_home"  # where the pages and workbook you take home are written
person: str = ""  # your display name, if several people answer; blank means "our team"
seed: int = 2024  # fixes the random draws, so every run gives the same numbers

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss
from smarter_spending import panels

district = ss.load_district(district_folder)
mine = ss.open_choices(district_folder, "09_cost_per_outcome", person)
missing = ss.needs(district, "programs", "program_participation", "students_outcomes")
NONE = "**Not yet known.** Of no program here can one tell what it did; notebook 8 says why."
ss.show_text(ss.say_district(district))

# %% tags=["remove-input"]
# Before you trust a figure
ss.show_table(ss.first_screen(district), "What was checked before any figure was shown")

# %% [markdown] tags=["exercise"]
# ## "If one child gains, it is worth it"
#
# Somebody will say so, and mean it. Write your answer before you look at any figure: is it enough that a program
# helps somebody, when the same dollars could help others more?

# %% tags=["remove-input", "exercise"]
# Commit in writing
opening = [
    ss.ask_choice("one_child", "If one child gains, is it enough", ["Yes", "No", "It depends"]),
    ss.ask_words("one_child_why", "Because"),
]
panels.form(mine, *opening)

# %% [markdown]
# ## Spending per student hides what the money bought
#
# Start with the figure most boards see: what each program costs, all in, whoever pays.

# %% tags=["remove-input"]
# What each program costs
costs = ss.program_costs(
    district.programs, district.ledger, district.staffing, district.ingredients, district.program_participation, district.fiscal_year
)
known = ss.hide_small(
    costs[costs["total_cost"].notna()], "students_served", district.minimum_group, ["cost_per_student", "marginal_cost_per_student"]
)
reviewed = known[known["program_id"].isin(district.program_participation["program_id"])]
ss.show_table(
    reviewed,
    "What each program costs a student",
    ["program", "personnel", "nonpersonnel", "outside_ledger", "total_cost", "students_served", "cost_per_student"],
    missing,
)

# %% tags=["remove-input"]
# The tempting sentence
ss.show_text(ss.say_dearest(reviewed), otherwise=missing)

# %% [markdown]
# ## What each was said to gain, and what our own students show
#
# A claim comes from a brochure, a study elsewhere or an earlier review. Beside it stands what this district's own
# records show, by the fair comparison of notebook 8. Where nobody can tell, the cell is empty, and stays empty.

# %% tags=["remove-input"]
# The claims beside our own estimates
found = ss.program_effects(district.students_outcomes, district.program_participation, district.programs)
beside = ss.claims_beside_estimates(ss.reported_options(costs, district.programs), found)
ss.show_table(beside, "Claimed, and found here", ["program", "claim", "effect_source", "own_effect", "evidence_grade"], missing)

# %% tags=["remove-input"]
# Said plainly
ss.show_text(ss.say_claims(beside), otherwise=missing)

# %% [markdown]
# ## Dollars for each unit of outcome
#
# Divide everything a program used by everything its students gained. A low figure is a better buy, but only among
# programs measured on the same outcome, so each outcome has its own list.

# %% tags=["remove-input"]
# Cost per outcome, one list for each outcome
bought = ss.estimated_options(costs, found)
ratios = ss.ratios_by_outcome(bought)
columns = ["outcome", "program", "total_cost", "students_served", "effect_per_student", "cost_per_outcome"]
columns += ["effect_per_1000_dollars", "fund_restriction", "effect_source"]
title = "Dollars for one unit gained, by outcome, on our own estimates"
ss.show_table(ss.with_words(ratios), title, columns, missing or NONE, {"effect_source": "Evidence"})

# %% tags=["remove-input"]
# What may be said of it
ss.show_text(ss.say_best_buy(ratios), otherwise=missing)

# %% [markdown]
# ## Some choices are beaten whatever you would pay
#
# When one program costs more and gains no more than another, it is out before any division. What is left is a line
# of choices; each step along it buys more, at a rising price.

# %% tags=["remove-input"]
# The line of choices, for the outcome with most programs
line = ss.incremental_ratios(ss.largest_outcome(bought))
ss.show_chart(ss.chart_cost_effect, line, ss.say_frontier(line), missing or NONE, title="Cost against effect")

# %% tags=["remove-input"]
# The same as a table
ss.show_table(
    ss.with_words(line),
    "Extra dollars for extra outcome, along the line",
    ["program", "cost", "effect", "status_words", "incremental_cost", "incremental_effect", "incremental_ratio"],
    missing or NONE,
)

# %% [markdown]
# ## A range before a ranking
#
# Every effect is known only roughly. Where it may be zero, the cost of a unit has **no upper limit**: the program may
# buy nothing at any price. Two programs whose ranges lie over each other cannot be ranked.

# %% tags=["remove-input"]
# Ratios with their ranges
ranges = ss.ratio_ranges(bought)
ss.show_chart(
    ss.chart_ratio_ranges, ranges, ss.say_ranges(ranges), missing or NONE, title="Dollars for one unit gained, with its 90% range"
)

# %% tags=["remove-input"]
# The same as a table
ss.show_table(
    ss.with_words(ranges),
    "Cost of one unit gained, with its 90% range",
    ["outcome", "program", "cost_per_outcome", "range_words"],
    missing or NONE,
)

# %% [markdown]
# ## What may be said of each
#
# Schools were drawn again thousands of times, each with its students *and* their costs, and the best buy counted each
# time. "None of them" counts as a choice too. That sorts the programs into four bands.

# %% tags=["remove-input"]
# Draw again, and sort into bands
comparisons, _ = ss.compare_programs(district.students_outcomes, district.program_participation, district.programs)
draws = ss.program_draws(comparisons, costs, district.programs, found, seed=seed)
banded = ss.program_bands(draws, found[found["program_students"] >= district.minimum_group], district.outcome_worth)
ss.show_table(
    ss.with_words(banded),
    "Bands, at what the board would pay for one unit",
    ["outcome", "program", "band", "chance_best", "chance_gain", "chance_worth_it", "why"],
    missing or NONE,
    {"why": "Why"},
)

# %% tags=["remove-input"]
# Said plainly
ss.show_text(ss.say_bands(banded), otherwise=missing)

# %% [markdown]
# ## It depends on what the outcome is worth to you
#
# No table can say what a standard deviation of reading is worth. The board does. Move along the picture to your price.

# %% tags=["remove-input"]
# The chance of being the best buy, by price
chances = ss.chances_by_price(draws, bought, district.outcome_worth)
best = ss.say_chances(chances, district.outcome_worth)
ss.show_chart(ss.chart_chances, ss.first_outcome(chances), best, missing or best, title="Chance of being the best buy")

# %% tags=["remove-input", "exercise"]
# Move the price
panels.what_if(mine, *ss.price_calculator(draws, bought, district.outcome_worth))

# %% [markdown]
# ## What is it worth to learn more before deciding?
#
# A better study costs money too. It is never worth more than what a wrong choice could cost.

# %% tags=["remove-input"]
# The worth of knowing
learning = ss.worth_of_learning(draws, bought, district.outcome_worth)
ss.show_table(
    ss.with_words(learning),
    "What knowing for certain would be worth, at most",
    ["outcome", "willingness_to_pay", "students", "evpi", "worth"],
    missing or NONE,
)

# %% tags=["remove-input"]
# Said plainly
ss.show_text(ss.say_learning(learning), otherwise=missing)

# %% [markdown] tags=["exercise"]
# ## Suppose it is half true
#
# **Decide (5 minutes, in pairs).** Suppose your best buy's effect were half as large. Would you still fund it first?
# Write down your answer, *then* change the number.

# %% tags=["remove-input", "exercise"]
# Commit, then try
panels.form(mine, ss.ask_choice("half_true", "If its effect were half, fund it first", ["Yes", "No", "Only as a pilot"]))
panels.what_if(mine, *ss.effect_calculator(ratios))

# %% [markdown]
# ## One more student does not cost the average
#
# A coordinator and a licence are paid once. Growing a program costs what one *more* student costs, until a new room
# or a new teacher is needed. And at full scale the effect seldom stays as large.

# %% tags=["remove-input"]
# Average and marginal cost
ss.show_table(
    bought,
    "What a student costs now, and what one more would",
    ["program", "cost_per_student", "marginal_cost_per_student"],
    missing or NONE,
)

# %% [markdown]
# ## Which figure does the answer hang on?
#
# Each bar moves one figure as far as it may be off, the others held: the cost and the students by a fifth, the effect
# along its range. The widest bar is the figure to check first.

# %% tags=["remove-input"]
# Sensitivity of the first program's cost per outcome
swings = ss.tornado_of_first(ratios)
ss.show_chart(
    ss.chart_tornado,
    swings,
    ss.say_tornado(swings, ss.first_program(ratios)),
    missing or NONE,
    title="Cost per outcome if one figure is off",
)

# %% tags=["remove-input"]
# Does the order hold if one cost is off by a fifth?
sensitive = ss.cost_sensitivity(bought, change=0.20)
ss.show_table(
    ss.with_words(sensitive),
    "Dollars for one unit gained if its cost were 20% lower or higher",
    ["outcome", "program", "at_lower_cost", "cost_per_outcome", "at_higher_cost", "keeps_place"],
    missing or NONE,
)

# %% tags=["remove-input"]
# Said plainly
ss.show_text(ss.say_sensitivity(sensitive), otherwise=missing)

# %% [markdown] tags=["exercise"]
# **Check.** A program costs \$1,382 a student. Its effect is 0.030 SD, with a standard error of 0.018. What is the upper
# limit of what one SD costs?

# %% tags=["remove-input", "exercise"]
# Check the example
panels.check(
    mine,
    ss.ask_choice("check_limit", "The upper limit is", ["about $46,000", "about $100,000", "none"]),
    ss.upper_limit_in_words(1382, 0.030, 0.018),
    "Two standard errors below the effect: is zero still possible?",
    "The effect may be zero, so no price is too high to be possible.",
)

# %% [markdown] tags=["exercise"]
# ## Talk about it

# %% tags=["remove-input", "exercise"]
# The talk log
talked = [
    ss.talk("sentence", "F", "Which sentence on this page would you say to the board, and which would you not?"),
    ss.talk("worth", "A", "Which program would you keep at this price, and what do you see that the ratio does not?"),
    ss.talk("one_child", "T", "Go back to your first answer. Would you change it?"),
]
panels.form(mine, *talked)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the tables above
said = [ss.say_claims(beside), ss.say_best_buy(ratios), ss.say_ranges(ranges), ss.say_bands(banded), ss.say_learning(learning)]
ss.show_text(*said, otherwise=missing)

# %% tags=["remove-input"]
# Take it home
tables = {
    "Claims": beside,
    "Cost per outcome": ratios,
    "Line of choices": line,
    "Ranges": ranges,
    "Bands": banded,
    "Chances": chances,
    "Worth of learning": learning,
    "Sensitivity": sensitive,
}
ss.take_home(district, take_home, "09_cost_per_outcome", "What each program bought", said, tables, [*opening, *talked], mine)

# %% [markdown]
# **Talk about it.** Which program do we only *think* is a good buy?
#
# **Carry forward.** The bands go to notebook 10, where each program is kept, grown, fixed or stopped by a rule.
#
# **Next.** *10. Keep, grow, fix, stop.*

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Let "if one child gains" stand for a moment; it is a good sentence. Then ask about the child who
# would have gained from the other program.
