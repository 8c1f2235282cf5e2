"""From a goal to a priority: SMARTER tests, causes, and options scored by several people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis.best_buy import of_ten
from smarter_spending.analysis.checks import year_after
from smarter_spending.words import NOT_CHOSEN

# --- Goals: the seven SMARTER tests, the way from year to year, and the students behind a share

LONGEST = 5  # years: beyond that few of those who set a goal are there to answer for it
SMARTER = (
    "Specific",
    "Measurable",
    "Achievable",
    "Relevant",
    "Time-bound",
    "Engaging",
    "Resourced",
)
MOST_GOALS = 3
OTHER = "another measure, written above"  # the answer of who measures by none of our results
WRITTEN = ("statement", "measure", "students", "count", "baseline", "target", "years", "relevant",
           "owner", "engaged", "budget_line", "dollars")  # fmt: skip
SHEET = ["number", "goal", "measure", "students", "count", "baseline", "target", "years", "by_year",
         "points_a_year", "to_move", "owner", "engaged", "budget_line", "dollars",
         "dollars_per_student"]  # fmt: skip
RESULTS = ["fiscal_year", "students", "rate", "low", "high"]
SAME = 5e-3  # share: a baseline further from the district's own is of other students


@dataclass(frozen=True)
class Goal:
    """One goal as it was written (shares 0 to 1); whatever was left open is ``None`` or blank."""

    measure: str = ""
    students: str = ""
    count: float | None = None
    baseline: float | None = None
    target: float | None = None
    years: float | None = None
    answers_question: bool | None = None
    owner: str = ""
    engaged: str = ""
    budget_line: str = ""
    dollars: float | None = None
    most_moved_in_a_year: float | None = None
    statement: str = ""


def smarter_tests(goal: Goal) -> pd.DataFrame:
    """Seven tests of a goal, and for each that fails, why.

    S  names what students will reach, and which students
    M  has a baseline, a target and a number of students
    A  the target is above the baseline, by no more a year than the district has moved
    R  answers the question the room agreed on
    T  has a number of years, at most 5
    E  has one owner, and somebody beyond the owner
    R  has a budget line with dollars in it
    """
    _check(goal)
    relevant = {None: ("question_not_answered",), False: ("other_question",), True: ()}
    reasons = [
        _named(no_measure=goal.measure, no_students=goal.students),
        _known(no_baseline=goal.baseline, no_target=goal.target, no_count=goal.count),
        _achievable(goal),
        relevant[goal.answers_question],
        _known(no_years=goal.years) or (("too_far_off",) if goal.years > LONGEST else ()),
        _named(no_owner=goal.owner, nobody_engaged=goal.engaged),
        (*_named(no_budget_line=goal.budget_line), *(() if goal.dollars else ("no_dollars",))),
    ]
    passed = pd.array([not failed for failed in reasons], "boolean")
    passed[[failed == ("no_past_change",) for failed in reasons]] = pd.NA
    letters = [word[0] for word in SMARTER]
    return pd.DataFrame({"letter": letters, "word": SMARTER, "passed": passed, "reasons": reasons})


def students_to_move(count: float, baseline: float, target: float) -> float:
    """How many more students must reach the goal: students * (target - baseline)."""
    _check(Goal(count=count, baseline=baseline, target=target))
    return count * (target - baseline)


def yearly_path(baseline: float, target: float, years: int) -> pd.DataFrame:
    """A straight line from the baseline to the target, year by year: a ruler, no forecast."""
    if years != int(years) or years < 1:
        raise ValueError(f"A goal needs a whole number of years, 1 or more, not {years:g}.")
    _check(Goal(baseline=baseline, target=target))
    steps = range(int(years) + 1)
    rates = [target if k == years else baseline + k * (target - baseline) / years for k in steps]
    return pd.DataFrame({"year": list(steps), "rate": rates})


def dollars_per_student_moved(dollars: float, years: float, students: float) -> float:
    """Dollars a year * years / students to move: what a goal implies, not what it takes."""
    _check(Goal(dollars=dollars, years=years))
    return dollars * years / students if students > 0 else float("nan")


def rise_a_year(before: float, after: float, years: float) -> float:
    """Percentage points a year between two shares."""
    return float(100 * ((after - before) / years))


def goals_of(answers: Mapping[str, object], years: pd.DataFrame) -> dict[int, Goal]:
    """The goals that were begun, with the district's own figures where none were typed."""
    goals = {}
    for number in range(1, MOST_GOALS + 1):
        given = {part: _answer(answers, number, part) for part in WRITTEN}
        if given["statement"] or given["measure"] or given["target"]:
            goals[number] = _goal(given, _own_rates(years, given["measure"]))
    return goals


