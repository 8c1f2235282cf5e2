# %% [markdown]
# # 10. Keep, grow, fix, stop
#
# **The decision.** Which programs do we grow, keep, fix or stop, and for which do we not know yet?
#
# **Time:** 60 minutes (35 talk, 25 hands-on). **Bring:** the bands of notebook 9, the priorities of notebook 5.
#
# **You will leave with:** a decision for every program with its reason and its review date, and a plan for what ends.

# %% tags=["parameters"]
district_folder: str = "../data/samples/altamont_valley"  # the folder holding your district's spreadsheets
take_home: str = "../out/altamont_valley/take_home"  # where the pages and workbook you take home are written
person: str = ""  # your display name, if several people answer; blank means "our team"
seed: int = 2024  # fixes the random draws, so every run gives the same numbers

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss
from smarter_spending import panels

name = "10_keep_grow_fix_stop"
district = ss.load_district(district_folder)
mine = ss.open_choices(district_folder, name, person)
missing = ss.needs(district, "programs")
ss.show_text(ss.say_district(district))

# %% tags=["remove-input"]
# Before you trust a figure
ss.show_table(ss.first_screen(district), "What was checked before any figure was shown")

# %% tags=["remove-input"]
# Who answers
panels.who(mine)

# %% [markdown]
# ## A rule written before the figures treats everybody's program alike
#
# A program with a loud friend survives most budgets. A rule on paper has no friends. Read it aloud; it stands in your
# `district.toml`, and your board can change every line of it, but not after seeing whom it hits.
#
# The rule counts *draws*. We draw the effect again a few thousand times from what the data allow; a gain "shows" in the
# share of draws in which students did better.

# %% tags=["remove-input"]
# The rule
known = ss.decided(district, district_folder, seed=seed)
ss.show_table(ss.rule_table(known.rule), "Our written rule")

# %% [markdown] tags=["exercise"]
# ## Decide apart, before you hear each other
#
# These are the programs with the most at stake. Read what is known of each. Then decide, **each person alone and in
# silence**. What finance and academics said, and what the rule says, appears when you have answered for all of them.

# %% tags=["remove-input"]
# What is known of the programs with most at stake
discussed = ss.programs_to_discuss(known.decisions)
columns = ["program", "total_cost", "students_served", "gain_words", "worth_words", "delivered_words", "same_job"]
ss.show_table(ss.facts_table(discussed, district.minimum_group), "What is known, without what the rule says", columns, missing)

# %% tags=["remove-input", "exercise"]
# Your decisions, and then the room's
apart = panels.matrix(mine, ss.discussion_rows(discussed), ss.apart_columns(), "apart", "What would you do with each?")
panels.reveal(apart, lambda: ss.decided_apart_html(district_folder, name, discussed))

# %% [markdown]
# ## The tempting answer: cut whatever has no evidence
#
# It sounds rigorous. Count what it would do.

# %% tags=["remove-input"]
# What cutting blind would cut
ss.show_text(ss.say_blind_cut(known.decisions), otherwise=missing)

# %% [markdown]
# ## What the rule says
#
# A program is stopped on one of two grounds only: its students did worse than similar students; or it was delivered,
# looked at fairly, and found not worth its cost. Where we cannot tell, the answer is a test and a date: never a silent
# stop, and never a silent yes. Where nobody has said whether law or contract requires it, find that out first.

# %% tags=["remove-input"]
# Dollars by decision
by_verdict, words = ss.verdict_dollars(known.decisions), ss.say_verdicts(known.decisions)
drawn = by_verdict.dropna(subset=["dollars"])
ss.show_chart(ss.chart_spending, drawn, words, missing or words, title="Program dollars by decision")

# %% tags=["remove-input"]
# The same as a table
columns = ["title", "means", "programs", "cost_not_known", "dollars", "share"]
None if missing else ss.show_table(by_verdict, "Programs and dollars by decision", columns)

# %% tags=["remove-input"]
# What moves, and why
table = ss.decisions_table(known.decisions, district.minimum_group, ss.review_day(district))
moving = table[table["decision"].isin(["Grow", "Fix", "Stop"])]
columns = ["program", "decision", "lever", "total_cost", "reason_words"]
None if missing else ss.show_table(moving, "What moves, and why", columns, "By this rule nothing moves yet.")

# %% tags=["remove-input"]
# The dearest of which nothing is known yet
columns = ["program", "total_cost", "to_find_out", "owner", "review_by"]
unknown = table[table["decision"].eq("Not yet known")].head(12)
title = "Not yet known: the dearest, each with what to find out and by when"
None if missing else ss.show_table(unknown, title, columns, "Of every program enough is known.")

# %% [markdown]
# ## A second opinion, from six plain questions
#
# Does it serve no priority? Is no gain shown? Is it unlikely to be worth its cost? Was too little of it delivered? Does
# another program do its job? Does nothing require it? Six equal votes, without the order of the rule.

