# %% [markdown]
# # 14. Plan of action and board page
#
# **The decision.** Who does what by when, and what does the board read on one page?
#
# **Time:** 60 minutes (30 talk, 30 hands-on). **Bring:** the decisions of notebooks 10 to 13, your goals, your LCAP.
#
# **You will leave with:** a plan of action, a board page whose every number agrees with its table, and an LCAP crosswalk.

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

page.whose(case)

# %% tags=["remove-input"]
# Before you trust a figure
page.trust(case)

# %% tags=["remove-input"]
# Who answers
page.who(case)

# %% [markdown] tags=["exercise"]
# ## Say it in thirty seconds first
#
# A board member stops you in the parking lot: *"So what are you doing with our money?"* Write what you would say, before you
# see any page. Three sentences.

# %% tags=["remove-input", "exercise"]
# Thirty seconds
page.thirty_seconds(case)

# %% [markdown]
# ## A decision is not an action
#
# Between "we stop it" and the day it has stopped lie forty small steps, each with somebody's name. Begin with the first of
# each.

# %% tags=["remove-input"]
# What was decided
page.decided(case)

# %% tags=["remove-input", "exercise"]
# The plan of action
page.plan_of_action(case)

# %% tags=["remove-input"]
# How complete it is
page.how_complete(case)

# %% [markdown]
# ## Line items to goals
#
# The LCAP is where the state, and parents, look for these decisions. The workbook has every program in the columns of the
# state's table; here stand those that move, with what was decided beside them. The amounts are the plan's; nothing here
# changes them.

# %% tags=["remove-input"]
# The LCAP crosswalk
page.crosswalk(case)

# %% [markdown]
# ## The tempting answer: round it up
#
# A round number sounds better than what the table says. The newspaper will print it, and next year somebody will ask where
# the rest is. On this page a number that does not agree with its table is not published.

# %% tags=["remove-input"]
# What each line may say, and where its numbers come from
page.figures(case)

# %% [markdown] tags=["exercise"]
# ## Write it in your own words
#
# The faint sentence in each box is what the tables say; leave a box blank to keep it. Change what you like, keep the numbers
# in digits and in their order, and then reload the page: every number is held against its table.

# %% tags=["remove-input", "exercise"]
# The lines of the page
page.write_the_lines(case)

# %% tags=["remove-input"]
# The page as it stands, and whether every number agrees
page.as_it_stands(case)

# %% [markdown] tags=["exercise"]
# **Check.** The sentence says \$1.2M. The table says \$1,140,000. May the page be published?

# %% tags=["remove-input", "exercise"]
# Check the agreement
page.check_the_agreement(case)

# %% [markdown] tags=["exercise"]
# ## Talk about it

# %% tags=["remove-input", "exercise"]
# The talk log
page.talk_log(case)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the tables above
page.what_you_found(case)

# %% tags=["remove-input"]
# Publish the board page
page.publish(case)

# %% tags=["remove-input"]
# The outline of the budget document, to hand out
page.budget_outline(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown]
# **Talk about it.** Who outside this room should read the page before the board does?
#
# **Carry forward.** The actions and their dates go to notebook 15, which looks whether they happened.
#
# **Next.** *15. Monitor and sustain.*

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Let one team write *$1.2M* on purpose and run the page. Nobody forgets it. Then ask of every action:
# what will we see in October?
