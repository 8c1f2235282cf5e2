# %% [markdown]
# # 3. What will be different, for how many students, by when?
#
# **The decision.** Which one to three goals will the district hold itself to — with a baseline, a target, a year and money?
#
# **Time:** 45 minutes (25 talk, 20 hands-on). **Bring:** the question you agreed on (notebook 2).
#
# **You will leave with:** goal sheets to sign: each goal with its students to move and the budget line that pays for it.

# %% tags=["parameters"]
district_folder: str = "../data/samples/altamont_valley"  # the folder holding your district's spreadsheets
take_home: str = "../out/altamont_valley/take_home"  # where the pages you take home are written
person: str = ""  # your display name, if several people answer; blank means "our team"
ninth_grade: str = "ninth_grade_on_track"  # or "ninth_grade_c_or_better": which definition a goal may use

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss
from smarter_spending import panels

name = "03_goals"
district = ss.load_district(district_folder)
mine = ss.open_choices(district_folder, name, person)
students = ss.levels_from_scores(district.students_outcomes, ss.caaspp_scores())
year, missing = district.fiscal_year, ss.needs(district, "students_outcomes")
results = ss.yearly_rates(students, district.minimum_group, ninth_grade)
ss.show_text(ss.say_district(district))

# %% tags=["remove-input"]
# Who answers
panels.who(mine)

# %% [markdown]
# ## The question you agreed on comes first
#
# A goal that answers no question is a slogan. This is what notebook 2 carried forward.

# %% tags=["remove-input"]
# The agreed question
question = str(ss.earlier_answer(district_folder, "02_student_learning", "question", person))
ss.show_text(f"**The question:** {question}" if question else "*No question has been agreed yet: notebook 2 asks for it.*")

# %% tags=["remove-input"]
# Where every goal could start
needs = ss.district_needs(students, year, district.minimum_group, ninth_grade)
ss.show_table(needs, "Where students stand this year", ["need_title", "goal_words", "students", "rate_words", "range_words"], missing)

# %% [markdown]
# ## The tempting goal: improve reading outcomes
#
# It is on many walls. Everybody can agree with it, which is what is wrong with it. Put it to seven tests.

# %% tags=["remove-input"]
# A vague goal, letter by letter
ss.show_table(
    ss.letters_table(ss.smarter_tests(ss.VAGUE)), "“Improve reading outcomes”, tested", ["letter_word", "passed_words", "failed_because"]
)

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
# The first goal, tested as you write
measures = ss.choices_from(needs, "need_title", "no result of ours may be shown yet")
first = panels.form(mine, *ss.ask_goal(1, measures))
panels.says(first, lambda: ss.say_smarter(ss.goals_of(mine.answers, results).get(1)))

# %% tags=["remove-input", "exercise"]
# What it comes to, and the way there
panels.says(first, lambda: ss.say_begun(mine.answers, results, year, 1))

# %% [markdown] tags=["exercise"]
# **Check.** Of 1,300 third graders, 42% meet the standard; in three years it shall be 54%. How many more students is that?

# %% tags=["remove-input", "exercise"]
# Check the students to move
panels.check(
    mine,
    ss.ask_number("check_students", "More students"),
    round(ss.students_to_move(1300, 0.42, 0.54)),
    "How many points from 42 to 54? That many in each hundred of the 1,300.",
    "Twelve points of 1,300 students.",
)

# %% tags=["remove-input", "exercise"]
# Check the points a year
panels.check(
    mine,
    ss.ask_number("check_points", "Points a year"),
    round(100 * (ss.yearly_path(0.42, 0.54, 3)["rate"].iloc[1] - 0.42)),
    "Twelve points, shared out over three years.",
    "A straight line; hold it against each year's range.",
)

# %% [markdown] tags=["exercise"]
# ## A second and a third goal, only if you can carry them
#
# Three goals at most. Each needs its own owner and its own line. Most rooms do better with two.

# %% tags=["remove-input", "exercise"]
# The second goal
second = panels.form(mine, *ss.ask_goal(2, measures))
panels.says(second, lambda: ss.say_smarter(ss.goals_of(mine.answers, results).get(2)))

