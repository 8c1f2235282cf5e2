# %% [markdown]
# # 8. What moved the needle?
#
# **The decision.** Of which programs may we say that they worked, and of which can nobody tell yet?
#
# **Time:** 75 minutes (40 talk, 35 hands-on). **Bring:** the deep-review list from notebook 7.
#
# **You will leave with:** a table of what each program did, and for each the sentence you may say to your board.

# %% tags=["parameters"]
district_folder: str = "../data/samples/altamont_valley"  # the folder holding your district's spreadsheets
take_home: str = "../out/altamont_valley/take_home"  # where the pages and workbook you take home are written
person: str = ""  # your display name, if several people answer; blank means "our team"

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss
from smarter_spending import panels

district = ss.load_district(district_folder)
mine = ss.open_choices(district_folder, "08_what_moved_the_needle", person)
missing = ss.needs(district, "programs", "program_participation", "students_outcomes")
ss.show_text(ss.say_district(district))

# %% tags=["remove-input"]
# Before you trust a figure
ss.show_table(ss.first_screen(district), "What was checked before any figure was shown")

# %% tags=["remove-input"]
# Work out every program once
found = ss.program_effects(district.students_outcomes, district.program_participation, district.programs)
effects = ss.with_effect_words(found, district.minimum_group)
scores = effects[effects["unit"].str.startswith("standard", na=False) & effects["naive_gap"].notna()]
ss.show_text(ss.say_looked_at(effects), otherwise=missing)

# %% [markdown] tags=["exercise"]
# ## Say first which program you believe in
#
# Each person writes one program that surely works, and one that surely does not, and how they know. Then go on.

# %% tags=["remove-input", "exercise"]
# Commit in writing
opening = [
    ss.ask_choice("believe", "I am sure this one works", ss.choices_from(effects, "program")),
    ss.ask_choice("doubt", "I am sure this one does not", ss.choices_from(effects, "program")),
    ss.ask_words("how_known", "I know because"),
]
panels.form(mine, *opening)

# %% [markdown]
# ## The figure most reports show
#
# Take everybody in a program, take everybody else, and compare their scores this spring. It is quick, it is exact, and
# it looks like an answer.

# %% tags=["remove-input"]
# The plain gap
ss.show_chart(ss.chart_naive, scores, ss.say_naive(effects), missing, title="The plain gap: participants against everybody else")

# %% [markdown]
# ## It measures who was sent there
#
# Tutoring is for students who struggle; a writing academy is for those who love to write. They stood apart *before* the
# program began. A fair comparison sets each participant beside students who were like them.

# %% tags=["remove-input"]
# How far apart they stood before
ss.show_table(
    effects.dropna(subset=["prior_difference"]),
    "Who is compared, and how far apart they stood before the program",
    ["program", "compared_with", "program_students", "comparison_students", "prior_difference"],
    missing,
)

# %% tags=["remove-input"]
# Said plainly
ss.show_text(ss.say_before(effects), otherwise=missing)

# %% [markdown] tags=["exercise"]
# **Check.** Before a program began, its students stood 0.30 standard deviations below the comparison students on last year's
# test. May we adjust for that and call what is left an effect?

# %% tags=["remove-input", "exercise"]
# Check the rule
panels.check(
    mine,
    ss.ask_choice("check_baseline", "May we call it an effect", ["Yes", "Only after adjusting", "No"]),
    ss.may_be_called_an_effect(0.30),
    "The rule has two limits, 0.05 and 0.25. On which side of both is 0.30?",
    "Beyond 0.25 no adjustment is trusted, so nobody can tell.",
)

# %% [markdown]
# ## The same programs, fairly compared
#
# Now last year's score, and what else was known of each student, are held alike. The range says how far chance alone
# could move the answer; students of one school are not counted as independent of each other.

# %% tags=["remove-input"]
# Plain gap and adjusted effect
ss.show_chart(ss.chart_effects, scores, ss.say_turned(effects), missing, title="The plain gap, and the fair comparison")

