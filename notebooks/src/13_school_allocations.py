# %% [markdown]
# # 13. School allocations
#
# **The decision.** By which rule do dollars reach our schools, and can every principal say why theirs got what it got?
#
# **Time:** 45 minutes (25 talk, 20 hands-on). **Bring:** the plan of notebook 12, last year's allocation letters.
#
# **You will leave with:** one table of all schools, and a paragraph for each that a principal can check.

# %% tags=["parameters"]
district_folder: str = "../data/samples/altamont_valley"  # the folder holding your district's spreadsheets
take_home: str = "../out/altamont_valley/take_home"  # where the pages and workbook you take home are written
person: str = ""  # your display name, if several people answer; blank means "our team"

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss
from smarter_spending import panels

name = "13_school_allocations"
district = ss.load_district(district_folder)
mine = ss.open_choices(district_folder, name, person)
missing = ss.needs(district, "schools", "ledger")
ss.show_text(ss.say_district(district))

# %% tags=["remove-input"]
# Before you trust a figure
ss.show_table(ss.first_screen(district), "What was checked before any figure was shown")

# %% tags=["remove-input"]
# Who answers
panels.who(mine)

# %% [markdown] tags=["exercise"]
# ## Say what is fair before you see who wins
#
# Each person alone: how much more should a school receive for a student who learns English, lives in a low-income family
# or in foster care? And how much may a school lose in one year, when the rule changes?

# %% tags=["remove-input", "exercise"]
# Your formula
asked = ss.ask_formula()
panels.form(mine, *asked)

# %% [markdown]
# ## The pool stays the same
#
# Not every dollar can be shared out by another rule. The pool here is what is free and already spent at schools. It stays
# the same in every formula below: what one school gains, another pays.

# %% tags=["remove-input"]
# The pool and where it goes today
schools, formula = ss.schools_now(district), ss.formula_given(mine.answers)
missing = missing or ("" if len(schools) else ss.say_pool(schools, district))
ss.show_text("" if missing else ss.say_pool(schools, district), otherwise=missing)

# %% tags=["remove-input"]
# Per pupil, by need
spent = schools
if not missing:
    spent = ss.spending_by_school(district.ledger, district.schools, district.fiscal_year, minimum=district.minimum_group)
    spent = spent[spent["school_code"].isin(schools["school_code"])]
words = "" if missing else ss.say_schools(spent) or "With one school there is nothing to compare its dollars per pupil with."
nothing = "*Dollars per pupil, all funds*: there are no rows to show."
ss.show_chart(ss.chart_per_pupil, spent, words, nothing, title="Dollars per pupil spent at the school, all funds")

# %% [markdown]
# ## The tempting answer: a teacher for so many students
#
# A ratio sounds like the same rule for everybody. It is rounded at every school, and each position is charged at one price,
# the average: a school of young teachers costs less than it is charged, and a school of experienced ones more.

# %% tags=["remove-input"]
# The ratio, and its rounding
teacher = ss.average_teacher(district)
table = ss.table_of(None if missing else schools, lambda: ss.both_formulas(schools, formula, teacher))
shown = ss.with_need_words(table, district.minimum_group)
columns = ["school_name", "students", "positions_exact", "positions", "positions_cost", "left_share", "by_ratio"]
unpaid = "" if missing or teacher > 0 else ss.say_rounding(table, formula)
ss.show_table(shown.iloc[:0] if unpaid else shown, "Positions by a ratio, and the pool shared out that way", columns, unpaid)

# %% tags=["remove-input"]
# Said plainly
ss.show_text("" if missing or unpaid else ss.say_rounding(table, formula))

# %% tags=["remove-input"]
# Actual pay beside the average
now = len(district.staffing) and district.staffing["fiscal_year"].eq(district.fiscal_year).any()
pay = ss.staffing_by_school(district.staffing, district.schools, district.fiscal_year) if now else schools.iloc[:0]
nothing = ss.needs(district, "staffing") or "*Actual pay against the average*: there are no positions at schools this year."
ss.show_chart(ss.chart_pay, pay, ss.say_pay(pay), nothing, title="Actual pay against the average")