# %% tags=["remove-input", "exercise"]
# The third goal
third = panels.form(mine, *ss.ask_goal(3, measures))
panels.says(third, lambda: ss.say_smarter(ss.goals_of(mine.answers, results).get(3)))

# %% [markdown]
# ## A share hides how many students it is
#
# Points are for charts; a principal needs to know how many children. And a budget line divided by the students it is to
# move says what the goal *implies*: hold it against notebook 9 before you believe it.

# %% tags=["remove-input"]
# What the goals come to
goals, statements = ss.goals_of(mine.answers, results), ss.statements_of(mine.answers)
table = ss.goal_table(goals, statements, year)
ss.show_table(
    table,
    "Your goals in students and dollars",
    ["number", "measure", "count", "baseline", "target", "by_year", "to_move", "dollars_per_student"],
    ss.say_goals(table),
)

# %% tags=["remove-input"]
# Said in words
ss.show_text(ss.say_goals(table))

# %% [markdown]
# ## Is the line steeper than anything you have done?
#
# The straight line is a ruler, not a forecast. If it is steeper than every past year, say what will be different this
# time; if you cannot, the target is a hope.

# %% tags=["remove-input"]
# The first goal drawn against the years on file
measure = str(mine.answers.get("goal_1_measure", ""))
path = ss.goal_path(goals.get(1, ss.Goal()), results, measure, year)
ss.show_chart(ss.chart_goal, path, ss.say_path(path, measure), ss.say_path(path), title="Where it was, and where it shall be")

# %% tags=["remove-input"]
# Every letter of every goal
tests = ss.goal_tests(goals)
ss.show_table(
    ss.letters_table(tests),
    "SMARTER, letter by letter",
    ["goal_number", "letter_word", "passed_words", "failed_because"],
    ss.say_goals(table),
)

# %% [markdown]
# ## Finance and academics set different targets for the same students
#
# Your own goal first, then the room's. A lower target is not timid and a higher one not brave: ask each what it counted on.

# %% tags=["remove-input", "exercise"]
# The room's first goals, once yours stands
answered = panels.form(mine, ss.ask_words("target_because", "Why this target, and not five points less or more"))
panels.reveal(answered, lambda: ss.room_goals_html(ss.room_goals(district_folder, name)))

# %% tags=["remove-input"]
# Said in words
room = ss.room_goals(district_folder, name)
ss.show_text(ss.say_room_goals(room))

# %% [markdown] tags=["exercise"]
# ## Talk about it together
#
# One person from each side answers before anybody comments.

# %% tags=["remove-input", "exercise"]
# The talk log
talked = [
    ss.talk("line", "F", "Which budget line would you point to, and is the money on it there next year?"),
    ss.talk("students", "A", "Name the students behind the share: in which schools are they?"),
    ss.talk("miss", "T", "If we miss the first year's point, what will we do: wait, change or stop?"),
]
panels.form(mine, *talked)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from your goals
ss.show_text(ss.say_goals(table), ss.say_path(path, measure))

# %% tags=["remove-input"]
# The goal sheets, to sign
ss.hand_out(
    district,
    take_home,
    "03_goals",
    "goal_sheets",
    "Our goals",
    ss.goal_sheets(table, tests),
    {"Goals": table, "SMARTER": ss.letters_table(tests), "Path of goal 1": path},
)

# %% tags=["remove-input"]
# Take it home
ss.take_home(
    district,
    take_home,
    name,
    "Goals: what will be different, for how many, by when",
    [ss.say_goals(table), ss.say_path(path, measure), ss.say_room_goals(room)],
    {"Goals": table, "SMARTER": ss.letters_table(tests)},
    talked,
    mine,
)

# %% [markdown]
# **Talk about it.** Who will be told first that this is the goal, and by whom?
#
# **Carry forward.** The goals; notebook 4 asks why they are not reached today, notebook 15 how far you came.
#
# **Next.** *4. Why is it so, and why is that?*

# %% [markdown] tags=["facilitator"]
# **Facilitator.** The vague goal first: let the room laugh, then find theirs on the wall. If "Achievable" fails, do not
# lower the target before somebody has said what will be different.