# %% tags=["remove-input"]
# Where the second opinion says most to let go
votes = known.decisions[known.decisions["reasons_known"] >= 4].sort_values("score", ascending=False).head(10)
ss.show_table(
    votes.rename(columns={"score": "letting_go"}),
    "The second opinion, most reasons to let go first",
    ["program", "letting_go", "reasons_known", "verdict"],
    missing or ss.say_second_opinion(known.decisions),
)

# %% tags=["remove-input"]
# Said plainly
None if votes.empty else ss.show_text(ss.say_second_opinion(known.decisions))

# %% [markdown] tags=["exercise"]
# ## You may overrule the rule, with a reason
#
# A rule sees what is in the tables. You know what is not. Every program that moves is listed. Change what must be
# changed, together; a change without a reason does not count, and what law or contract requires cannot be stopped. Press
# *Run the whole page* when you are done.

# %% tags=["remove-input", "exercise"]
# Our decisions against the rule
rows = ss.discussion_rows(discussed, known.decisions)
panels.matrix(mine, rows, ss.override_columns(), "override", "Where we decide otherwise, and why")

# %% tags=["remove-input"]
# What holds
ss.show_text(ss.say_overrides(known.decisions), otherwise=missing)

# %% [markdown]
# ## What ends, ends well
#
# A program is people, and students who come on Tuesdays. Before the word "stop" is said in public: who are they, who
# takes them on, who tells whom, and by when?

# %% tags=["remove-input"]
# The sunset plan
savings = ss.identified_savings(
    ss.savings_rows(known.decisions, district.ledger, district.fiscal_year), ss.resource_rules(district.resource_rules)
)
moved = ss.transition_costs(savings, known.rule.transition_months)
plan = ss.sunset_plan(known.decisions, moved, district.as_of, district.minimum_group)
endings, ends = ss.sunset_table(plan, mine.answers), ss.say_sunset(plan, district.minimum_group, mine.answers)
columns = ["program", "decision", "students_affected", "taken_on_by", "owner", "notice_by", "last_day", "transition"]
ss.show_table(endings, "What ends, and how", columns, missing or ends)

# %% tags=["remove-input"]
# Said plainly
None if plan.empty else ss.show_text(ends)

# %% tags=["remove-input", "exercise"]
# Your part of the plan
ending = [
    ss.ask_words("taken_on", "Where nobody is named: who takes on the students, from when", frame="The students of … go to …"),
    ss.ask_words("told", "Who tells families and staff, in which words, before they read it", frame="The … tells … that …"),
    ss.ask_words("first_test", "The first program we test: what, who (by role), by when", frame="By … the … compares …"),
]
panels.form(mine, *ending)

# %% [markdown] tags=["exercise"]
# **Check.** A program's effect lies between −0.01 and 0.07. Nobody knows how much of it students got. What does the rule say?

# %% tags=["remove-input", "exercise"]
# Check the rule
panels.check(
    mine,
    ss.ask_choice("check_rule", "The rule says", ["Grow", "Keep", "Fix", "Stop", "Not yet known"]),
    ss.verdict_of_range(-0.01, 0.07, delivered=None),
    "Is a gain shown? And may it be called a failure if nobody knows whether it was delivered?",
    "Zero lies in the range, and what was delivered is not known: find that out first.",
)

# %% [markdown] tags=["exercise"]
# ## Talk about it

# %% tags=["remove-input", "exercise"]
# The talk log
talked = [
    ss.talk("hard", "F", "Which of these decisions would you have made differently last spring, and what stopped you?"),
    ss.talk("lose", "A", "Who loses something by these decisions, and what do we owe them?"),
    ss.talk("apart", "T", "Where were finance and academics furthest apart before they spoke? What did each know?"),
]
panels.form(mine, *talked)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the tables above
found = [missing] if missing else [words, ss.say_overrides(known.decisions), ends]
ss.show_text(*found)

# %% tags=["remove-input"]
# The sunset plan, to hand out
ss.hand_out(
    district,
    take_home,
    name,
    "sunset_plan",
    "What ends, and how we end it",
    ss.sunset_page(plan, endings, mine.answers, ending, district.minimum_group),
    {"Sunset plan": endings},
)

# %% tags=["remove-input"]
# Take it home
tables = {"Decisions": table, "By decision": by_verdict, "Rule": ss.rule_table(known.rule)}
ss.take_home(district, take_home, name, "Keep, grow, fix, stop", found, tables, [*ending, *talked], mine)

# %% [markdown]
# **Talk about it.** Which program on the list has waited longest for an honest decision?
#
# **Carry forward.** What may be freed, and which program would grow, go to notebook 11.
#
# **Next.** *11. Pay for priorities.*

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Silence while people decide apart: ten minutes, no exceptions for the superintendent. At the reveal,
# begin with a program where finance and academics agree. When somebody says "we can't cut that", ask: does the rule say
# cut? Mostly it says *not yet known*.
