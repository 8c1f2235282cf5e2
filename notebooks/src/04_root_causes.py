# %% [markdown]
# # 4. Why is it so, and why is that?
#
# **The decision.** Which cause, under the goal we set, will we act on — and what must we still find out?
#
# **Time:** 60 minutes (40 talk, 20 hands-on). **Bring:** your goals (notebook 3), and what people who teach those students say.
#
# **You will leave with:** a root-cause sheet tied to a goal, with your own fishbone drawn on it.

# %% tags=["parameters"]
district_folder: str = "../data/samples/altamont_valley"  # the folder holding your district's spreadsheets
take_home: str = "../out/altamont_valley/take_home"  # where the pages you take home are written
person: str = ""  # your display name, if several people answer; blank means "our team"

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss
from smarter_spending import panels

name = "04_root_causes"
district = ss.load_district(district_folder)
mine = ss.open_choices(district_folder, name, person)
ss.show_text(ss.say_district(district))

# %% tags=["remove-input"]
# Who answers
panels.who(mine)

# %% [markdown]
# ## The first answer is usually something to buy
#
# *"Reading is low because we have no tutors."* That sounds like a cause and is a purchase. A cause can be checked, can be
# changed, and the trouble follows from it. Try it on six sentences from rooms like this one.

# %% tags=["remove-input", "exercise"]
# Sort the statements
sorting = ss.sorting_questions()
sorted_out = panels.form(mine, *[question for question, _, _ in sorting])
panels.says(sorted_out, lambda: ss.say_sorted(mine.answers, sorting))

# %% [markdown] tags=["exercise"]
# **Check.** "We need more tutors." Is that a cause, a symptom, or a solution in disguise?

# %% tags=["remove-input", "exercise"]
# Check the disguise
question, right, why = sorting[0]
panels.check(mine, ss.ask_choice("check_tutors", "It is", question.options[1:]), right, "Does it name something to buy?", why)

# %% [markdown] tags=["exercise"]
# ## One goal, one problem, in one sentence
#
# Choose the goal you work under. Then write the problem as something about students that a stranger could check.

# %% tags=["remove-input", "exercise"]
# The goal and the problem
stated = [
    ss.ask_choice("goal", "The goal we work under", ss.goals_carried(district_folder, person)),
    ss.ask_words("problem", "The problem, in one sentence", frame="Of our … (which students), … (how many) cannot …"),
]
panels.form(mine, *stated)

# %% [markdown] tags=["exercise"]
# ## Ask why until it is something you can change
#
# Each answer becomes the next question. Beside each, write how you know. A step nobody can prove is no shame: it is what
# to go and look at before any money moves.

# %% tags=["remove-input", "exercise"]
# The chain of whys
chain = panels.matrix(mine, ss.why_rows(), ss.why_columns(), "chain", "Why, and why is that")
panels.says(chain, lambda: ss.say_chain(ss.whys_given(mine.answers)))

# %% tags=["remove-input"]
# The chain so far
whys = ss.whys_given(mine.answers)
ss.show_table(
    whys.assign(step_number=whys["step"], because_of=whys["why"], how_we_know=whys["evidence"].replace("", None)),
    "The chain, and where it rests on nothing",
    ["step_number", "because_of", "how_we_know"],
    "What you wrote stands here as a table when the page is run again.",
)

# %% [markdown]
# ## One chain is one way down; there are others
#
# A chain follows one thread. A fishbone asks in seven places, so that the loudest thread is not the only one. Look in
# every family, also where you think there is nothing.

# %% tags=["remove-input"]
# Where to look
families = ss.cause_families()
ss.show_table(families.assign(family=families["title"], asks=families["question"]), "Seven places to look", ["family", "asks"])

# %% tags=["remove-input", "exercise"]
# Your causes, drawn as you write
bones = panels.matrix(mine, families, ss.cause_columns(), "cause", "Causes, up to three in each family")
panels.draws(
    bones,
    ss.chart_fishbone,
    lambda: ss.causes_given(mine.answers, blanks=True),
    lambda: ss.say_fishbone(ss.causes_given(mine.answers, blanks=True), str(mine.answers.get("problem", ""))),
    problem=str(mine.answers.get("problem", "")),
)