# %% tags=["remove-input"]
# The same as a table
ss.show_table(
    effects.dropna(subset=["effect_per_student"]),
    "What each program did, with its 90% range",
    ["program", "outcome", "unit", "naive_gap", "effect_per_student", "points", "points_low", "points_high", "evidence"],
    missing,
)

# %% [markdown]
# ## Two more ways to be wrong
#
# A second way of adjusting should agree with the first. And the program must show nothing for the year *before* it
# began; if it does, we are still looking at who takes part.

# %% tags=["remove-input"]
# Second estimator and placebo
ss.show_table(
    effects[effects["verdict"] == "can tell"],
    "Two checks on each answer",
    ["program", "effect_per_student", "second_estimate", "placebo", "share_lost", "mean_hours"],
    missing,
)

# %% tags=["remove-input"]
# Said plainly
ss.show_text(ss.say_checks(effects), ss.say_delivery(effects), otherwise=missing)

# %% [markdown]
# ## "Cannot tell" is an answer
#
# It is not a bad mark. It says what would have to be different before anybody could know: a comparison, more schools,
# a named outcome, a record of who took part.

# %% tags=["remove-input"]
# Of which nobody can tell, and why
ss.show_table(
    effects[effects["verdict"] != "can tell"],
    "Nobody can tell yet",
    ["program", "outcome", "why"],
    missing or "Of every program here one can tell.",
)

# %% [markdown]
# ## What you may say, and what you may not
#
# The first sentence survives a question from the floor. The second is made from the same records, and does not.

# %% tags=["remove-input"]
# Two sentences for each program
ss.show_table(effects[effects["effect_per_student"].notna()], "Said to a board", ["program", "may_say", "may_not_say"], missing)

# %% [markdown]
# ## A picture to be careful with
#
# Somebody will draw it: what each school spends beside how its students score. Look at it once, with its warning, and
# then never as an answer.

# %% tags=["remove-input"]
# Spending beside scores, school by school
schools = ss.spending_by_school(district.ledger, district.schools, district.fiscal_year, minimum=district.minimum_group)
crossed = ss.spending_beside_scores(schools, district.students_outcomes, district.fiscal_year, district.minimum_group)
ss.show_chart(ss.chart_cross_section, crossed, ss.cross_section_words(crossed), missing, title="Spending beside scores")

# %% [markdown] tags=["exercise"]
# ## Decide together, in one sentence
#
# Go back to what you believed. Then choose one sentence your board should hear, and one question to answer by next year.

# %% tags=["remove-input", "exercise"]
# What you decide
decide = [
    ss.ask_choice("changed", "About the program we believed in, we now", ["believe it more", "believe it less", "cannot tell"]),
    ss.ask_choice("say_first", "The program our board hears about first", ss.choices_from(effects, "program")),
    ss.ask_words("learn_next", "The question we answer by next year, and how"),
]
panels.form(mine, *decide)

# %% tags=["remove-input", "exercise"]
# The talk log
talked = [
    ss.talk("tempted", "A", "Which plain gap have you used in a meeting, and what would you say now?"),
    ss.talk("paid", "F", "Which program did we grow because its students scored high?"),
    ss.talk("unknown", "T", "Which 'cannot tell' bothers you most, and what would it take?"),
]
panels.form(mine, *talked)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the tables above
said = [ss.say_effects(effects), ss.say_turned(effects), ss.say_checks(effects)]
ss.show_text(*said, otherwise=missing)

# %% tags=["remove-input"]
# Take it home
ss.take_home(
    district,
    take_home,
    "08_what_moved_the_needle",
    "What moved the needle",
    said,
    {"Effects": effects.drop(columns=["program_id", "verdict", "evidence_grade"])},
    [*opening, *decide, *talked],
    mine,
)

# %% [markdown]
# **Talk about it.** What would you have decided last year on the plain gap?
#
# **Carry forward.** The effects one can tell of go to notebook 9, where each meets its cost.
#
# **Next.** *9. What did each program buy?*

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Do not skip the believing. When somebody defends a program nobody can tell of, agree with them: it may
# well work. Then ask what record would show it.
