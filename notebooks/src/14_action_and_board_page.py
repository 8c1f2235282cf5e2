# %% [markdown]
# # 14. Plan of action and board page
#
# **The decision.** Who does what by when, and what does the board read on one page?
#
# **Time:** 60 minutes (30 talk, 30 hands-on). **Bring:** the decisions of notebooks 10 to 13, your goals, your LCAP.
#
# **You will leave with:** a plan of action, a board page whose every number agrees with its table, and an LCAP crosswalk.

# %% tags=["parameters"]
district_folder: str = "../data/samples/altamont_valley"  # the folder holding your district's spreadsheets
take_home: str = "../out/altamont_valley/take_home"  # where the pages and workbook you take home are written
person: str = ""  # your display name, if several people answer; blank means "our team"
seed: int = 2024  # fixes the random draws, so every run gives the same numbers

# %% tags=["remove-input"]
# Get ready (nothing to type here)
import smarter_spending as ss
from smarter_spending import panels

name = "14_action_and_board_page"
district = ss.load_district(district_folder)
mine = ss.open_choices(district_folder, name, person)
missing = ss.needs(district, "programs")
ss.show_text(ss.say_district(district))

# %% tags=["remove-input"]
# Before you trust a figure
ss.show_table(ss.first_screen(district), "What was checked before any figure was shown")

# %% tags=["remove-input"]
# Who answers
panels.who(mine)

# %% [markdown] tags=["exercise"]
# ## Say it in thirty seconds first
#
# A board member stops you in the parking lot: *"So what are you doing with our money?"* Write what you would say, before you
# see any page. Three sentences.

# %% tags=["remove-input", "exercise"]
# Thirty seconds
spoken = [ss.ask_words("thirty_seconds", "In the parking lot we say", frame="We stop … and grow … so that … by …")]
panels.form(mine, *spoken)

# %% [markdown]
# ## A decision is not an action
#
# Between "we stop it" and the day it has stopped lie forty small steps, each with somebody's name. Begin with the first of
# each.

# %% tags=["remove-input"]
# What was decided
known = ss.decided(district, district_folder, seed=seed)
found = ss.found_dollars(district, district_folder, known, seed=seed)
ss.show_text("" if missing else ss.say_verdicts(known.decisions), otherwise=missing)

# %% tags=["remove-input", "exercise"]
# The plan of action
rows = ss.action_rows(known.decisions)
panels.matrix(mine, rows, ss.action_columns(), "action", "For each decision: first step, who, by when, and what will show it")

# %% tags=["remove-input"]
# How complete it is
actions = ss.actions_table(rows, mine.answers)
ss.show_text(ss.say_actions(actions), otherwise=missing)

# %% [markdown]
# ## Line items to goals
#
# The LCAP is where the state, and parents, look for these decisions. The workbook has every program in the columns of the
# state's table; here stand those that move, with what was decided beside them. The amounts are the plan's; nothing here
# changes them.

# %% tags=["remove-input"]
# The LCAP crosswalk
crosswalk = ss.table_of(None if missing else known, lambda: ss.lcap_crosswalk(district.programs, known.decisions))
columns = ["goal_in_lcap", "action_in_lcap", "action_title", "lcff_funds", "other_state_funds", "local_funds"]
columns += ["federal_funds", "total_funds", "decision"]
in_words = ss.crosswalk_in_words(crosswalk)
ss.show_table(ss.moving_lines(in_words), "Goal, action, expenditure: what moves, and the totals of all", columns, missing)

# %% tags=["remove-input"]
# Said plainly
ss.show_text(ss.say_crosswalk(crosswalk), otherwise=missing)

# %% [markdown]
# ## The tempting answer: round it up
#
# A round number sounds better than what the table says. The newspaper will print it, and next year somebody will ask where
# the rest is. On this page a number that does not agree with its table is not published.

# %% tags=["remove-input"]
# The tables behind the page
ahead, goals = ss.plan_ahead(district, found, seed=seed), ss.goals_decided(district, district_folder)
endings = ss.sunset_plan(known.decisions, found.transition, district.as_of, district.minimum_group)
students, policy = ss.enrolled_now(district), district.reserve_policy
behind = ss.board_tables(known, found, endings, ahead, goals, policy, students)

# %% tags=["remove-input"]
# What each line may say, and where its numbers come from
figures = ss.board_figures(behind)
lines = ss.board_lines(known, found, endings, figures, goals, ss.review_day(district))
ss.show_table(ss.figures_table(figures), "Every number the board page may use, and its cell", None, missing)

# %% [markdown] tags=["exercise"]
# ## Write it in your own words
#
# The faint sentence in each box is what the tables say; leave a box blank to keep it. Change what you like, keep the numbers
# in digits and in their order, and then press *Run the whole page*: every number is held against its table.

# %% tags=["remove-input", "exercise"]
# The lines of the page
asked = ss.ask_lines(lines, figures)
panels.form(mine, *asked)

# %% tags=["remove-input"]
# The page as it stands, and whether every number agrees
edited = ss.lines_edited(lines, mine.answers)
ss.show_text(*ss.line_texts(lines, figures, edited), ss.say_agreement(lines, figures, edited))

# %% [markdown] tags=["exercise"]
# **Check.** The sentence says \$1.2M. The table says \$1,140,000. May the page be published?

# %% tags=["remove-input", "exercise"]
# Check the agreement
panels.check(
    mine,
    ss.ask_choice("check_publish", "May it be published?", ["Yes", "No"]),
    ss.may_be_published("We found $1.2M.", 1_140_000),
    "Round the table as far as the sentence is written: to one tenth of a million.",
    "The table rounds to $1.1M. Sixty thousand dollars are somebody's job.",
)

# %% [markdown] tags=["exercise"]
# ## Talk about it

# %% tags=["remove-input", "exercise"]
# The talk log
talked = [
    ss.talk("question", "F", "Which question will the board ask that this page does not answer?"),
    ss.talk("first_school", "A", "Which school will feel the first of these actions, and does its principal know?"),
    ss.talk("stop", "T", "Read the page aloud in thirty seconds. Which line would you strike?"),
]
panels.form(mine, *talked)

# %% [markdown]
# ## What you found

# %% tags=["remove-input"]
# Said from the tables above
said = [ss.say_actions(actions), ss.say_crosswalk(crosswalk), ss.say_agreement(lines, figures, edited)]
ss.show_text(*said, otherwise=missing)

# %% tags=["remove-input"]
# Publish the board page
ss.publish_board_page(district, take_home, name, "What do we move, for whom, and how sure are we?", lines, figures, edited)

# %% tags=["remove-input"]
# The outline of the budget document, to hand out
agreed = ss.lines_that_agree(lines, figures, edited)
outline = ss.budget_outline(ss.line_texts(lines, figures, agreed), actions, [*spoken, *talked], mine.answers)
ss.hand_out(district, take_home, name, "budget_outline", "Outline of our budget document", outline)

# %% tags=["remove-input"]
# Take it home
tables = {"Plan of action": actions, "LCAP crosswalk": in_words, "Figures": ss.figures_table(figures)} | behind
ss.take_home(district, take_home, name, "Plan of action", said, tables, [*spoken, *talked], mine)

# %% [markdown]
# **Talk about it.** Who outside this room should read the page before the board does?
#
# **Carry forward.** The actions and their dates go to notebook 15, which looks whether they happened.
#
# **Next.** *15. Monitor and sustain.*

# %% [markdown] tags=["facilitator"]
# **Facilitator.** Let one team write *$1.2M* on purpose and run the page. Nobody forgets it. Then ask of every action:
# what will we see in October?
