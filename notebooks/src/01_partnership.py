# %% [markdown]
# # 1. Partnership: who decides, and by what values?
#
# **The decision.** Who owns the budget process, who decides what, by which principles, and who is told?
#
# **Time:** 60 minutes (35 talk, 25 hands-on). **Bring:** your board's budget policies, and last year's budget calendar.
#
# **You will leave with:** a charter for three signatures, a page of principles and a communications plan.

# %% tags=["parameters"]
district_folder: str = "../data/samples/altamont_valley"  # the folder holding your district's spreadsheets
take_home: str = "../out/altamont_valley/take_home"  # where the pages and workbooks you take home are written
person: str = ""  # your display name, if several people answer; blank means "our team"
hours_a_day: float = 8.0  # hours of a full-time day by your contracts; it prices an hour of people's time

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss
from smarter_spending import panels

district = ss.load_district(district_folder)
mine = ss.open_choices(district_folder, "01_partnership", person)
decisions = ss.shared_decisions()
ss.show_text(ss.say_district(district))

# %% [markdown] tags=["exercise"]
# ## Say who decides today, each person alone
#
# Not who should, and not what the chart on the wall says: who in fact decides. Finance and academics meet a decision
# from two sides, and often each believes that the other, or nobody, has the last word. The room's answers appear when
# you have given all of yours.

# %% tags=["remove-input", "exercise"]
# For whom you speak
panels.who(mine)

# %% tags=["remove-input", "exercise"]
# Your answer, and then the room's
asked = [ss.ask_choice("decider", "Who decides today", ss.TODAY)]
today = panels.matrix(mine, decisions, asked, "today", "Who decides today, as you have seen it")
panels.reveal(today, lambda: ss.room_deciders_html(district_folder))

# %% [markdown]
# ## Where the two sides name different people, two rules are in force
#
# Each mark is a name given by finance or by academics. Look for rows where the marks stand apart: both sides will act
# on their own rule, and meet when a program is already promised or already cut.

# %% tags=["remove-input"]
# Whom finance and academics name
named = ss.room_deciders_table(district_folder)
counted = ss.deciders_counted(ss.room_deciders(district_folder), decisions["title"])
ss.show_chart(ss.chart_deciders, counted, ss.say_deciders(named), title="Who decides today, finance and academics say")

# %% tags=["remove-input"]
# The same as a table
ss.show_table(
    named[named["answers"] > 0],
    "Who decides today, by those who answered",
    ["decision", "finance_says", "academics_says", "sides", "deciders_named"],
    "Nobody has answered yet.",
)

# %% [markdown]
# ## A full table of who decides can still fail
#
# This is an invented district's first try. Every row has a mark for finance or academics, and it looks finished. Read
# it before you go on: on which rows would you expect trouble?

# %% tags=["remove-input"]
# A first try
usual = ss.usual_rights()
ss.show_table(ss.rights_in_words(usual), "A first try at who decides (an invented district)")

# %% [markdown]
# A rule holds when **one** role decides; academics have a voice in whatever is about programs; finance has a voice in
# whatever has dollars; and neither decides alone what binds both. To be informed afterwards is not a voice.

# %% tags=["remove-input"]
# The first try, tested
tested = ss.decision_rights_problems(usual)
ss.show_table(tested, "The first try, tested", ["decision", "valid", "reason"], rename={"reason": "What is wrong"})

# %% [markdown] tags=["exercise"]
# **Check.** In the first try, finance and the superintendent both decide to stop a program. Is that a valid rule?

# %% tags=["remove-input", "exercise"]
# Check the example
panels.check(
    mine,
    ss.ask_choice("check_two", "Two deciders for “stop a program”", ["a valid rule", "not a valid rule"]),
    "a valid rule" if tested.set_index("decision")["valid"]["Stop a program"] else "not a valid rule",
    "Ask what happens on the day the two disagree.",
    "With two deciders, either can say that the other has not agreed, and the program stays by default.",
)

# %% [markdown] tags=["exercise"]
# ## Now write yours: one decides, both are heard
#
# Do it together, finance and academics at one screen. Leave a box at “choose…” where a role has no part. The board
# adopts the budget whatever you write here; what you settle is who decides what comes before it.

