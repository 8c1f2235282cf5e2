# %% [markdown]
# # 2. Student learning
#
# **Decide:** on which one question about our students' learning do we build everything that follows?
#
# **40 minutes:** 5 to read, 20 to talk, 15 hands-on. **Bring** the results you remember, and the one you do not believe.

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to read, 1 to talk.
#
# **Say:** “One question leaves this room, not three. Everything after this page hangs on it.”
#
# **If the room sticks:** Somebody disputes the data at once. Write the figure on the wall, with who will check it, and
# go on.

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

# %% [markdown] tags=["facilitator"]
# **8 minutes:** 1 to read, 3 to talk, 4 hands-on.
#
# **Say:** “Guess both in silence: where is the share lowest, and where are most students behind?”
#
# **If the room sticks:** The table gives one guess twice. Cover the page and ask how many students each goal is asked
# of. Rate is depth, count is breadth; neither is the real one.

# %% tags=["remove-input", "exercise"]
# Your guess
page.guess(case)

# %% tags=["remove-input"]
# Needs by rate and by count
page.by_rate_and_count(case)

# %% [markdown]
# ## One good year makes a headline
#
# The usual headline: one school, two years.

# %% [markdown] tags=["facilitator"]
# **5 minutes:** 1 to read, 4 to talk.
#
# **Say:** “Here is a headline. Would you sign it?” Then wait.
#
# **If the room sticks:** Someone explains why the school rose. Stay on the one-year picture until a table says aloud
# why the headline fails: few students, and chance alone moves them as much.

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

# %% [markdown] tags=["facilitator"]
# **3 minutes:** 3 to talk.
#
# **Say:** “Who is furthest from all students, and have we said so in public?”
#
# **If the room sticks:** A hidden group is read as no problem. It is hidden because it is small; those who know these
# students may speak without figures.

# %% tags=["remove-input"]
# Groups beside all students
page.gaps(case)

# %% [markdown]
# ## Decide: which one question do we build on?
#
# A good question names the students, is about learning, and does not hold its answer.

# %% [markdown] tags=["facilitator"]
# **13 minutes:** 1 to read, 5 to talk, 7 hands-on.
#
# **Say:** “Name the students, stay with learning, and leave the answer out.”
#
# **If the room sticks:** The question contains a purchase (“how do we get tutors…”). If the room splits between rate
# and count, do not vote: ask each side which students the other's choice would leave waiting.

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

# %% [markdown] tags=["facilitator"]
# **5 minutes:** 1 to read, 1 to talk, 3 hands-on.
#
# **Say:** “First count the students who are not there yet. Then ask whether so few students could move that much by
# chance.”
#
# **If the room sticks:** They compare percentages. Have them draw the two schools as crowds.

# %% tags=["remove-input", "exercise"]
# Check the count
page.check_the_count(case)

# %% tags=["remove-input", "exercise"]
# Check the change
page.check_the_change(case)

# %% [markdown]
# ## Say it to your board

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 2 to talk.
#
# **Say:** “Say the line that you may not say, and then say why not.”
#
# **If the room sticks:** Good news is hard to give up. Offer the sentence over all the years instead.

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown]
# ## Take it home with you

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to talk, 1 hands-on.
#
# **Say:** Have one person read the question as it now stands. “Could a teacher answer it?”
#
# **If the room sticks:** Two questions are joined by “and”. Make the room choose the half it would keep.

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
