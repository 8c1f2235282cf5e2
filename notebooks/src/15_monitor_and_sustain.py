# %% [markdown]
# # 15. Monitor and sustain
#
# **The decision.** Did it happen, did it help, and do we wait, change or stop?
#
# **Time:** 45 minutes (25 talk, 20 hands-on). **Bring:** the plan of action (notebook 14), this year's results so far.
#
# **You will leave with:** a monitoring workbook, a calendar of the days you look again, and what goes into next year.

# %% tags=["parameters"]
district_folder: str = "../data/samples/altamont_valley"  # the folder holding your district's spreadsheets
take_home: str = "../out/altamont_valley/take_home"  # where the pages, the workbook and the calendar are written
person: str = ""  # your display name, if several people answer; blank means "our team"
seed: int = 2024  # fixes the random draws, so every run gives the same numbers

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss
from smarter_spending import panels

name = "15_monitor_and_sustain"
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

# %% [markdown] tags=["exercise"]
# ## Write the rule before the results are in
#
# After the results everybody finds a reason to go on. Before you look: what would you have to see in May to stop a program
# you love?

# %% tags=["remove-input", "exercise"]
# Your own rule
own = [
    ss.ask_words("would_stop", "We stop a program when", frame="… although it was delivered, and …"),
    ss.ask_words("would_wait", "We wait one more year when", frame="… because …, and not longer than …"),
]
panels.form(mine, *own)

# %% [markdown]
# ## Did the actions happen at all?
#
# Most plans fail before they are tried. Go down the list of notebook 14. One word for each, and the smallest win, because
# small wins are what carries people to the next.

# %% tags=["remove-input", "exercise"]
# Where each action stands
known = ss.decided(district, district_folder, seed=seed)
rows = ss.action_rows(known.decisions)
panels.matrix(mine, rows, ss.milestone_columns(), "milestone", "Where does each action stand?")

# %% tags=["remove-input"]
# Said plainly
milestones = ss.milestones_table(rows, mine.answers)
ss.show_text(ss.say_milestones(milestones))

# %% [markdown]
# ## The tempting answer: it did not work
#
# No gain and a bill. But was it delivered? A program that students hardly got has not failed: it has not been tried. There is
# one exception: where its students are shown to do worse, nobody waits for the rest of it. And what was decided in notebooks
# 10 and 11 holds here too: what ends, ends.

# %% tags=["remove-input"]
# Dosage, spending, and what the rule says
rule = ss.review_rule(known.rule)
reviews = ss.review_table(known.decisions, rule, district.ledger, district.fiscal_year)
columns = ["program", "delivered_words", "budgeted", "spent", "review", "review_reason"]
caption = "Delivered, budgeted and spent; and wait, change or stop"
ss.show_table(reviews, caption, columns, "A program stands here once its dosage, its effect or a decision is known.")

# %% tags=["remove-input"]
# Said plainly
ss.show_text(ss.say_reviews(reviews), ss.say_spent(reviews, rule), otherwise=missing)

# %% [markdown] tags=["exercise"]
# ## How far have the goals come?
#
# Type this year's results as they come in, and of how many students. What stands below is how far along the way from the
# baseline to the target you are, up or down as the goal asks, and whether it may be chance.

# %% tags=["remove-input", "exercise"]
# This year's results
goals = ss.goals_decided(district, district_folder)
asked = ss.ask_results(goals)
results = panels.form(mine, *asked)
panels.says(results, lambda: ss.say_attained(ss.attainment_table(goals, mine.answers)))

# %% tags=["remove-input"]
# Baseline, target and now
attained = ss.attainment_table(goals, mine.answers)
columns = ["goal", "began", "target", "now_share", "now_range_words", "attained_words"]
otherwise = "A goal stands here once it has a baseline and a target."
ss.show_table(attained, "Where each goal began, should end, and stands", columns, otherwise)

# %% [markdown] tags=["exercise"]
# **Check.** A goal goes from 42 to 54. Now it is 46. How many percent of the way is that?

# %% tags=["remove-input", "exercise"]
# Check the attainment
panels.check(
    mine,
    ss.ask_number("check_attained", "Percent of the way", high=200),
    ss.attained_in_words(42, 54, 46),
    "How far is the whole way, and how far have you come on it?",
    "Four of twelve points.",
)

# %% [markdown] tags=["exercise"]
# **Check.** Students got 40% of the planned dosage, and no gain is shown. Has the program failed?

# %% tags=["remove-input", "exercise"]
# Check the failure
panels.check(
    mine,
    ss.ask_choice("check_failed", "Has it failed?", ["Yes", "Not shown"]),
    ss.verdict_of_delivery(0.40, 0.30, rule),
    "What would it have to have been, before it could fail?",
    ss.why_of_delivery(0.40, 0.30, rule),
)

# %% [markdown]
# ## The days on which we look again
#
# A review that has no date does not happen. The state's days and the days of your plan of action stand in one list. The file
# below opens in any calendar; put it in your own before you leave.

# %% tags=["remove-input"]
# The review calendar
end = ss.last_day(district.as_of)
due = ss.action_days(rows, district_folder, district.as_of)
events = [*ss.review_year(district.as_of, end.replace(month=3, day=15), end), *due]
ss.show_table(ss.calendar_table(events), "The days on which we look again")

# %% tags=["remove-input"]
# Which actions have a day
ss.show_text(ss.say_action_days(rows, due))

# %% [markdown] tags=["exercise"]
# ## Talk about it

# %% tags=["remove-input", "exercise"]
# The talk log
talked = [
    ss.talk("realised", "F", "Which of the dollars we found can we already see in the ledger?"),
    ss.talk("tried", "A", "Which program have we judged before it was tried?"),
    ss.talk("june", "T", "Go back to notebook 0: what did we want different by June, and is it?"),
]
panels.form(mine, *talked)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the tables above
done = ss.say_milestones(milestones)
found = [done, ss.say_reviews(reviews), ss.say_spent(reviews, rule), ss.say_attained(attained)]
ss.show_text(*found)

# %% tags=["remove-input"]
# What goes back into notebook 0
open_ones = ss.carry_forward(reviews, attained, known.decisions, goals, milestones)
ss.show_text(*[f"- {sentence}" for sentence in open_ones], otherwise="" if open_ones else "Nothing is left open.")

# %% tags=["remove-input"]
# The same, as a file for next year
ss.hand_out_questions(district, take_home, name, open_ones)

# %% tags=["remove-input"]
# The calendar, to open
ss.hand_out_calendar(district, take_home, name, events)

# %% tags=["remove-input"]
# Take it home
tables = {"Actions": milestones, "Reviews": reviews, "Goals": attained, "Calendar": ss.calendar_table(events)}
ss.take_home(district, take_home, name, "Monitor and sustain", [*found, *open_ones], tables, [*own, *asked, *talked], mine)

# %% [markdown]
# **Talk about it.** What would you tell a district that begins with notebook 0 tomorrow?
#
# **Carry forward.** What is left open above, as a file: put it into next year's folder and notebook 0 begins with it.
#
# **Next.** *0. Start here*, in September, with this page on the table.

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Begin with the small wins, and let the people who did the work say them. Then the list of what was not
# tried: no names, only the next date.
