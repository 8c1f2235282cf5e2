# %% [markdown]
# # 2. Student learning
#
# **Decide:** on which one question about our students' learning do we build everything that follows?
#
# **40 minutes:** 5 to read, 20 to talk, 15 hands-on. **Bring** the results you remember, and the one you do not believe.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"
ninth_grade: str = "ninth_grade_on_track"  # or "ninth_grade_c_or_better": which definition the needs are ranked by

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "02_student_learning", person, take_home=take_home, ninth_grade=ninth_grade)
from smarter_spending.guide import nb02_student_learning as page

# %% tags=["remove-input"]
# In short
page.in_short(case)

# %% [markdown]
# ## The lowest rate may not leave the most students behind
#
# A rate says how deep a need is; a count, how many students carry it. Guess both before you scroll.

# %% tags=["remove-input", "exercise"]
# Your guess
page.guess(case)

# %% tags=["remove-input"]
# Needs by rate and by count
page.by_rate_and_count(case)

# %% [markdown]
# ## One good year makes a headline
#
# This is how results are often told: one school, two years.

# %% tags=["remove-input"]
# The tempting figure
page.good_news(case)

# %% tags=["remove-input"]
# The same with its range, and every other school
page.one_year(case)

# %% tags=["remove-input"]
# What moved over all the years
page.what_moved(case)

# %% [markdown]
# ## An average hides who is behind

# %% tags=["remove-input"]
# Groups beside all students
page.gaps(case)

# %% [markdown]
# ## Decide: which one question do we build on?
#
# A good question names the students, is about learning, and does not hold its answer.

# %% tags=["remove-input"]
# Who speaks first
page.talk_first(case)

# %% tags=["remove-input", "exercise"]
# Your decision, and then the room's
page.decide(case)

# %% tags=["remove-input", "exercise"]
# Your reasons
page.reasons(case)

# %% [markdown]
# ## Check yourself: two schools, two years
#
# In school X 40% of 50 students reach the goal, in school Y 55% of 400.

# %% tags=["remove-input", "exercise"]
# Check the count
page.check_the_count(case)

# %% tags=["remove-input", "exercise"]
# Check the change
page.check_the_change(case)

# %% [markdown]
# ## Say it to your board

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown]
# ## Take it home with you

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% tags=["remove-input"]
# The needs page, to hand out
page.needs_page(case)

# %% [markdown] tags=["analyst"]
# ## For the analyst
#
# A goal asked of many grades counts more students for that reason alone, and a day in school is no reading score: the
# ranking opens the talk, it does not close it. More students and years narrow a range. Where many changes are each
# looked at alone, some seem to be shown though nothing changed. Groups overlap. Ranges are Wilson's for a rate and
# Newcombe's for a change, 90%. Small groups are left out, and so is any that could be worked out from the others.

# %% tags=["remove-input", "analyst"]
# What was checked before any figure was shown
page.trust(case)

# %% [markdown] tags=["analyst"]
# The early literacy test is given up to three times a year from kindergarten on, the state test once, from grade 3;
# points of different grades are not on one scale, and the benchmark is known at the end of the year only.

# %% tags=["remove-input", "analyst"]
# Early literacy by window
page.literacy(case)

# %% [markdown] tags=["analyst"]
# Ninth grade on track has two definitions. Chicago's counts credits and failures. California's universities ask for a
# C or better, so a D is not enough there. Neither is wrong; a figure without its definition is.

# %% tags=["remove-input", "analyst"]
# Both definitions
page.ninth(case)

# %% [markdown] tags=["analyst"]
# Chronic absence counts every absence, excused or not. It is the one goal here that is counted for every grade.

# %% tags=["remove-input", "analyst"]
# Chronic absence, year by year
page.absence(case)

# %% [markdown] tags=["analyst"]
# A share sees only who crossed the line. Every score counts below, of the same students last spring and this.

# %% tags=["remove-input", "analyst"]
# The same students, last spring and this
page.growth(case)

# %% tags=["remove-input", "analyst"]
# Schools by rate and by count
page.schools(case)

# %% [markdown]
# ## Next: how far, by when
#
# Notebook 3 turns the need into a goal; notebook 4 asks why.

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Let every table guess in silence first. Stay with the one-year picture until somebody from the table
# says aloud why the headline fails. If the room splits between rate and count, do not vote: ask each side which
# students the other side's choice would leave waiting. One question leaves the room, not three.
