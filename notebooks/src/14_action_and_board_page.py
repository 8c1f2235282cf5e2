# %% [markdown]
# # 14. Plan of action and board page
#
# **Decide:** who does what by when, and what the board reads on one page.
#
# **45 minutes:** 5 to read, 20 to talk, 20 hands-on. **Bring** the decisions of notebooks 10 to 13, your goals, your LCAP.

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to read, 1 to talk.
#
# **Say:** “Everything decided so far fits on one page, or it is not decided.”
#
# **If the room sticks:** Earlier pages are blank, and so is this. Go back for the one decision on which most depends,
# and leave the rest.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"
seed: int = 2024  # fixes the random draws, so every run gives the same numbers

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "14_action_and_board_page", person, seed, take_home)
from smarter_spending.guide import nb14_action_and_board_page as page

# %% tags=["remove-input"]
# In short
page.in_short(case)

# %% [markdown]
# ## What grows is paid for by what ends
#
# A board member stops you in the parking lot: *“So what are you doing with our money?”* Write three sentences before you scroll.

# %% [markdown] tags=["facilitator"]
# **8 minutes:** 1 to read, 3 to talk, 4 hands-on.
#
# **Say:** “The parking lot: what are you doing with our money? Three sentences, before you scroll.”
#
# **If the room sticks:** They describe the process. The member asked what stops, what grows, and for whom.

# %% tags=["remove-input", "exercise"]
# Thirty seconds
page.thirty_seconds(case)

# %% tags=["remove-input"]
# Each program that moves, before and after
page.moves(case)

# %% [markdown]
# ## A decision is not an action
#
# An action without a name is a wish. Each dot is one of four: a first step, somebody, a date, and what will show it.

# %% [markdown] tags=["facilitator"]
# **7 minutes:** 1 to read, 4 to talk, 2 hands-on.
#
# **Say:** “Count the missing dots. For each action: what will we see in October?”
#
# **If the room sticks:** The evidence is “a report”. Ask what somebody would see in a classroom or in the ledger.

# %% tags=["remove-input"]
# Who does what by when
page.actions(case)

# %% tags=["remove-input"]
# What it changes in the LCAP
page.in_the_lcap(case)

# %% [markdown]
# ## A round number is not a true one
#
# It sounds better than what the table says. The newspaper will print it, and next year somebody will ask where the rest is.

# %% [markdown] tags=["facilitator"]
# **4 minutes:** 2 to talk, 2 hands-on.
#
# **Say:** “It sounds better rounded up. Watch what the page does.”
#
# **If the room sticks:** “Nobody will notice.” Let one team write it on purpose and run the page; nobody forgets it.

# %% tags=["remove-input"]
# The dollars found, rounded up
page.rounding(case)

# %% tags=["remove-input"]
# The board page, and whether every number agrees
page.as_it_stands(case)

# %% [markdown]
# ## Decide: who does the next one, and by when?

# %% [markdown] tags=["facilitator"]
# **13 minutes:** 1 to read, 5 to talk, 7 hands-on.
#
# **Say:** “Somebody who is here, a date before the board meets, and what will show it.”
#
# **If the room sticks:** The name is of somebody absent. Then the first step is to ask them: write that, with your own
# name.

# %% tags=["remove-input"]
# Who speaks first
page.talk_first(case)

# %% tags=["remove-input", "exercise"]
# Your decision
page.decide(case)

# %% [markdown]
# The whole plan, and the board page in your own words, are filled in under *For the analyst*.

# %% [markdown]
# ## Check yourself: is it true enough to print?
#
# The sentence says \$1.2M. The table says \$1,140,000. May the page be published?

# %% tags=["remove-input", "exercise"]
# Check the agreement
page.check_the_agreement(case)

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 hands-on.
#
# **Say:** “Would the table sign this sentence?”
#
# **If the room sticks:** “It is close.” The next question from the newspaper will be about the difference.

# %% [markdown]
# ## Say it to your board

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown] tags=["facilitator"]
# **4 minutes:** 1 to read, 3 to talk.
#
# **Say:** Have one team read the page aloud while another plays the board. “What did it not answer?”
#
# **If the room sticks:** The answers grow long. Whoever cannot answer in a sentence strikes the line.

# %% [markdown]
# ## Take it home with you

# %% tags=["remove-input"]
# Publish the board page
page.publish(case)

# %% [markdown] tags=["facilitator"]
# **6 minutes:** 2 to talk, 4 hands-on.
#
# **Say:** “Fill in the plan and change the lines you want in the fold; keep the numbers as they are, and reload.”
#
# **If the room sticks:** The page refuses to publish. It names the number and its table; fix the sentence, not the
# table.

# %% tags=["remove-input"]
# The outline of the budget document, to hand out
page.budget_outline(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown] tags=["analyst"]
# ## For the analyst
#
# Fill in the whole plan here. Dollars are the ledger's, of one year; what grows is priced by its seats, with a step where
# a new room begins.

# %% tags=["remove-input", "analyst"]
# What was checked before any figure was shown
page.trust(case)

# %% tags=["remove-input", "exercise", "analyst"]
# The plan of action, whole
page.plan_of_action(case)

# %% [markdown] tags=["analyst"]
# The faint sentence in each box below is what the tables say; leave a box blank to keep it. Change what you like, keep the
# numbers in digits and in their order, and then reload the page: every number is held against its table.

# %% tags=["remove-input", "exercise", "analyst"]
# The lines of the board page
page.write_the_lines(case)

# %% tags=["remove-input", "analyst"]
# What each line may say, and where its numbers come from
page.figures(case)

# %% [markdown] tags=["analyst"]
# The workbook has every program in the columns of the state's LCAP table; here stand those that move, with what was decided
# beside them. The amounts are the plan's; nothing here changes them.

# %% tags=["remove-input", "analyst"]
# The LCAP crosswalk
page.crosswalk(case)

# %% [markdown]
# ## Next: monitor and sustain
#
# The actions and their dates go to notebook 15, which looks whether they happened.