# %% tags=["remove-input", "exercise"]
# Your decision rights, tested as you write
rights = panels.matrix(mine, decisions, ss.ask_rights(), "rights", "Who decides, who is consulted first, who is informed")
panels.says(rights, lambda: ss.say_rights(ss.decision_rights_problems(ss.rights_given(mine.answers))))

# %% [markdown] tags=["exercise"]
# **One role owns the process.** The owner keeps the calendar, calls the team and sees that decisions are written down.
# Owning the process is not deciding everything. Name roles, not people: the charter must outlive a change of names.

# %% tags=["remove-input", "exercise"]
# Who owns it
owning = [
    ss.ask_choice("owner", "The process belongs to", ss.OWNERS),
    ss.ask_choice("tie", "Where finance and academics cannot agree, this settles it", ["superintendent", "board"]),
    ss.ask_words("team", "The team, by role (finance, academics, principals)"),
    ss.ask_words("meets", "It meets: how often, from which month"),
    ss.ask_words("purpose", "Why we work as one", frame="We plan and spend as one team because … Until now …"),
]
owned = panels.form(mine, *owning)
panels.says(owned, lambda: ss.say_owner(mine.answers))

# %% [markdown]
# ## Principles decide when two good things compete
#
# Nobody needs a principle to choose between a good program and a bad one. Agree now, before there is a name on the
# list, what you will hold by when both are good.

# %% tags=["remove-input"]
# Principles to choose from
principles = ss.budget_principles()
ss.show_table(principles, "Principles to choose from", rename={"title": "Principle", "says": "What it means at our table"})

# %% [markdown] tags=["exercise"]
# **Decide (5 minutes, alone, then together).** Put your first five in order. A list of ten that everybody may read as
# they like decides nothing.

# %% tags=["remove-input", "exercise"]
# Your order, and then the room's
ranked = panels.ranked(mine, principles["title"].tolist(), "principle", places=ss.PRINCIPLES_HELD)
panels.reveal(ranked, lambda: ss.room_principles_html(district_folder))

# %% tags=["remove-input", "exercise"]
# What the room holds, and a test of it
ours = [
    ss.ask_words("principle_own", "One principle in your own words, which is not on the list"),
    ss.ask_words("principle_test", "A decision of last year that would have gone another way by these"),
]
panels.form(mine, *ours)
held = ss.room_principles_table(district_folder)
ss.show_text(ss.say_room_principles(held))

# %% [markdown]
# ## A policy decides before anybody is angry
#
# These are ten subjects on which a board can settle the rule in a quiet year. A practice that is nowhere written
# leaves with the person who keeps it.

# %% tags=["remove-input"]
# Ten policies
policies = ss.budget_policies()
ss.show_table(
    policies,
    "Ten budget policies",
    ["title", "says", "why"],
    rename={"title": "Policy", "says": "What it settles", "why": "Why it is needed"},
)

# %% [markdown] tags=["exercise"]
# **Where does each stand with you?** “Don't know” is a fair answer, and counts as a gap: a policy that nobody at this
# table knows guides nobody. Where one is missing, write who drafts it and by when.

# %% tags=["remove-input", "exercise"]
# Your policies
stand = panels.matrix(mine, policies, ss.ask_policies(), "policy", "Where each policy stands")
panels.says(stand, lambda: ss.say_policies(ss.policy_gaps(ss.policies_given(mine.answers))))

# %% [markdown] tags=["exercise"]
# **Check.** A board has adopted six of the ten policies. How large is the gap?

# %% tags=["remove-input", "exercise"]
# Check the example
panels.check(
    mine,
    ss.ask_number("check_gap", "Policies in the gap", high=10, unit="policies"),
    ss.policy_gaps(ss.first_policies(adopted=6)).gap,
    "Count every policy that is not adopted, also those kept in practice.",
    "Ten less the six adopted; what is only practiced is still to be written.",
)

# %% [markdown]
# ## The process costs hours, so say how many
#
# Leaders' time is the process's one large cost, and no budget line shows it. Say it before you begin: a process too
# large to keep up will be dropped in its second year.

# %% tags=["remove-input"]
# What an hour costs, from the district's own positions
rates = ss.hourly_pay(district.staffing, district.fiscal_year, hours_a_day)
missing = ss.needs(district, "staffing")
ss.show_table(rates, "What an hour of our people costs, pay and benefits", ["employee_type", "fte", "hourly_cost"], missing)

