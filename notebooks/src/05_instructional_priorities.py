# %% [markdown]
# # 5. Which three things will we put first?
#
# **Decide:** which instructional priorities, three at most, get the next dollar and the next hour.
#
# **40 minutes:** 5 to read, 15 to talk, 20 hands-on. **Bring** your goals (notebook 3) and your root cause (notebook 4).

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to read, 1 to talk.
#
# **Say:** “At most three. A district with nine priorities has none.”
#
# **If the room sticks:** Each department expects its own line. Say now that what is not chosen is not ended; it waits.

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
# This is on the table already. Name up to five candidates, each as students doing something better: *“We need tutors”* is a
# purchase.

# %% [markdown] tags=["facilitator"]
# **6 minutes:** 2 to talk, 4 hands-on.
#
# **Say:** “Name it as students doing something better. If you can buy it, it is not yet a priority.”
#
# **If the room sticks:** “We need coaches.” Ask what students would then do that they cannot do today, and write that.

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
# Read across: a 2 or a 4 lies between two of these. “Don't know” is an honest answer.

# %% [markdown] tags=["facilitator"]
# **8 minutes:** 1 to talk, 7 hands-on.
#
# **Say:** “Guess which comes first. Then score alone and in silence; read what a one, a three and a five mean.”
#
# **If the room sticks:** Scores are discussed across the table. If somebody changes a score after the reveal, let them,
# and write down who and why.

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

# %% [markdown] tags=["facilitator"]
# **4 minutes:** 1 to read, 3 to talk.
#
# **Say:** “Do not look at the top. Look for the widest gap, and ask those two what they see.”
#
# **If the room sticks:** The room averages the quarrel away. Finance often scores cost, academics need; say that aloud
# and both relax.

# %% tags=["remove-input"]
# The scores with their raters
page.spread(case)

# %% [markdown]
# ## Would it win if you valued other things?
#
# What you give to one criterion you take from another. Then we try every way of sharing out the points, each as likely as
# the next.

# %% [markdown] tags=["facilitator"]
# **6 minutes:** 1 to read, 2 to talk, 3 hands-on.
#
# **Say:** “Move your points. Does the winner survive?”
#
# **If the room sticks:** Somebody tunes the weights until a favorite wins. Good: now say that value aloud and ask who
# shares it.

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

# %% [markdown] tags=["facilitator"]
# **9 minutes:** 1 to read, 3 to talk, 5 hands-on.
#
# **Say:** “You may choose against the order, with a reason. What would have to be true for the second to win?”
#
# **If the room sticks:** First place is not clear and somebody calls for a vote. Ask for the reason instead; the vote
# only repeats the scores.

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

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 hands-on.
#
# **Say:** “In the other half of the ways, something else wins.”
#
# **If the room sticks:** “A majority is clear.” Would you build five years on a coin?

# %% tags=["remove-input", "exercise"]
# Check yourself
page.check_clear(case)

# %% [markdown]
# ## Say it to your board

# %% [markdown] tags=["facilitator"]
# **3 minutes:** 1 to read, 2 to talk.
#
# **Say:** “Name what will wait, in the same breath as what comes first.”
#
# **If the room sticks:** They name the three and stop. A board member will ask about the fourth within the minute.

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown]
# ## Take it home to sign

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 to talk.
#
# **Say:** “Whose program is not among the three, and who tells them before they read it?”
#
# **If the room sticks:** It becomes “we'll send a memo”. A person, a day.

# %% tags=["remove-input"]
# The priorities page, to sign
page.priorities_page(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown] tags=["analyst"]
# ## For the analyst
#
# A score is the weighted mean of everybody's scores; “how far raters lie apart” is the standard deviation of the raters' own
# scores. Weights are drawn from a Dirichlet distribution, all ways of sharing out the points alike; that first in 80% of the
# draws is clear is our convention. “Don't know” is a question to answer, and not a low score.

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