# %% [markdown]
# ## Dollars that follow students
#
# Weighted students count a student of need as more than one. The rule fits in a sentence, has no rounding to argue about,
# and shows at once who pays for whom. "Softened" lets no school lose more than you set, and the schools that gain pay for it.

# %% tags=["remove-input"]
# The same pool by weights
columns = ["school_name", "students", "need_words", "now", "by_weights", "softened", "softened_change", "tenth_more"]
ss.show_table(shown, "The same pool: as it is spent now, by weights, and softened; most need first", columns)

# %% tags=["remove-input"]
# Said plainly
ss.show_text("" if missing else ss.say_weights(table, formula))

# %% tags=["remove-input"]
# A student's dollars, by need
ss.show_table(shown, "Dollars a student, most need first", ["school_name", "need_words", "now_each", "weights_each", "softened_each"])

# %% tags=["remove-input", "exercise"]
# Move the weight
panels.what_if(mine, *ss.weight_calculator(schools, formula))

# %% [markdown]
# ## Spending beside results, and what not to read into it
#
# Somebody will ask whether the schools with more dollars do better. Look, and then read the warning twice.

# %% tags=["remove-input"]
# Spending beside scores
crossed = (
    ss.spending_beside_scores(spent, district.students_outcomes, district.fiscal_year, district.minimum_group) if not missing else schools
)
nothing = ss.needs(district, "students_outcomes") or ("*Spending beside scores*: there are no rows to show." if missing else "")
warning = nothing or ss.cross_section_words(crossed)
ss.show_chart(ss.chart_cross_section, schools.iloc[:0] if nothing else crossed, warning, warning, title="Spending beside scores")

# %% [markdown] tags=["exercise"]
# **Check.** A pool of \$1,000,000, two schools of 400 students. 100 and 300 of them are of low income and count half as much
# again. What is each school given?

# %% tags=["remove-input", "exercise"]
# Check the weights
panels.check(
    mine,
    ss.ask_choice("check_weights", "They are given", ["$500,000 and $500,000", "$450,000 and $550,000", "$250,000 and $750,000"]),
    ss.two_schools(1_000_000, 0.5, (100, 300), 400),
    "Count the weighted students of each school first: 400 and half of 100; 400 and half of 300.",
    "450 and 550 weighted students of 1,000.",
)

# %% [markdown] tags=["exercise"]
# ## Decide, and say why
#
# Press *Run the whole page* after you have changed the formula at the top. Then write the sentence the principals will hear.

# %% tags=["remove-input", "exercise"]
# The reason, and the talk log
decided = [
    ss.ask_words("why", "We share dollars out by … because …"),
    ss.ask_words("loser", "To the school that loses most we say", frame="You receive … less because …"),
]
talked = [
    ss.talk("small", "F", "What does our smallest school cost, and who decided that it is worth it?"),
    ss.talk("principal", "A", "What could a principal do with dollars that a principal cannot do with positions?"),
    ss.talk("fair", "T", "Whose formula is it: could each of us explain it to a parent in a minute?"),
]
panels.form(mine, *decided, *talked)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the tables above
found = [] if missing else [ss.say_pool(schools, district), ss.say_rounding(table, formula), ss.say_weights(table, formula)]
ss.show_text(*found, otherwise=missing)

# %% tags=["remove-input"]
# A paragraph for each school, to hand out
page = missing or ss.schools_page(table, formula, district.minimum_group, mine.answers, decided)
ss.hand_out(district, take_home, name, "every_school", "What our school would receive, and why", page)

# %% tags=["remove-input"]
# Take it home
tables = {"All schools": shown.drop(columns="need_share", errors="ignore").dropna(axis=1, how="all")}
ss.take_home(district, take_home, name, "School allocations", found or [missing], tables, [*asked, *decided, *talked], mine)

# %% [markdown]
# **Talk about it.** Which school would never have been heard, if this had been decided by who calls whom?
#
# **Carry forward.** The formula and its reason go into the plan of action, notebook 14.
#
# **Next.** *14. Plan of action and board page.*

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Principals in the room first hear the rule, then their own paragraph, then everybody's. If somebody says
# "but our school is special", ask which weight would say so for every school like it.