# %% tags=["remove-input"]
# Said plainly
ss.show_text(
    ss.say_hourly(rates, hours_a_day),
    otherwise=missing and "Enter your own cost of an hour below, or leave it at 0: then hours are shown, and no dollars.",
)

# %% tags=["remove-input", "exercise"]
# The cost of an hour, if you have a better figure
priced = panels.form(mine, *ss.ask_hourly(rates))

# %% tags=["remove-input", "exercise"]
# Who meets, how long, how often
meet = panels.matrix(mine, ss.process_meetings(), ss.ask_meetings(), "meet", "What each kind of meeting takes")
panels.says(meet, lambda: ss.say_process(ss.process_hours(ss.meetings_given(mine.answers), ss.hourly_given(mine.answers, rates))))

# %% [markdown]
# ## Four audiences ask four different questions
#
# One message for everybody answers none of them. Labor partners, and the staff concerned, hear what touches positions
# before it is public; nobody should learn of their own job from the newspaper.

# %% tags=["remove-input"]
# Who asks what
ss.show_table(ss.budget_audiences(), "What each audience will ask", ["title", "asks"], rename={"title": "Audience"})

# %% tags=["remove-input", "exercise"]
# Message, messenger, channel, date
tell = panels.matrix(mine, ss.budget_audiences(), ss.ask_telling(), "tell", "What each audience hears, from whom, how and by when")
panels.says(tell, lambda: ss.say_telling(ss.telling_given(mine.answers)))

# %% [markdown] tags=["exercise"]
# **Thirty seconds.** You meet a board member in the elevator. Say what you are doing together, without one account
# code. Finance writes, academics say it aloud; then the other way round.

# %% tags=["remove-input", "exercise"]
# Your speech, timed as you write
speech = ss.ask_words(
    "elevator", "Our thirty seconds", frame="Our students need … So we will … We pay for it by … By next June you will see …"
)
spoken = panels.form(mine, speech)
panels.says(spoken, lambda: ss.say_speech(mine.answers.get("elevator")))

# %% [markdown] tags=["exercise"]
# ## Talk about it
#
# One person from each side answers before anybody comments.

# %% tags=["remove-input", "exercise"]
# The talk log
talked = [
    ss.talk("money_after", "F", "Which decision about a program did you learn of from the invoice?"),
    ss.talk("program_after", "A", "Which decision about money did you learn of when it was made?"),
    ss.talk("never_two", "T", "Which decision shall never again have two deciders, or none?"),
]
panels.form(mine, *talked)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from your choices and the room's
marked = ss.decision_rights_problems(ss.rights_given(mine.answers))
gaps = ss.policy_gaps(ss.policies_given(mine.answers))
hours = ss.process_hours(ss.meetings_given(mine.answers), ss.hourly_given(mine.answers, rates))
found = [
    ss.say_deciders(named),
    ss.say_owner(mine.answers),
    ss.say_rights(marked),
    ss.say_principles(ss.principles_given(mine.answers)),
    ss.say_policies(gaps),
    ss.say_process(hours),
    ss.say_telling(ss.telling_given(mine.answers)),
]
ss.show_text(*found)

# %% tags=["remove-input"]
# The charter, for three signatures
ss.hand_out(district, take_home, "01_partnership", "charter", "Charter of our partnership", ss.charter_body(mine.answers, hours))

# %% tags=["remove-input"]
# The principles
ss.hand_out(district, take_home, "01_partnership", "principles", "What we hold by", ss.principles_body(mine.answers))

# %% tags=["remove-input"]
# The communications plan
plan = {"Communications plan": ss.communications_table(mine.answers)}
ss.hand_out(district, take_home, "01_partnership", "communications_plan", "Communications plan", ss.communications_body(mine.answers), plan)

# %% tags=["remove-input"]
# Take it home
sheets = {
    "Who decides today": named[named["answers"] > 0],
    "Decision rights": ss.rights_in_words(ss.rights_given(mine.answers)),
    "Tested": marked,
    "Principles": held,
    "Policies": ss.policies_given(mine.answers),
    "Hours": hours,
}
title = "Partnership: who decides, and by what values"
ss.take_home(district, take_home, "01_partnership", title, found, sheets, [*owning, *ours, speech, *talked], mine)

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