# %% [markdown]
# ## Finance and academics look in different places
#
# Not because one is wrong. Who sees the payroll sees who leaves; who sees the classroom sees what is taught. A family that
# only one side looks in is where to listen.

# %% tags=["remove-input"]
# Where the room looks
room = ss.room_families(district_folder, name)
ss.show_table(ss.families_table(room), "Who looks where", ["family", "people", "finance", "academics", "sides"])

# %% tags=["remove-input"]
# Said in words
ss.show_text(ss.say_families(room))

# %% [markdown] tags=["exercise"]
# ## The largest cause may be out of your hands
#
# Rate each cause twice. **Impact:** would much change if it were gone? **Influence:** how much of it is in the district's
# hands? Not both answers are high for the causes people like best to talk about. (*Run the whole page* brings in causes you
# have just written.)

# %% tags=["remove-input", "exercise"]
# Impact and influence
causes = ss.causes_given(mine.answers)
rated = panels.matrix(mine, ss.rating_rows(causes), ss.rating_columns(), "rate", "Each cause, 1 lowest to 5 highest")
panels.says(rated, lambda: ss.say_causes(ss.rated_causes(mine.answers)))

# %% tags=["remove-input"]
# The causes in order
ranked = ss.rated_causes(mine.answers)
ss.show_table(
    ranked.assign(cause_weight=ranked["weight"]),
    "Heaviest first",
    ["cause", "family", "impact", "influence", "cause_weight", "advice"],
    "The causes stand here in order when the page is run again.",
)

# %% [markdown] tags=["exercise"]
# ## Name one cause to act on, and what you do not know yet
#
# One. The others are not lost: they stay on the sheet. If the chain rests on nothing at some step, say who will look, and
# by when.

# %% tags=["remove-input", "exercise"]
# The root cause
decided = [
    ss.ask_words("root_cause", "The root cause we act on", frame="… (what is so), because … (what keeps it so)"),
    ss.ask_words("find_out", "What we still have to find out", frame="… (what), by … (who, a role), until … (date)"),
]
panels.form(mine, *decided)

# %% [markdown] tags=["exercise"]
# ## Talk about it together
#
# One person from each side answers before anybody comments.

# %% tags=["remove-input", "exercise"]
# The talk log
talked = [
    ss.talk("paid", "F", "Which cause do we already spend money on, without calling it that?"),
    ss.talk("seen", "A", "Which cause do teachers name that is in no report?"),
    ss.talk("wrong", "T", "What would we see next year if this were not the cause after all?"),
]
panels.form(mine, *talked)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from your chain, your fishbone and your ratings
bone = ss.causes_given(mine.answers, blanks=True)
problem = str(mine.answers.get("problem", ""))
found = [ss.say_chain(whys), ss.say_fishbone(bone, problem), ss.say_causes(ranked)]
ss.show_text(*found)

# %% tags=["remove-input"]
# The root-cause sheet, with the fishbone
ss.hand_out(
    district,
    take_home,
    "04_root_causes",
    "root_causes",
    "Why it is so: our root causes",
    ss.causes_sheet(mine.answers, whys, ranked),
    {"Causes": ranked.drop(columns=["code", "place"]), "Whys": whys},
    pictures=[(lambda table: ss.chart_fishbone(table, problem=problem), bone, ss.say_fishbone(bone, problem), "The fishbone")],
)

# %% tags=["remove-input"]
# Take it home
ss.take_home(
    district,
    take_home,
    name,
    "Root causes: what we found and what we act on",
    found,
    {"Causes": ranked.drop(columns=["code", "place"]), "Whys": whys},
    [*stated, *decided, *talked],
    mine,
)

# %% [markdown]
# **Talk about it.** Which cause did nobody write down, because of who was in the room?
#
# **Carry forward.** The root cause; notebook 5 holds every candidate priority against it.
#
# **Next.** *5. Which three things will we put first?*

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Sort first, in pairs; laugh at the tutors. Whys alone, fishbone in fours. When a table says "parents" or
# "the state", do not argue: have it rate influence.
