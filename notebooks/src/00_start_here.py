# %% [markdown]
# # 0. Start here: where are we?
#
# **The decision.** Which three practices shall we work on first, and where do we enter?
#
# **Time:** 30 minutes (20 talk, 10 hands-on). **Bring:** yourself, and the memory of last year's budget.
#
# **You will leave with:** a roadmap page with your entry point, three practices and a list of quick wins.

# %% tags=["parameters"]
district_folder: str = "../data/samples/altamont_valley"  # the folder holding your district's spreadsheets
take_home: str = "../out/altamont_valley/take_home"  # where the pages you take home are written
person: str = ""  # your display name, if several people answer; blank means "our team"

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss
from smarter_spending import panels

district = ss.load_district(district_folder)
mine = ss.open_choices(district_folder, "00_start_here", person)
ss.show_text(ss.say_district(district), ss.say_left_open(district.open_questions))

# %% [markdown]
# ## Money follows habit until finance and academics sit at one table
#
# The framework has five steps. Each is a set of practices: things a district does, or does not do yet. Nobody does
# all fifteen well. The useful question is where *you* stand, and whether you agree about it.

# %% tags=["remove-input"]
# The five steps
practices = ss.practices()
ss.show_table(ss.steps(practices), "Five steps, fifteen practices", ["step", "practices"])

# %% [markdown]
# ## Each practice has three levels
#
# Read a row from left to right and stop where it no longer sounds like your district. Before the first column, the
# answer is *not yet*. "Don't know" is an honest answer, and a finding.

# %% tags=["remove-input"]
# What each level looks like
ss.show_table(practices, "What each practice looks like, level by level", ["code", "title", "level_1", "level_2", "level_3"])

# %% [markdown] tags=["exercise"]
# ## Rate your district, each person alone
#
# Say for whom you speak, then rate every practice. Do not look at your neighbour's screen: the differences are the
# point. The room's ratings appear below when you have given all of yours.

# %% tags=["remove-input", "exercise"]
# For whom you speak
panels.who(mine)

# %% tags=["remove-input", "exercise"]
# Your ratings, and then the room's
rated = panels.ratings(mine, practices, ss.LEVELS, "rate")
panels.reveal(rated, lambda: ss.room_ratings_html(district_folder, "00_start_here"))

# %% [markdown]
# ## The gap matters more than the middle
#
# Look first at the practices where finance and academics differ, and at those many people know nothing about. A room
# that is "in the middle" because half says 3 and half says 1 is not in the middle.

# %% tags=["remove-input"]
# What the room says so far
room = ss.room_ratings(district_folder, "00_start_here")
ss.show_chart(ss.chart_ratings, room[room["raters"] > 0], ss.say_room(room), ss.say_room(room), title="Where the room says we are")

# %% tags=["remove-input"]
# Where the room would start
start = ss.next_practices(room)
ss.show_table(
    start,
    "Rated lowest, with the widest gap first",
    ["title", "median", "role_gap", "share_dont_know"],
    "Nobody has rated yet, so nothing is suggested.",
)

# %% [markdown] tags=["exercise"]
# **Check.** Three people from finance rate a practice 3, 3 and 2; three from academics rate it 1, 1 and 2. How many
# levels apart are the two groups' medians?

# %% tags=["remove-input", "exercise"]
# Check the example
panels.check(
    mine,
    ss.ask_number("check_gap", "Levels apart"),
    ss.median_gap([3, 3, 2], [1, 1, 2]),
    "Put each group's three ratings in order and take the one in the middle.",
    "Finance's middle rating is 3, academics' is 1.",
)

# %% [markdown] tags=["exercise"]
# ## Choose where to enter
#
# A district may enter at any step. Choose the step that hurts most, three practices to move by next June, and
# quick wins you can do before the next meeting. Write first, each pair for itself; then agree.

# %% tags=["remove-input", "exercise"]
# Your choice
decide = [
    ss.ask_choice("entry", "The step we enter at", ss.choices_from(ss.steps(practices), "step")),
    *[ss.ask_choice(f"practice_{place}", f"Practice {place} to move by next June", ss.practice_names()) for place in (1, 2, 3)],
    ss.ask_words("quick_wins", "Quick wins: what, who (by role), by when"),
]
panels.form(mine, *decide)

# %% [markdown] tags=["exercise"]
# ## Talk about it
#
# One person from each side answers before anybody comments.

# %% tags=["remove-input", "exercise"]
# The talk log
talked = [
    ss.talk("calendar", "F", "Which decision last year did the budget calendar force?"),
    ss.talk("money_terms", "A", "Which program could you not explain in money terms?"),
    ss.talk("different", "T", "What do we want different by next June?"),
]
panels.form(mine, *talked)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the room's ratings and your choices
ss.show_text(ss.say_room(room), ss.say_entry(mine.answers))

# %% tags=["remove-input"]
# Take it home
ss.take_home(
    district,
    take_home,
    "00_start_here",
    "Roadmap: where we are and where we start",
    [ss.say_room(room), ss.say_entry(mine.answers)],
    {"Room": room[room["raters"] > 0], "Start with": start},
    [*decide, *talked],
    mine,
)

# %% [markdown]
# **Talk about it.** Which "don't know" surprised you? Who in the district would know?
#
# **Carry forward.** Your entry point and three practices; notebook 15 asks for them again in a year.
#
# **Next.** *6. Where does the money go?* on the short path, or *1. Partnership* on the long one.

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Ratings first, alone and in silence, eight minutes. Do not average aloud. If a whole table says
# "don't know" to 3A, start the day with notebooks 6 and 7.
