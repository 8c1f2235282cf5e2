# %% [markdown]
# # 5. Which three things will we put first?
#
# **Decide:** which instructional priorities, three at most, get the next dollar and the next hour.
#
# **40 minutes:** 5 to read, 15 to talk, 20 hands-on. **Bring** your goals (notebook 3) and your root cause (notebook 4).

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

# %% tags=["remove-input"]
# In short
page.in_short(case)

# %% tags=["remove-input"]
# Who answers
page.who(case)

# %% [markdown]
# ## A priority is a promise, so make few
#
# This is on the table already. Name up to five candidates, each as students doing something better: *"We need tutors"* is a
# purchase.

# %% tags=["remove-input"]
# What earlier notebooks carry forward
page.carried(case)

# %% tags=["remove-input", "exercise"]
# The candidates
page.candidates(case)

# %% tags=["remove-input"]
# What everybody will score
page.what_is_scored(case)

# %% [markdown]
# ## Guess first, then score alone
#
# Read across: a 2 or a 4 lies between two of these. "Don't know" is an honest answer.

# %% tags=["remove-input", "exercise"]
# Your guess
page.guess(case)

# %% tags=["remove-input"]
# The criteria and what 1, 3 and 5 mean
page.criteria(case)

# %% tags=["remove-input", "exercise"]
# Your scores, and then the room's
page.scores(case)

# %% [markdown]
# ## The highest score may hide a quarrel
#
# Most committees stop at the top of the list. Behind it: how far do our raters lie apart, and where do the two sides stand?

# %% tags=["remove-input"]
# The scores with their raters
page.spread(case)

# %% [markdown]
# ## Would it win if you valued other things?
#
# What you give to one criterion you take from another. Then we try every way of sharing out the points, each as likely as
# the next.

# %% tags=["remove-input", "exercise"]
# Your weights
page.weights(case)

# %% tags=["remove-input"]
# First places under every weighting
page.first_places(case)

# %% [markdown]
# ## Decide: three at most, and say why
#
# You may choose against the order; that needs a reason.

# %% tags=["remove-input"]
# Who speaks first
page.talk_first(case)

# %% tags=["remove-input", "exercise"]
# Your decision
page.decide(case)

# %% [markdown]
# A priority without a theory of action is a wish: *if* we do this, *then* these students will do that better, *because* of
# something we know, at a full-scale cost that is not the pilot's.

# %% tags=["remove-input", "exercise"]
# The theory of action of each priority
page.theory(case)

# %% [markdown]
# ## Check yourself: first in half the ways

# %% tags=["remove-input", "exercise"]
# Check yourself
page.check_clear(case)

# %% [markdown]
# ## Say it to your board

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown]
# ## Take it home to sign

# %% tags=["remove-input"]
# The priorities page, to sign
page.priorities_page(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown] tags=["analyst"]
# ## For the analyst
#
# A score is the weighted mean of everybody's scores; "how far raters lie apart" is the standard deviation of the raters' own
# scores. Weights are drawn from a Dirichlet distribution, all ways of sharing out the points alike; that first in 80% of the
# draws is clear is our convention. "Don't know" is a question to answer, and not a low score.

# %% tags=["remove-input", "analyst"]
# What was checked before any figure was shown
page.trust(case)

# %% tags=["remove-input", "analyst"]
# Where program dollars go today, by aim
page.dollars_by_aim(case)

# %% tags=["remove-input", "analyst"]
# The room's weights
page.rooms_weights(case)

# %% tags=["remove-input", "analyst"]
# The scores in full
page.scores_in_full(case)

# %% tags=["remove-input", "analyst", "exercise"]
# Check the weighted score
page.check_score(case)

# %% [markdown]
# ## Next: where the money goes
#
# Notebooks 7, 10 and 11 hold every program against the priorities.

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Scores alone and in silence, ten minutes. If the room wants to change a score after the reveal, let it,
# and write down who and why. If the first place is not clear, do not vote again: ask what would have to be true for the
# second to win. At the end ask: whose program is not among the three, and who will tell them before they read it?
