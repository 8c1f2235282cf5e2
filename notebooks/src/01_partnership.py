# %% [markdown]
# # 1. Partnership: who decides, and by what values?
#
# **Decide:** who owns the budget process, and what settles it when finance and academics cannot agree?
#
# **45 minutes:** 5 to read, 20 to talk, 20 hands-on. **Bring** your board's budget policies, and last year's budget calendar.

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to read, 1 to talk.
#
# **Say:** “This page is about last year's real decisions, not the organization chart.”
#
# **If the room sticks:** The number is blank until both sides have answered. Say so; do not fill it in for them.

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

# %% [markdown] tags=["facilitator"]
# **8 minutes:** 1 to read, 3 to talk, 4 hands-on.
#
# **Say:** “Who decided the last time, in fact? One name a row, in silence.”
#
# **If the room sticks:** Somebody writes “we all did”. Ask who could have said no. At the reveal let each side explain
# one row, no more; the rest is the charter's work.

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

# %% [markdown] tags=["facilitator"]
# **8 minutes:** 3 to talk, 5 hands-on.
#
# **Say:** “Find the row that would fail on its first busy day. Then write ours, in mixed pairs.”
#
# **If the room sticks:** Two deciders, to be polite. Ask which one the principal calls on a Friday. Being consulted is
# not a lesser honor.

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
# Agree now, before any program is named, on what decides between two good things.

# %% [markdown] tags=["facilitator"]
# **7 minutes:** 1 to read, 3 to talk, 3 hands-on.
#
# **Say:** “Imagine two good programs and money for one. Which sentence would you want on the wall?”
#
# **If the room sticks:** Every principle sounds good. Ask which program each would have ended last spring; one that
# ends nothing decides nothing.

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
# What is not written down leaves with the person who remembers it.

# %% [markdown] tags=["facilitator"]
# **5 minutes:** 2 to talk, 3 hands-on.
#
# **Say:** “Mark only what you could hand to a new colleague today. A habit is not a policy.”
#
# **If the room sticks:** The finance side knows of policies nobody else has seen. That is the finding. If time is
# short, leave the rest of this part to the owner, never the charter.

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

# %% [markdown] tags=["facilitator"]
# **7 minutes:** 1 to read, 4 to talk, 2 hands-on.
#
# **Say:** “Roles, not people: who keeps the calendar, and which sentence settles it when you two cannot agree?”
#
# **If the room sticks:** “The cabinet owns it.” Ask who sends the invitation. For the tie: a rule both would accept
# before knowing whom it hits.

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

# %% [markdown] tags=["facilitator"]
# **2 minutes:** 1 to talk, 1 hands-on.
#
# **Say:** “The first is the table above; the second is subtraction, and still rooms argue about it.”
#
# **If the room sticks:** Some call two deciders valid when they always agree. Ask about the day they do not.

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

# %% [markdown] tags=["facilitator"]
# **5 minutes:** 1 to read, 2 to talk, 2 hands-on.
#
# **Say:** “Thirty seconds, no account code. Write it, then read it to somebody from the other side.”
#
# **If the room sticks:** It runs long. Cut the history first; boards ask for it when they want it.

# %% tags=["remove-input", "exercise"]
# Your speech, timed as you write
page.speech(case)

# %% tags=["remove-input"]
# What you may say, and what not
page.say_to_board(case)

# %% [markdown]
# ## Take it home with you

# %% [markdown] tags=["facilitator"]
# **1 minute:** 1 to talk.
#
# **Say:** Read the charter aloud. “Which line would the others in our district not believe?”
#
# **If the room sticks:** Nobody answers. Ask each side to name the line that the other side will find hardest.

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
