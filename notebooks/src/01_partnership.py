# %% [markdown]
# # 1. Partnership: who decides, and by what values?
#
# **The decision.** Who owns the budget process, who decides what, by which principles, and who is told?
#
# **Time:** 60 minutes (35 talk, 25 hands-on). **Bring:** your board's budget policies, and last year's budget calendar.
#
# **You will leave with:** a charter for three signatures, a page of principles and a communications plan.

# %% tags=["parameters"]
district_folder: str = "altamont_valley"  # the folder holding your district's spreadsheets, or a sample's name
take_home: str = ""  # where the pages you take home are written; blank means out/<the folder's name>/take_home
person: str = ""  # your display name, if several people answer; blank means "our team"

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss

case = ss.open_case(district_folder, "01_partnership", person, take_home=take_home)
from smarter_spending.guide import nb01_partnership as page

page.whose(case)

# %% [markdown] tags=["exercise"]
# ## Say who decides today, each person alone
#
# Not who should, and not what the chart on the wall says: who in fact decides. Finance and academics meet a decision
# from two sides, and often each believes that the other, or nobody, has the last word. The room's answers appear when
# you have given all of yours.

# %% tags=["remove-input", "exercise"]
# For whom you speak
page.who(case)

# %% tags=["remove-input", "exercise"]
# Your answer, and then the room's
page.today(case)

# %% [markdown]
# ## Where the two sides name different people, two rules are in force
#
# Each mark is a name given by finance or by academics. Look for rows where the marks stand apart: both sides will act
# on their own rule, and meet when a program is already promised or already cut.

# %% tags=["remove-input"]
# Whom finance and academics name
page.deciders(case)

# %% [markdown]
# ## A full table of who decides can still fail
#
# This is an invented district's first try. Every row has a mark for finance or academics, and it looks finished. Read
# it before you go on: on which rows would you expect trouble?

# %% tags=["remove-input"]
# A first try
page.first_try(case)

# %% [markdown]
# A rule holds when **one** role decides; academics have a voice in whatever is about programs; finance has a voice in
# whatever has dollars; and neither decides alone what binds both. To be informed afterwards is not a voice.

# %% tags=["remove-input"]
# The first try, tested
page.first_try_tested(case)

# %% [markdown] tags=["exercise"]
# **Check.** In the first try, finance and the superintendent both decide to stop a program. Is that a valid rule?

# %% tags=["remove-input", "exercise"]
# Check the example
page.check_two_deciders(case)

# %% [markdown] tags=["exercise"]
# ## Now write yours: one decides, both are heard
#
# Do it together, finance and academics at one screen. Leave a box at “choose…” where a role has no part. The board
# adopts the budget whatever you write here; what you settle is who decides what comes before it.

# %% tags=["remove-input", "exercise"]
# Your decision rights, tested as you write
page.rights(case)

# %% [markdown] tags=["exercise"]
# **One role owns the process.** The owner keeps the calendar, calls the team and sees that decisions are written down.
# Owning the process is not deciding everything. Name roles, not people: the charter must outlive a change of names.

# %% tags=["remove-input", "exercise"]
# Who owns it
page.owner(case)

# %% [markdown]
# ## Principles decide when two good things compete
#
# Nobody needs a principle to choose between a good program and a bad one. Agree now, before there is a name on the
# list, what you will hold by when both are good.

# %% tags=["remove-input"]
# Principles to choose from
page.principles(case)

# %% [markdown] tags=["exercise"]
# **Decide (5 minutes, alone, then together).** Put your first five in order. A list of ten that everybody may read as
# they like decides nothing.

# %% tags=["remove-input", "exercise"]
# Your order, and then the room's
page.rank_principles(case)

# %% tags=["remove-input", "exercise"]
# A principle of your own, and a test of it
page.own_principle(case)

# %% tags=["remove-input"]
# What the room holds
page.held(case)

# %% [markdown]
# ## A policy decides before anybody is angry
#
# These are ten subjects on which a board can settle the rule in a quiet year. A practice that is nowhere written
# leaves with the person who keeps it.

# %% tags=["remove-input"]
# Ten policies
page.policies(case)

# %% [markdown] tags=["exercise"]
# **Where does each stand with you?** “Don't know” is a fair answer, and counts as a gap: a policy that nobody at this
# table knows guides nobody. Where one is missing, write who drafts it and by when.

# %% tags=["remove-input", "exercise"]
# Your policies
page.where_policies_stand(case)

# %% [markdown] tags=["exercise"]
# **Check.** A board has adopted six of the ten policies. How large is the gap?

# %% tags=["remove-input", "exercise"]
# Check the example
page.check_the_gap(case)

# %% [markdown]
# ## The process costs hours, so say how many
#
# Leaders' time is the process's one large cost, and no budget line shows it. Say it before you begin: a process too
# large to keep up will be dropped in its second year.

# %% tags=["remove-input", "exercise"]
# Who meets, how long, how often
page.meetings(case)

# %% [markdown]
# ## Four audiences ask four different questions
#
# One message for everybody answers none of them. Labor partners, and the staff concerned, hear what touches positions
# before it is public; nobody should learn of their own job from the newspaper.

# %% tags=["remove-input"]
# Who asks what
page.audiences(case)

# %% tags=["remove-input", "exercise"]
# Message, messenger, channel, date
page.tell(case)

# %% [markdown] tags=["exercise"]
# **Thirty seconds.** You meet a board member in the elevator. Say what you are doing together, without one account
# code. Finance writes, academics say it aloud; then the other way round.

# %% tags=["remove-input", "exercise"]
# Your speech, timed as you write
page.speech(case)

# %% [markdown] tags=["exercise"]
# ## Talk about it
#
# One person from each side answers before anybody comments.

# %% tags=["remove-input", "exercise"]
# The talk log
page.talk_log(case)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from your choices and the room's
page.what_you_found(case)

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

# %% [markdown]
# **Talk about it.** Read your charter aloud. Which line would the others in your district not believe?
#
# **Carry forward.** The charter, to be signed before the next meeting; the gap in policies goes to the board's
# calendar.
#
# **Next.** *2. Student learning*: the one question that the results of several years raise.

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Who decides today: six minutes, alone, in silence. Then put the picture up and let the two sides
# explain one row each, no more. Do the rights matrix in mixed pairs. If time is short, leave the hours to the team
# that will own the process, and never the charter.