def goal_tests(goals: Mapping[int, Goal]) -> pd.DataFrame:
    """The seven tests of every goal."""
    parts = [smarter_tests(goal).assign(number=number) for number, goal in goals.items()]
    columns = ["number", "letter", "word", "passed", "reasons"]
    return pd.concat(parts)[columns] if parts else pd.DataFrame(columns=columns)


def goal_table(goals: Mapping[int, Goal], fiscal_year: str) -> pd.DataFrame:
    """What each goal comes to (``SHEET``): shares from 0 to 1, dollars a year, open parts blank."""
    rows = [_sheet_row(number, goal, fiscal_year) for number, goal in goals.items()]
    return pd.DataFrame(rows, columns=SHEET)


def goal_path(goal: Goal, years: pd.DataFrame, measure: str, fiscal_year: str) -> pd.DataFrame:
    """Where the result was, year by year, and the straight line to the target."""
    columns = ["fiscal_year", "rate", "low", "high", "kind"]
    if goal.baseline is None or goal.target is None or not goal.years:
        return pd.DataFrame(columns=columns)
    past = _own_rates(years, measure)
    if not past.empty and abs(past["rate"].iloc[-1] - goal.baseline) > SAME:
        past = past.iloc[:0]  # the baseline typed is of other students: another line
    path = yearly_path(goal.baseline, goal.target, int(goal.years))
    path["fiscal_year"] = [year_after(fiscal_year, year) for year in path["year"]]
    planned = path.assign(kind="planned")
    return pd.concat([past.assign(kind="was"), planned]).reindex(columns=columns)


def most_behind(needs: pd.DataFrame) -> pd.DataFrame:
    """Needs by how many students are behind, most first."""
    return needs.sort_values("rank_by_count", kind="stable")


@dataclass(frozen=True)
class Pace:
    """How steep a goal's path is, in points a year; ``past`` is ``None`` with fewer than two."""

    planned: float
    past: float | None


def path_pace(path: pd.DataFrame) -> Pace:
    """How steep the way to a goal is, and how steep it was so far."""
    plan, past = (path.loc[path["kind"] == kind, "rate"] for kind in ("planned", "was"))
    return Pace(
        planned=rise_a_year(plan.iloc[0], plan.iloc[-1], max(len(plan) - 1, 1)),
        past=rise_a_year(past.iloc[0], past.iloc[-1], len(past) - 1) if len(past) > 1 else None,
    )


def room_goals(answers: pd.DataFrame) -> pd.DataFrame:
    """What a room set as its first goal: measure, target and years of each person."""
    rows = []
    for (person, role), theirs in answers.groupby(["person", "role"], sort=True):
        kept = dict(zip(theirs["key"], theirs["answer"], strict=True))
        measure = _answer(kept, 1, "measure")
        if measure:
            target, years = _share(_answer(kept, 1, "target")), _answer(kept, 1, "years")
            rows.append((person, role, measure, target, years or None))
    table = pd.DataFrame(rows, columns=["person", "role", "measure", "target", "years"])
    return table.astype({"target": float, "years": float})


def targets_apart(answers: pd.DataFrame) -> pd.Series:
    """The measure that most of a room chose, and how far its targets lie apart; None: not known."""
    counts = answers["measure"].value_counts()
    found = {"measures": len(counts), "measure": counts.index[0], "chosen_by": int(counts.iloc[0])}
    found |= dict.fromkeys(["low", "high", "finance", "academics"])
    targets = answers[answers["measure"] == found["measure"]].dropna(subset=["target"])
    sides = targets.groupby("role")["target"].median()
    if len(targets) >= 2:
        found |= {"low": targets["target"].min(), "high": targets["target"].max()}
        if {"finance", "academics"} <= set(sides.index):
            found |= {"finance": sides["finance"], "academics": sides["academics"]}
    return pd.Series(found)


