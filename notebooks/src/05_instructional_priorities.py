# %% [markdown]
# # 5. Which three things will we put first?
#
# **The decision.** Which instructional priorities, three at most, will the district put money behind — and why those?
#
# **Time:** 60 minutes (35 talk, 25 hands-on). **Bring:** your goals (notebook 3), your root causes (notebook 4).
#
# **You will leave with:** a priorities page, each priority with its theory of action, its evidence, its cost and its owner.

# %% tags=["parameters"]
district_folder: str = "../data/samples/altamont_valley"  # the folder holding your district's spreadsheets
take_home: str = "../out/altamont_valley/take_home"  # where the pages you take home are written
person: str = ""  # your display name, if several people answer; blank means "our team"
seed: int = 2024  # fixes the random draws, so every run gives the same numbers

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss
from smarter_spending import panels

name = "05_instructional_priorities"
district = ss.load_district(district_folder)
mine = ss.open_choices(district_folder, name, person)
ss.show_text(ss.say_district(district))

# %% tags=["remove-input"]
# Who answers
panels.who(mine)

# %% [markdown]
# ## Eleven priorities are no priority
#
# A priority is a promise about the next dollar and the next hour. A district that makes eleven such promises keeps none.
# Today ends with three at most. First: what is already on the table from the notebooks before this one?

# %% tags=["remove-input"]
# What earlier notebooks carry forward
ss.show_text(ss.say_carried(district_folder, person))

# %% tags=["remove-input"]
# Where program dollars go today, by aim
programs, missing = district.programs, ss.needs(district, "programs")
costs = ss.program_costs(
    programs, district.ledger, district.staffing, district.ingredients, district.program_participation, district.fiscal_year
)
by_aim = ss.cost_by_goal_area(programs, costs)
ss.show_chart(ss.chart_spending, by_aim, ss.say_largest(by_aim, "aim"), missing, title="Program dollars by aim, today")

# %% [markdown] tags=["exercise"]
# ## Put the candidates on the table
#
# Together, name up to five. Write each as students doing something better, not as a program to buy: *"We need tutors"* is a
# solution looking for its question. When the list is done, press *Run the whole page* at the top: what follows uses it.

# %% tags=["remove-input", "exercise"]
# The candidates
candidates = ss.ask_options()
panels.form(mine, *candidates)

# %% tags=["remove-input"]
# What everybody will score
options = ss.priority_options(district, district_folder, name)
ss.show_text(ss.say_options(options))

# %% [markdown]
# ## Anchors make one person's three another person's three
#
# Without anchors a generous rater and a stern one cannot be added. Read across before you score: a 2 or a 4 lies between
# two of these. "Don't know" is an honest answer, and a question to be answered by somebody.

# %% tags=["remove-input"]
# The criteria and what 1, 3 and 5 mean
ss.show_table(
    ss.priority_criteria().assign(criterion=lambda table: table["title"]),
    "What each candidate is scored on",
    ["criterion", "question", "anchor_1", "anchor_3", "anchor_5"],
)

# %% [markdown] tags=["exercise"]
# ## Guess first, score alone, then look
#
# Write down which candidate you expect to win. Then score every candidate, each person alone. The room's scores appear
# when all of yours are there.

# %% tags=["remove-input", "exercise"]
# Your guess
panels.form(mine, ss.ask_choice("guess", "I expect this one to come first", ss.choices_from(options, "title")))

# %% tags=["remove-input", "exercise"]
# Your scores, and then the room's
scored = panels.matrix(mine, ss.option_rows(options), ss.score_columns(), "score", "Score each candidate, 1 to 5")
panels.reveal(
    scored,
    lambda: ss.room_scores_html(
        ss.priority_ranking(ss.priority_scores(district_folder, name, options), ss.priority_weights(district_folder, name))
    ),
)

# %% [markdown] tags=["exercise"]
# ## Say what you value before you see what wins
#
# Share out 100 points among the criteria. What you give to one you take from another: that is the whole of it.

# %% tags=["remove-input", "exercise"]
# Your weights
panels.weights(mine, ss.criterion_rows(), "weight")

# %% tags=["remove-input"]
# The room's weights
weights = ss.priority_weights(district_folder, name)
ss.show_table(
    ss.weights_table(weights),
    "What the room values",
    ["criterion", "weight", "low_weight", "high_weight", "finance_weight", "academics_weight"],
)

# %% tags=["remove-input"]
# Said in words
ss.show_text(ss.say_weights_of_room(weights))

# %% [markdown]
# ## The tempting answer: the highest score wins
#
# Multiply, add, and the list has a top. Most committees stop here and call it the data's decision.

# %% tags=["remove-input"]
# The room's order
scores = ss.priority_scores(district_folder, name, options)
ranking = ss.priority_ranking(scores, weights, seed=seed)
table = ss.ranking_table(ranking)
ss.show_table(table, "The candidates in the room's order", ["option", "score"], ss.say_scores(ranking))

# %% [markdown]
# ## A score hides how far its raters lie apart
#
# Look at the grey bars: from the lowest rater to the highest. Where finance and academics stand at different ends, the
# mean is a place where nobody stands.

# %% tags=["remove-input"]
# The scores with their raters
words = ss.say_scores(ranking)
ss.show_chart(ss.chart_scores, ranking.dropna(subset=["score"]), words, words, title="The room's scores, and how far it lies apart")

