# %% [markdown]
# # 2. Student learning
#
# **The decision.** On which one question about our students' learning shall everything that follows be built?
#
# **Time:** 60 minutes (35 talk, 25 hands-on). **Bring:** the results you remember, and the one you do not believe.
#
# **You will leave with:** a needs page with one agreed question, and the needs it was chosen from, by rate and by count.

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

page.whose(case)

# %% tags=["remove-input", "exercise"]
# Who you are
page.who(case)

# %% [markdown] tags=["exercise"]
# ## Guess first, before any figure
#
# Everybody in the room carries a picture of where students stand. Write yours down. A guess that turns out wrong is
# worth more than a figure nobody had an opinion about.

# %% tags=["remove-input", "exercise"]
# Your guess
page.guess(case)

# %% [markdown]
# ## Several years say more than the last one
#
# Each goal is a share of students who reached it. A small share of few students swings by itself, so every share
# comes with a range. Where the marks hide the range, it is narrower than the mark.

# %% tags=["remove-input"]
# Several years of four goals
page.years(case)

# %% tags=["remove-input"]
# Where every goal stands this year
page.where_they_stand(case)

# %% [markdown]
# ## One good year makes a headline
#
# Here is how results are often told. One goal, one school, last time and this time.

# %% tags=["remove-input"]
# The tempting figure
page.good_news(case)

# %% [markdown]
# Before anybody is congratulated, look at every school, and at how far a rate moves when nothing happens but another
# group of children.

# %% tags=["remove-input"]
# The same with its range, and every other school
page.one_year(case)

# %% [markdown]
# ## Over all the years, some goals moved and some did not
#
# More students and more years narrow the range. Even then these are mostly other students each year: what moved is
# known, what moved it is not.

# %% tags=["remove-input"]
# What moved
page.what_moved(case)

# %% [markdown]
# ## An average hides who is behind
#
# The same goal, group by group. Groups overlap: one student may be in several. Groups that are too small are left
# out, and so is any that could be worked out from the others.

# %% tags=["remove-input"]
# Groups beside all students
page.gaps(case)

# %% [markdown]
# ## Reading by the third grade has two tests
#
# The early literacy test is given up to three times a year from kindergarten on; the state test once, from grade 3.
# Points of different grades are not on one scale. The benchmark is known at the end of the year only.

# %% tags=["remove-input"]
# Early literacy by window
page.literacy(case)

# %% [markdown]
# ## Ninth grade on track has two definitions
#
# Chicago's counts credits and failures. California's universities ask for a C or better, so a D is not enough there.
# Neither is wrong; a figure without its definition is.

# %% tags=["remove-input"]
# Both definitions
page.ninth(case)

# %% [markdown]
# ## Who is not in school cannot learn there
#
# Chronic absence counts every absence, excused or not. It is the one goal here that is counted for every grade.

# %% tags=["remove-input"]
# Chronic absence, year by year
page.absence(case)

# %% [markdown]
# ## Scores say how far the same students came
#
# A share sees only who crossed the line. Every score counts here, of the same students last spring and this.

# %% tags=["remove-input"]
# The same students, last spring and this
page.growth(case)

# %% [markdown]
# ## By rate, and by count: does the top need change?
#
# A low rate says how deep a need is; a count says how many students carry it. A goal asked of many grades counts
# more students for that reason alone, and a day in school is no reading score: the ranking opens the talk, it does
# not close it.

# %% tags=["remove-input"]
# Needs by rate and by count
page.by_rate_and_count(case)

# %% tags=["remove-input"]
# Your guess beside the figures
page.guess_beside(case)

# %% [markdown]
# The same two questions, school by school, for the goal looked at above.

# %% tags=["remove-input"]
# Schools by rate and by count
page.schools(case)

# %% [markdown] tags=["exercise"]
# **Check.** In school X 40% of 50 students reach the goal, in school Y 55% of 400. In which are more students
# behind? And: 52% after 48%, with 60 students each year. Is a rise shown?

# %% tags=["remove-input", "exercise"]
# Check the count
page.check_the_count(case)

# %% tags=["remove-input", "exercise"]
# Check the change
page.check_the_change(case)

# %% [markdown] tags=["exercise"]
# ## Agree on one question
#
# Choose one need and write one question about it, each table for itself. A good question names the students, is
# about learning, and does not hold its answer. Say why, and what would make you doubt it.

# %% tags=["remove-input", "exercise"]
# Your need and your question, and then the room's
page.agree(case)

# %% [markdown] tags=["exercise"]
# ## Talk about it together
#
# One person from each side answers before anybody comments.

# %% tags=["remove-input", "exercise"]
# The talk log
page.talk_log(case)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the figures, the room and your choices
page.what_you_found(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% tags=["remove-input"]
# The needs page, to hand out
page.needs_page(case)

# %% [markdown]
# **Talk about it.** Which figure would you have sworn was different? What would it take to know why?
#
# **Carry forward.** The need and the question: notebook 3 turns them into a goal, notebook 4 asks why.
#
# **Next.** *3. Goals*: how far, by when, for how many students.

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Let every table guess in silence first. Stay with the one-year chart until somebody from the table
# says aloud why the headline fails. If the room splits between rate and count, do not vote: ask each side which
# students the other side's choice would leave waiting. One question leaves the room, not three.