def _answer(answers: Mapping[str, object], number: int, part: str):
    given = answers.get(f"goal_{number}_{part}", "")
    return "" if given in (None, NOT_CHOSEN, 0) else given


def _goal(given: Mapping[str, object], own: pd.DataFrame) -> Goal:
    count, rate = own.iloc[-1][["students", "rate"]] if len(own) else (None, None)
    return Goal(
        measure=str(given["measure"] if given["measure"] != OTHER else given["statement"]),
        **{part: str(given[part]) for part in ("students", "owner", "engaged", "budget_line")},
        count=_number(given["count"]) or count,
        baseline=_share(given["baseline"]) or rate,
        target=_share(given["target"]),
        years=_number(given["years"]),
        answers_question={"yes": True, "no": False}.get(str(given["relevant"])),
        dollars=_number(given["dollars"]),
        most_moved_in_a_year=_most_moved(own),
        statement=given["statement"],
    )


def _most_moved(own: pd.DataFrame) -> float | None:
    if len(own) < 2:
        return None
    started = own["fiscal_year"].str[:4].astype(int)
    rises = own["rate"].diff()[started.diff() == 1]
    return max(float(rises.max()), 0.0) if len(rises) else None


def _own_rates(years: pd.DataFrame, measure: object) -> pd.DataFrame:
    if years.empty:
        return years.reindex(columns=RESULTS)
    own = years[(years["need_title"] == measure) & years["rate"].notna()]
    return own.sort_values("fiscal_year")[RESULTS]


def _sheet_row(number: int, goal: Goal, fiscal_year: str) -> dict:
    row = dict.fromkeys(SHEET)
    row |= {"number": number, "goal": goal.statement, "by_year": ""}
    row |= {name: getattr(goal, name) for name in SHEET if hasattr(goal, name)}
    if goal.years and goal.years == int(goal.years):
        row["by_year"] = year_after(fiscal_year, int(goal.years))
    if None not in (goal.baseline, goal.target):
        if goal.years:
            row["points_a_year"] = (goal.target - goal.baseline) / goal.years
        if goal.count is not None:
            row["to_move"] = students_to_move(goal.count, goal.baseline, goal.target)
            if goal.dollars and goal.years:
                each = dollars_per_student_moved(goal.dollars, goal.years, row["to_move"])
                row["dollars_per_student"] = each
    return row


def _number(given: object) -> float | None:
    return float(given) if isinstance(given, (int, float)) and given else None


def _share(given: object) -> float | None:
    number = _number(given)
    return None if number is None else number / 100


def _achievable(goal: Goal) -> tuple[str, ...]:
    if goal.baseline is None or goal.target is None or not goal.years:
        return ("nothing_to_compare",)
    if goal.target <= goal.baseline:
        return ("target_not_above",)
    if goal.most_moved_in_a_year is None:
        return ("no_past_change",)
    a_year = (goal.target - goal.baseline) / goal.years
    return ("beyond_past",) if a_year > goal.most_moved_in_a_year + 1e-9 else ()


def _named(**words: str) -> tuple[str, ...]:
    return tuple(name for name, word in words.items() if not str(word).strip())


def _known(**numbers: float | None) -> tuple[str, ...]:
    return tuple(name for name, number in numbers.items() if number is None or pd.isna(number))


def _check(goal: Goal) -> None:
    for name in ("baseline", "target"):
        share = getattr(goal, name)
        if share is not None and not 0 <= share <= 1:
            raise ValueError(
                f"The {name} is {share:g}. Write a share between 0 and 1: 0.42 for 42%."
            )
    for name in ("count", "years", "dollars"):
        number = getattr(goal, name)
        if number is not None and not number >= 0:
            raise ValueError(f"{name.capitalize()} is {number:g}. It cannot be below zero.")


# --- From a gap to what lies under it: the chain of whys, and which cause to act on first --------

