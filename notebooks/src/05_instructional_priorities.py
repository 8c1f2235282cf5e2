# %% [markdown]
# # 5. Which three things will we put first?
#
# **The decision.** Which instructional priorities, three at most, will the district put money behind — and why those?
#
# **Time:** 60 minutes (35 talk, 25 hands-on). **Bring:** your goals (notebook 3), your root causes (notebook 4).
#
# **You will leave with:** a priorities page, each priority with its theory of action, its evidence, its cost and its owner.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"
seed: int = 2024  # fixes the random draws, so every run gives the same numbers

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "05_instructional_priorities", person, seed, take_home)
from smarter_spending.guide import nb05_instructional_priorities as page

page.whose(case)

# %% tags=["remove-input"]
# Who answers
page.who(case)

# %% [markdown]
# ## Eleven priorities are no priority
#
# A priority is a promise about the next dollar and the next hour. A district that makes eleven such promises keeps none.
# Today ends with three at most. First: what is already on the table from the notebooks before this one?

# %% tags=["remove-input"]
# What earlier notebooks carry forward
page.carried(case)

# %% tags=["remove-input"]
# Where program dollars go today, by aim
page.dollars_by_aim(case)

# %% [markdown] tags=["exercise"]
# ## Put the candidates on the table
#
# Together, name up to five. Write each as students doing something better, not as a program to buy: *"We need tutors"* is a
# solution looking for its question. When the list is done, reload the page: what follows uses it.

# %% tags=["remove-input", "exercise"]
# The candidates
page.candidates(case)

# %% tags=["remove-input"]
# What everybody will score
page.what_is_scored(case)

# %% [markdown]
# ## Anchors make one person's three another person's three
#
# Without anchors a generous rater and a stern one cannot be added. Read across before you score: a 2 or a 4 lies between
# two of these. "Don't know" is an honest answer, and a question to be answered by somebody.

# %% tags=["remove-input"]
# The criteria and what 1, 3 and 5 mean
page.criteria(case)

# %% [markdown] tags=["exercise"]
# ## Guess first, score alone, then look
#
# Write down which candidate you expect to win. Then score every candidate, each person alone. The room's scores appear
# when all of yours are there.

# %% tags=["remove-input", "exercise"]
# Your guess
page.guess(case)

# %% tags=["remove-input", "exercise"]
# Your scores, and then the room's
page.scores(case)

# %% [markdown] tags=["exercise"]
# ## Say what you value before you see what wins
#
# Share out 100 points among the criteria. What you give to one you take from another: that is the whole of it.

# %% tags=["remove-input", "exercise"]
# Your weights
page.weights(case)

# %% tags=["remove-input"]
# The room's weights
page.rooms_weights(case)

# %% [markdown]
# ## The tempting answer: the highest score wins
#
# Multiply, add, and the list has a top. Most committees stop here and call it the data's decision.

# %% tags=["remove-input"]
# The room's order
page.order(case)

# %% [markdown]
# ## A score hides how far its raters lie apart
#
# Look at the grey bars: from the lowest rater to the highest. Where finance and academics stand at different ends, the
# mean is a place where nobody stands.

# %% tags=["remove-input"]
# The scores with their raters
page.spread(case)

# %% tags=["remove-input"]
# On what the two sides differ most
page.gap(case)

# %% tags=["remove-input"]
# What nobody knows
page.doubt(case)

# %% [markdown]
# ## Would it still win if you valued other things?
#
# Take every way of sharing out the weights, each as likely as the next, and count how often each candidate comes first.
# A winner under nearly all of them is a winner whatever one values. A winner under half of them is first because of the
# weights you happened to give.

# %% tags=["remove-input"]
# First places under random weights
page.first_places(case)

# %% [markdown] tags=["exercise"]
# **Check.** Three criteria weigh 0.5, 0.3 and 0.2; a candidate scores 4, 2 and 5 on them. What is its weighted score?

# %% tags=["remove-input", "exercise"]
# Check the weighted score
page.check_score(case)

# %% [markdown] tags=["exercise"]
# **Check.** A candidate comes first in 52% of the draws of weights. Is it a clear choice?

# %% tags=["remove-input", "exercise"]
# Check the clear choice
page.check_clear(case)

# %% [markdown] tags=["exercise"]
# ## Choose three at most, and say why
#
# The scores have done their work when everybody knows where they disagree. Now decide, together. A choice against the
# order is allowed; it needs a reason.

# %% tags=["remove-input", "exercise"]
# Your priorities, in order
page.priorities(case)

# %% tags=["remove-input", "exercise"]
# The reason
page.reason(case)

# %% [markdown] tags=["exercise"]
# ## A priority without a theory of action is a wish
#
# *If* we do this, *then* these students will do that better, *because* of something we know. Say how good the evidence is,
# and what it costs when everybody who needs it gets it, not what the pilot cost. (Reload the page to put your three
# priorities into the table.)

# %% tags=["remove-input", "exercise"]
# The theory of action of each priority
page.theory(case)

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
# Said from the room's scores and your choices
page.what_you_found(case)

# %% tags=["remove-input"]
# The priorities page, to sign
page.priorities_page(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

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
