# %% [markdown]
# # 13. School allocations
#
# **The decision.** By which rule do dollars reach our schools, and can every principal say why theirs got what it got?
#
# **Time:** 45 minutes (25 talk, 20 hands-on). **Bring:** the plan of notebook 12, last year's allocation letters.
#
# **You will leave with:** one table of all schools, and a paragraph for each that a principal can check.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "13_school_allocations", person, take_home=take_home)
from smarter_spending.guide import nb13_school_allocations as page

page.whose(case)

# %% tags=["remove-input"]
# Before you trust a figure
page.trust(case)

# %% tags=["remove-input"]
# Who answers
page.who(case)

# %% [markdown] tags=["exercise"]
# ## Say what is fair before you see who wins
#
# Each person alone: how much more should a school receive for a student who learns English, lives in a low-income family
# or in foster care? And how much may a school lose in one year, when the rule changes?

# %% tags=["remove-input", "exercise"]
# Your formula
page.formula(case)

# %% [markdown]
# ## The pool stays the same
#
# Not every dollar can be shared out by another rule. The pool here is what is free and already spent at schools. It stays
# the same in every formula below: what one school gains, another pays. Money bound to high-need students is a pool of its own.

# %% tags=["remove-input"]
# The pool and where it goes today
page.pool(case)

# %% tags=["remove-input"]
# Supplemental and concentration money
page.duty(case)

# %% [markdown]
# ## The tempting answer: a teacher for so many students
#
# A ratio sounds like the same rule for everybody. It is rounded at every school, and each position is charged at one price,
# the average: a school of young teachers costs less than it is charged, and a school of experienced ones more.

# %% tags=["remove-input"]
# The ratio, and its rounding
page.by_ratio(case)

# %% [markdown]
# ## Dollars that follow students
#
# Weighted students count a student of need as more than one. The rule fits in a sentence, has no rounding to argue about,
# and shows at once who pays for whom. "Softened" lets no school lose more than you set, and the schools that gain pay for it.

# %% tags=["remove-input"]
# The same pool by weights
page.by_weights(case)

# %% tags=["remove-input"]
# A student's dollars, by need
page.dollars_a_student(case)

# %% tags=["remove-input", "exercise"]
# Move the weight
page.move_the_weight(case)

# %% [markdown]
# ## Spending beside results, and what not to read into it
#
# Somebody will ask whether the schools with more dollars do better. Look, and then read the warning twice.

# %% tags=["remove-input"]
# Spending beside scores
page.beside_scores(case)

# %% [markdown] tags=["exercise"]
# **Check.** A pool of \$1,000,000, two schools of 400 students. 100 and 300 of them are of low income and count half as much
# again. What is each school given?

# %% tags=["remove-input", "exercise"]
# Check the weights
page.check_the_weights(case)

# %% [markdown] tags=["exercise"]
# ## Decide, and say why
#
# Reload the page after you have changed the formula at the top. Then write the sentence the principals will hear.

# %% tags=["remove-input", "exercise"]
# The reason, and the talk log
page.reason(case)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the tables above
page.what_you_found(case)

# %% tags=["remove-input"]
# A paragraph for each school, to hand out
page.every_school(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown]
# **Talk about it.** Which school would never have been heard, if this had been decided by who calls whom?
#
# **Carry forward.** The formula and its reason go into the plan of action, notebook 14.
#
# **Next.** *14. Plan of action and board page.*

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Principals in the room first hear the rule, then their own paragraph, then everybody's. If somebody says
# "but our school is special", ask which weight would say so for every school like it.
