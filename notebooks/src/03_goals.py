# %% [markdown]
# # 3. What will be different, for how many students, by when?
#
# **The decision.** Which one to three goals will the district hold itself to — with a baseline, a target, a year and money?
#
# **Time:** 45 minutes (25 talk, 20 hands-on). **Bring:** the question you agreed on (notebook 2).
#
# **You will leave with:** goal sheets to sign: each goal with its students to move and the budget line that pays for it.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"
ninth_grade: str = "ninth_grade_on_track"  # or "ninth_grade_c_or_better": which definition a goal may use

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "03_goals", person, take_home=take_home, ninth_grade=ninth_grade)
from smarter_spending.guide import nb03_goals as page

page.whose(case)

# %% tags=["remove-input"]
# Who answers
page.who(case)

# %% [markdown]
# ## The question you agreed on comes first
#
# A goal that answers no question is a slogan. This is what notebook 2 carried forward.

# %% tags=["remove-input"]
# The agreed question
page.question(case)

# %% tags=["remove-input"]
# Where every goal could start
page.where_students_stand(case)

# %% [markdown]
# ## The tempting goal: improve reading outcomes
#
# It is on many walls. Everybody can agree with it, which is what is wrong with it. Put it to seven tests.

# %% tags=["remove-input"]
# A vague goal, letter by letter
page.vague_goal(case)

# %% [markdown]
# ## SMARTER asks seven questions of a goal
#
# Specific, Measurable, Achievable, Relevant, Time-bound: five that many know. Two more decide whether it happens: is
# anybody **engaged** beyond the owner, and is it **resourced** from a line that exists?

# %% [markdown] tags=["exercise"]
# ## Write your first goal
#
# Write the sentence first. Then fill in its parts: the tests answer as you go. Where you leave 0, the district's own figure
# for that measure stands.

# %% tags=["remove-input", "exercise"]
# The first goal, tested as you write; what it comes to, and the way there
page.first_goal(case)

# %% [markdown] tags=["exercise"]
# **Check.** Of 1,300 third graders, 42% meet the standard; in three years it shall be 54%. How many more students is that?

# %% tags=["remove-input", "exercise"]
# Check the students to move
page.check_students(case)

# %% tags=["remove-input", "exercise"]
# Check the points a year
page.check_points(case)

# %% [markdown] tags=["exercise"]
# ## A second and a third goal, only if you can carry them
#
# Three goals at most. Each needs its own owner and its own line. Most rooms do better with two.

# %% tags=["remove-input", "exercise"]
# The second goal
page.second_goal(case)

# %% tags=["remove-input", "exercise"]
# The third goal
page.third_goal(case)

# %% [markdown]
# ## A share hides how many students it is
#
# Points are for charts; a principal needs to know how many children. And a budget line divided by the students it is to
# move says what the goal *implies*: hold it against notebook 9 before you believe it.

# %% tags=["remove-input"]
# What the goals come to
page.what_they_come_to(case)

# %% [markdown]
# ## Is the line steeper than anything you have done?
#
# The straight line is a ruler, not a forecast. If it is steeper than every past year, say what will be different this
# time; if you cannot, the target is a hope.

# %% tags=["remove-input"]
# The first goal drawn against the years on file
page.way_there(case)

# %% tags=["remove-input"]
# Every letter of every goal
page.every_letter(case)

# %% [markdown]
# ## Finance and academics set different targets for the same students
#
# Your own goal first, then the room's. A lower target is not timid and a higher one not brave: ask each what it counted on.

# %% tags=["remove-input", "exercise"]
# The room's first goals, once yours stands
page.the_rooms_goals(case)

# %% tags=["remove-input"]
# Said in words
page.how_far_apart(case)

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
# Said from your goals
page.what_you_found(case)

# %% tags=["remove-input"]
# The goal sheets, to sign
page.goal_sheets(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown]
# **Talk about it.** Who will be told first that this is the goal, and by whom?
#
# **Carry forward.** The goals; notebook 4 asks why they are not reached today, notebook 15 how far you came.
#
# **Next.** *4. Why is it so, and why is that?*

# %% [markdown] tags=["facilitator"]
# **Facilitator.** The vague goal first: let the room laugh, then find theirs on the wall. If "Achievable" fails, do not
# lower the target before somebody has said what will be different.