LOWEST, HIGHEST = 1, 5
RATINGS = range(LOWEST, HIGHEST + 1)
HIGH = 4  # of five: from here on a rating counts as high
ACT, FIND, SMALL, LEAVE = "act first", "find who can", "quick, but small", "leave for now"
CHAIN = ["step", "why", "evidence", "gap"]


def why_chain(whys: pd.DataFrame) -> pd.DataFrame:
    """A chain of whys up to its first blank, and where it rests on no evidence (``gap``)."""
    words = whys[["why", "evidence"]].fillna("").astype(str).apply(lambda part: part.str.strip())
    unbroken = (words["why"] != "").cumprod().astype(bool)
    chain = words[unbroken.to_numpy()].reset_index(drop=True)
    chain.insert(0, "step", range(1, len(chain) + 1))
    return chain.assign(gap=chain["evidence"] == "")[CHAIN]


def with_ratings(causes: pd.DataFrame, answers: Mapping[str, object]) -> pd.DataFrame:
    """Causes with the ratings that a team gave them."""
    causes = causes.copy()
    for part in ("impact", "influence"):
        given = [str(answers.get(f"rate_{code}_{part}", "")) for code in causes["code"]]
        causes[part] = pd.to_numeric(pd.Series(given, dtype="str"), errors="coerce").to_numpy()
    return causes


def cause_ranking(causes: pd.DataFrame) -> pd.DataFrame:
    """Causes by impact * influence (1 to 25), with advice; unknown is not unimportant, but last."""
    for column in ("impact", "influence"):
        given = causes[column].dropna()
        wrong = given[~given.between(LOWEST, HIGHEST)]
        if len(wrong):
            raise ValueError(
                f"The {column} of {causes.loc[wrong.index[0], 'cause']!r} is {wrong.iloc[0]:g}. "
                f"It is {LOWEST} to {HIGHEST}, or not rated."
            )
    impact, influence = causes["impact"].astype(float), causes["influence"].astype(float)
    table = causes.assign(impact=impact, influence=influence, weight=impact * influence)
    table["place"] = table["weight"].rank(method="min", ascending=False)
    advice = {(True, True): ACT, (True, False): FIND, (False, True): SMALL, (False, False): LEAVE}
    pairs = zip(impact >= HIGH, influence >= HIGH, strict=True)
    table["advice"] = [advice[pair] for pair in pairs]
    table["advice"] = table["advice"].where(table["weight"].notna(), "")
    order = table.sort_values(["weight", "impact", "cause"], ascending=[False, False, True])
    return order.reset_index(drop=True)


def causes_written(answers: pd.DataFrame) -> pd.DataFrame:
    """The causes that the people of a room wrote, with the family of each."""
    families = answers["key"].str.extract(r"^cause_(?P<family>[a-z]+)_\d$")["family"]
    written = answers["answer"].astype(str).str.strip() != ""
    return answers[families.notna() & written].assign(family=families)


def causes_by_family(causes: pd.DataFrame, families: list[str]) -> pd.DataFrame:
    """In which families of causes each side of the room looks."""
    people = causes.drop_duplicates(["person", "family"])
    table = pd.DataFrame({"family": families})
    counts = {"people": people} | {
        role: people[people["role"] == role] for role in ("finance", "academics")
    }
    for name, rows in counts.items():
        table[name] = table["family"].map(rows["family"].value_counts()).fillna(0).astype(int)
    return table.assign(one_sided=(table["finance"] > 0) != (table["academics"] > 0))


# --- Options that people name, score against criteria that weigh differently, and choose from ----

SCORES = tuple(map(str, RATINGS))  # as they are answered
DONT_KNOW = "don't know"
POINTS = 100  # that a person shares out among the criteria
# a first place under at least this share of weightings is called clear (a convention)
CLEAR_CHOICE = 0.80
WIDE_GAP = 1.0  # of the four steps between 1 and 5
SAME_SCORE = 0.05  # steps: what is less is written as 0.0
NOT_KNOWN, ALIKE, FURTHEST, FAR = "not known", "alike", "furthest", "far"
THEORY = ("if", "then", "because", "tier", "cost", "owner")  # what is written of a priority
SCORED = ["option", "score", "low", "high", "spread", "finance", "academics", "role_gap",
          "raters", "share_dont_know"]  # fmt: skip