# %% tags=["remove-input"]
# The two sides and what nobody knows
ss.show_table(
    table.dropna(subset=["score"]),
    "How far the room lies apart",
    ["option", "low_score", "high_score", "spread", "gap_score", "share_dont_know"],
    words,
)

# %% tags=["remove-input"]
# Said in words
ss.show_text(ss.say_gap(ranking), ss.say_doubt(ranking))

# %% [markdown]
# ## Would it still win if you valued other things?
#
# Take every way of sharing out the weights, each as likely as the next, and count how often each candidate comes first.
# A winner under nearly all of them is a winner whatever one values. A winner under half of them is first because of the
# weights you happened to give.

# %% tags=["remove-input"]
# First places under random weights
places = ranking.dropna(subset=["share_first"])
ss.show_chart(ss.chart_first_places, places, ss.say_first_places(places), ss.say_first_places(places), title="How often each comes first")

# %% tags=["remove-input"]
# The best and the worst place of each
ss.show_table(
    table.dropna(subset=["share_first"]),
    "How much hangs on the weights",
    ["option", "share_first", "best_place", "worst_place", "clear"],
    ss.say_first_places(places),
)

# %% [markdown] tags=["exercise"]
# **Check.** Three criteria weigh 0.5, 0.3 and 0.2; a candidate scores 4, 2 and 5 on them. What is its weighted score?

# %% tags=["remove-input", "exercise"]
# Check the weighted score
panels.check(
    mine,
    ss.ask_number("check_score", "Weighted score", step=0.1),
    ss.weighted_score([0.5, 0.3, 0.2], [4, 2, 5]),
    "Multiply each score by its weight, then add the three.",
    "Half of 4, three tenths of 2 and a fifth of 5.",
)

# %% [markdown] tags=["exercise"]
# **Check.** A candidate comes first in 52% of the draws of weights. Is it a clear choice?

# %% tags=["remove-input", "exercise"]
# Check the clear choice
panels.check(
    mine,
    ss.ask_choice("check_clear", "A clear choice?", ["Yes", "No"]),
    ss.is_clear_choice(0.52),
    "In how many of a hundred weightings does another candidate come first?",
    "Nearly half of all weightings put another one first: your values decide, not the scores.",
)

# %% [markdown] tags=["exercise"]
# ## Choose three at most, and say why
#
# The scores have done their work when everybody knows where they disagree. Now decide, together. A choice against the
# order is allowed; it needs a reason.

# %% tags=["remove-input", "exercise"]
# Your priorities, in order
panels.ranked(mine, ss.choices_from(options, "title"), "priority", places=3)

# %% tags=["remove-input", "exercise"]
# The reason
reasons = [
    ss.ask_words("reason", "Why these, and why in this order", frame="We put … first because … although …"),
    ss.ask_words("not_now", "What we are not putting first, and who will tell whom", frame="Not now: … We tell …"),
]
panels.form(mine, *reasons)

# %% [markdown] tags=["exercise"]
# ## A priority without a theory of action is a wish
#
# *If* we do this, *then* these students will do that better, *because* of something we know. Say how good the evidence is,
# and what it costs when everybody who needs it gets it, not what the pilot cost. (*Run the whole page* puts your three
# priorities into the table.)

# %% tags=["remove-input", "exercise"]
# The theory of action of each priority
chosen = ss.priority_rows(mine.answers)
theory = panels.matrix(mine, chosen, ss.theory_columns(), "theory", "Each priority: if, then, because, evidence, cost, owner")
panels.says(theory, lambda: ss.say_theories(ss.priority_theories(mine.answers, chosen)))

# %% [markdown] tags=["exercise"]
# ## Talk about it together
#
# One person from each side answers before anybody comments.

# %% tags=["remove-input", "exercise"]
# The talk log
talked = [
    ss.talk("carry", "F", "Which of the three could we not pay for in five years, and what would have to end?"),
    ss.talk("capacity", "A", "Which of the three would our schools not be able to do well next year?"),
    ss.talk("no", "T", "What will we say no to, by name, because of these three?"),
]
panels.form(mine, *talked)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the room's scores and your choices
theories = ss.priority_theories(mine.answers, chosen)
ss.show_text(ss.say_scores(ranking), ss.say_first_places(places), ss.say_theories(theories))

# %% tags=["remove-input"]
# The priorities page, to sign
ss.hand_out(
    district,
    take_home,
    "05_instructional_priorities",
    "priorities",
    "Our instructional priorities",
    ss.priorities_page(theories, ranking, mine.answers, reasons),
    {"Priorities": theories.rename(columns={"cost": "full_cost"}), "Scores": table, "Weights": ss.weights_table(weights)},
)

# %% tags=["remove-input"]
# Take it home
ss.take_home(
    district,
    take_home,
    name,
    "Priorities: what we scored and what we chose",
    [ss.say_scores(ranking), ss.say_gap(ranking), ss.say_first_places(places), ss.say_theories(theories)],
    {"Scores": table, "Weights": ss.weights_table(weights)},
    [*candidates, *reasons, *talked],
    mine,
)

# %% [markdown]
# **Talk about it.** Whose program is not among the three, and who will tell them before they read it?
#
# **Carry forward.** The three priorities; notebooks 7, 10 and 11 hold every program against them.
#
# **Next.** *6. Where does the money go?*

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Scores alone and in silence, ten minutes. If the room wants to change a score after the reveal, let it,
# and write down who and why. If the first place is not clear, do not vote again: ask what would have to be true for the
# second to win.
