# %% [markdown]
# # 1. Partnership: who decides, and by what values?
#
# **Decide:** who owns the budget process, and what settles it when finance and academics cannot agree?
#
# **45 minutes:** 5 to read, 20 to talk, 20 hands-on. **Bring** your board's budget policies, and last year's budget calendar.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "01_partnership", person, take_home=take_home)
from smarter_spending.guide import nb01_partnership as page

# %% tags=["remove-input"]
# In short
page.in_short(case)

# %% [markdown]
# ## Two names for one decision are two rules in force
#
# Not who should decide: who in fact does. Each side acts on its own rule.

# %% tags=["remove-input", "exercise"]
# For whom you speak
page.who(case)

# %% tags=["remove-input", "exercise"]
# Your answer, and then the room's
page.today(case)

# %% [markdown]
# ## A full table of who decides can still fail
#
# This is an invented district's first try. Every row has a mark for finance or academics.

# %% tags=["remove-input"]
# A first try
page.first_try(case)

# %% tags=["remove-input"]
# The first try, tested
page.first_try_tested(case)

# %% tags=["remove-input", "exercise"]
# Your decision rights, tested as you write
page.rights(case)

# %% [markdown]
# ## Principles decide when two good things compete
#
# Agree now, before there is a name on the list, what you will hold by when both are good.

# %% tags=["remove-input"]
# Principles to choose from
page.principles(case)

# %% tags=["remove-input", "exercise"]
# Your order, and then the room's
page.rank_principles(case)

# %% tags=["remove-input", "exercise"]
# A principle of your own, and a test of it
page.own_principle(case)

# %% [markdown]
# ## A policy decides before anybody is angry
#
# What is nowhere written leaves with the person who keeps it.

# %% tags=["remove-input"]
# Ten policies
page.policies(case)

# %% tags=["remove-input", "exercise"]
# Your policies
page.where_policies_stand(case)

# %% tags=["remove-input"]
# Who asks what
page.audiences(case)

# %% tags=["remove-input", "exercise"]
# Message, messenger, channel, date
page.tell(case)

# %% [markdown]
# ## Decide: who owns it, and what settles a tie?
#
# The owner keeps the calendar, calls the team and sees that decisions are written down. Name roles, not people.

# %% tags=["remove-input"]
# Who speaks first
page.talk_first(case)

# %% tags=["remove-input", "exercise"]
# Your decision
page.decide(case)

# %% tags=["remove-input", "exercise"]
# The charter's other lines
page.charter_lines(case)

# %% [markdown]
# ## Check yourself: two deciders, six policies
#
# In the first try, finance and the superintendent both decide to stop a program. And a board has adopted six of ten
# policies.

# %% tags=["remove-input", "exercise"]
# Check the two deciders
page.check_two_deciders(case)

# %% tags=["remove-input", "exercise"]
# Check the gap
page.check_the_gap(case)

# %% [markdown]
# ## Say it to your board
#
# Thirty seconds in the elevator, without one account code.

# %% tags=["remove-input", "exercise"]
# Your speech, timed as you write
page.speech(case)

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown]
# ## Take it home with you

# %% tags=["remove-input"]
# The charter, for three signatures
page.charter(case)

# %% tags=["remove-input"]
# The principles
page.principles_page(case)

# %% tags=["remove-input"]
# The communications plan
page.communications_plan(case)

# %% tags=["remove-input"]
# Take it home
page.take_home(case)

# %% [markdown] tags=["analyst"]
# ## For the analyst
#
# Who decides today counts one answer a person; two sides differ where no name is most said by both. The board adopts the
# budget whatever stands here. Leaders' time is the process's one large cost, and no budget line shows it. Labor partners,
# and the staff concerned, hear what touches positions before it is public: one message for everybody answers nobody.

# %% tags=["remove-input", "analyst"]
# What was checked before any figure was shown
page.trust(case)

# %% [markdown]
# ## Next: student learning
#
# Sign the charter first; then notebook 2 asks which one question the results raise.

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Who decides today: six minutes, alone, in silence. Then let the two sides explain one row each, no more.
# Do the rights in mixed pairs. If time is short, leave policies, audiences and hours to the team that will own the
# process, and never the charter. End by reading it aloud: which line would the others in your district not believe?