def option_scores(scores: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """The room's score of each option: weighted mean, spread, and the gap between roles."""
    # the mean is of all who gave one, the spread of those who scored every criterion
    weight = _weights(weights)
    _check_scores(scores, weight)
    who = ["option", "person", "role"]
    wide = scores.pivot_table("score", index=who, columns="criterion", dropna=False)
    own = _weighted(wide.reindex(columns=weight.index), weight)
    own = own[own.index.isin(pd.MultiIndex.from_frame(scores[who]))]
    by_option = own.dropna().groupby("option")
    table = pd.DataFrame(index=pd.Index(scores["option"].unique(), name="option"))
    table["score"] = _weighted(_means(scores, weight), weight)
    table["low"], table["high"], table["spread"] = by_option.min(), by_option.max(), by_option.std()
    for role in ("finance", "academics"):
        table[role] = _weighted(_means(scores[scores["role"] == role], weight), weight)
    table["role_gap"] = table["finance"] - table["academics"]
    table["raters"] = by_option.size().reindex(table.index).fillna(0).astype(int)
    table["share_dont_know"] = scores["score"].isna().groupby(scores["option"]).mean()
    table = table.reset_index().sort_values(["score", "option"], ascending=[False, True])
    return table.reset_index(drop=True)[SCORED]


def first_places(scores: pd.DataFrame, draws: int = 10_000, seed: int = 2024) -> pd.DataFrame:
    """How often each option comes first when nobody knows the right weights.

    weights ~ Dirichlet(1, ..., 1): every way of sharing out the total is as likely
    share_first = share of draws in which the option has the highest score; ties share one
    """
    criteria = sorted(scores["criterion"].unique())
    _check_scores(scores, pd.Series(0.0, index=criteria))
    means = _means(scores, pd.Series(0.0, index=criteria)).dropna()
    columns = ["option", "share_first", "tries", "best_place", "worst_place", "clear"]
    if means.empty:
        return pd.DataFrame(columns=columns)
    weights = np.random.default_rng(seed).dirichlet(np.ones(len(criteria)), draws)
    drawn = (weights @ means.to_numpy().T).round(9)  # ties are ties, whatever the last digit
    first = drawn == drawn.max(axis=1, keepdims=True)
    place = 1 + (drawn[:, None, :] > drawn[:, :, None]).sum(axis=2)
    share = (first / first.sum(axis=1, keepdims=True)).mean(axis=0)
    table = pd.DataFrame({"option": means.index, "share_first": share})
    table["best_place"], table["worst_place"] = place.min(axis=0), place.max(axis=0)
    table["clear"] = table["share_first"].map(is_clear)
    table["tries"] = of_ten(table["share_first"])
    order = ["share_first", "worst_place", "option"]
    table = table.sort_values(order, ascending=[False, True, True], ignore_index=True)
    return table[columns]


def room_weights(weights: pd.DataFrame) -> pd.DataFrame:
    """The mean of everybody's weights, each person's brought to a total of 1."""
    amounts = weights["weight"].astype(float)
    if amounts.isna().any() or (amounts < 0).any():
        wrong = weights.loc[amounts.isna() | (amounts < 0)].iloc[0]
        raise ValueError(
            f"The weight of {wrong['criterion']} given by {wrong['person']} is "
            f"{wrong['weight']}. Write 0 or more."
        )
    totals = amounts.groupby(weights["person"]).transform("sum")
    shares = weights.assign(weight=amounts / totals)[totals > 0]
    order = weights["criterion"].drop_duplicates()
    by_criterion = shares.groupby("criterion")["weight"]
    table = pd.DataFrame({"weight": by_criterion.mean(), "low": by_criterion.min(),
                          "high": by_criterion.max()})  # fmt: skip
    for role in ("finance", "academics"):
        table[role] = shares[shares["role"] == role].groupby("criterion")["weight"].mean()
    if table.empty:
        order = order.iloc[:0]
    return table.reindex(order).rename_axis("criterion").reset_index()


def options_named(answers: Mapping[str, object], keys: Sequence[str]) -> list[str]:
    """What one person put on the table, in order and each once; blanks are nothing."""
    return list(dict.fromkeys(t for key in keys if (t := str(answers.get(key, "")).strip())))


def most_named(answers: pd.DataFrame, keys: Sequence[str]) -> list[str]:
    """The list of options that most people named; of several, the first by the person's name."""
    lists = [
        tuple(options_named(dict(zip(theirs["key"], theirs["answer"], strict=True)), keys))
        for _, theirs in answers.groupby("person", sort=True)
    ]
    counts = Counter(named for named in lists if named)
    return list(max(counts, key=counts.get)) if counts else []


def scores_given(
    answers: pd.DataFrame, options: pd.DataFrame, criteria: pd.DataFrame
) -> pd.DataFrame:
    """Every score the room gave, in the shape that ``option_scores`` takes."""
    keys = answers["key"].str.extract(r"^score_(?P<option>[0-9a-f]{6})_(?P<criterion>\w+)$")
    words = answers["answer"].astype(str)
    table = answers[["person", "role"]].assign(
        option=keys["option"].map(options.set_index("code")["title"]),
        criterion=keys["criterion"].map(criteria.set_index("code")["title"]),
        score=pd.to_numeric(words.where(words.isin(SCORES)), errors="coerce"),
    )
    given = words.isin([*SCORES, DONT_KNOW]) & table["option"].notna() & table["criterion"].notna()
    return table[given].reset_index(drop=True)


def weights_to_begin(criteria: pd.DataFrame) -> pd.DataFrame:
    """The criteria to be weighed, each beginning at the same whole points of the hundred."""
    return criteria[["code", "title"]].assign(weight=POINTS // len(criteria))


def weights_given(answers: pd.DataFrame, criteria: pd.DataFrame) -> pd.DataFrame:
    """The room's weights; equal ones while nobody has given any."""
    titles = criteria.set_index("code")["title"]
    given = answers[answers["key"].isin("weight_" + titles.index)]
    rows = [
        (person, theirs["role"].iloc[0], title, kept.get(f"weight_{code}", POINTS / len(titles)))
        for person, theirs in given.groupby("person", sort=False)
        for kept in [dict(zip(theirs["key"], theirs["answer"], strict=True))]
        for code, title in titles.items()
    ]
    table = room_weights(pd.DataFrame(rows, columns=["person", "role", "criterion", "weight"]))
    if table.empty:
        equal = pd.DataFrame({"criterion": titles.to_list(), "weight": 1 / len(titles)})
        return equal.reindex(columns=table.columns).assign(people=0)
    return table.assign(people=given["person"].nunique())


def points_left(given: Sequence[float], total: float = POINTS) -> tuple[float, float]:
    """What points add to, and what is left to give of the total (below 0: too much)."""
    together = float(pd.Series(given, dtype=float).sum())
    left = total - together
    return together, 0.0 if abs(left) < 1e-9 else left


def ranked_options(scores: pd.DataFrame, weights: pd.DataFrame, seed: int = 2024) -> pd.DataFrame:
    """The room's order, with what stands behind it: spread, gap, how often it comes first."""
    table = option_scores(scores, dict(zip(weights["criterion"], weights["weight"], strict=True)))
    places = first_places(scores, seed=seed).astype({"option": table["option"].dtype})
    return table.merge(places, on="option", how="left")


def weighted_score(weights: Sequence[float], scores: Sequence[float]) -> float:
    """One person's weighted score of one option: shares that add to 1, scores of 1 to 5."""
    criteria = [f"criterion {n}" for n in range(LOWEST, LOWEST + len(scores))]
    one = pd.DataFrame(
        {"person": "one", "role": "", "option": "it", "criterion": criteria, "score": scores}
    )
    return option_scores(one, dict(zip(criteria, weights, strict=True)))["score"].item()


def is_clear(share_first: float) -> bool:
    """Whether a first place under this share of weightings (0 to 1) is clear."""
    return bool(share_first >= CLEAR_CHOICE)


@dataclass(frozen=True)
class Lead:
    """The first of a room's order, and whether the next is told apart from it."""

    option: str
    score: float
    told_apart: bool


def lead_of_first(ranking: pd.DataFrame) -> Lead | None:
    """Which option the room scored highest, and whether the next is told apart from it."""
    known = ranking.dropna(subset=["score"])
    if known.empty:
        return None
    behind, spread = -known["score"].diff().iloc[1:2], known["spread"].iloc[:2].max()
    return Lead(known["option"].iloc[0], float(known["score"].iloc[0]), not spread > behind.max())


def widest_gap(ranking: pd.DataFrame) -> pd.Series:
    """On which option finance and academics lie furthest apart; of several, the last."""
    both = ranking.dropna(subset=["role_gap"])
    if both.empty:
        return pd.Series({"code": NOT_KNOWN, "higher": ""})
    widest = both.loc[both["role_gap"].abs().sort_values(kind="stable").index[-1]]
    gap = widest["role_gap"]
    if abs(gap) < SAME_SCORE:
        return pd.Series({"code": ALIKE, "higher": ""})
    higher, lower = ("academics", "finance") if gap < 0 else ("finance", "academics")
    found = {"code": FAR if abs(gap) >= WIDE_GAP else FURTHEST, "option": widest["option"]}
    found |= {"higher": higher, "high": float(widest[higher])}
    return pd.Series(found | {"lower": lower, "low": float(widest[lower])})


def often_first(ranking: pd.DataFrame) -> pd.DataFrame:
    """The option most often first; of several, the first by name."""
    known = ranking.dropna(subset=["share_first"])
    return known.sort_values(["share_first", "option"], ascending=[False, True]).head(1)


def theories_given(answers: Mapping[str, object], chosen: pd.DataFrame) -> pd.DataFrame:
    """What was written about each priority that was chosen."""
    table = pd.DataFrame({"priority": chosen["title"]})
    for part in THEORY:
        given = [answers.get(f"theory_{code}_{part}", "") for code in chosen["code"]]
        table[part] = [("" if word in (None, NOT_CHOSEN) else word) for word in given]
    table["cost"] = pd.to_numeric(table["cost"], errors="coerce").astype(float)
    words = table[[part for part in THEORY if part != "cost"]]
    blank = (words == "").sum(axis=1) + (table["cost"].isna() | (table["cost"] == 0))
    return table.assign(missing=blank.astype(int), cost=table["cost"].replace(0, np.nan))


def full_cost(theories: pd.DataFrame) -> float:
    """Dollars a year of the priorities whose cost is known."""
    return float(theories["cost"].sum())


def _means(scores: pd.DataFrame, weight: pd.Series) -> pd.DataFrame:
    means = scores.groupby(["option", "criterion"])["score"].mean().unstack("criterion")
    return means.reindex(columns=weight.index)


def _weighted(wide: pd.DataFrame, weight: pd.Series) -> pd.Series:
    counted = weight[weight > 0]  # what weighs nothing need not be scored
    return (wide[counted.index] * counted).sum(axis=1, skipna=False)


def _weights(weights: Mapping[str, float]) -> pd.Series:
    weight = pd.Series(dict(weights), dtype=float)
    if (weight < 0).any() or not np.isfinite(weight).all():
        raise ValueError("A weight is 0 or more; one here is negative or missing.")
    if abs(weight.sum() - 1) > 1e-6:
        raise ValueError(
            f"The weights add to {weight.sum():.4g}, not 1. Divide each by their total."
        )
    return weight


def _check_scores(scores: pd.DataFrame, weight: pd.Series) -> None:
    given = scores["score"].dropna()
    wrong = given[~given.between(LOWEST, HIGHEST)]
    if len(wrong):
        row = scores.loc[wrong.index[0]]
        raise ValueError(
            f"{row['person']} scored {row['option']} {row['score']:g} on {row['criterion']}. "
            f"A score is {LOWEST} to {HIGHEST}, or unknown."
        )
    missing = sorted(set(scores["criterion"]) - set(weight.index))
    if missing:
        raise ValueError(f"There is no weight for: {', '.join(missing)}.")
