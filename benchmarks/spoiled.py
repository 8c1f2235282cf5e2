"""Is a page ever confident and wrong when the records are?  Spoiled copies of invented districts.

    python benchmarks/spoiled.py --districts 3 --seed 1 --only dip

Each district is drawn by the sample generator, its records are spoiled in one way that happens
(``SPOILS``), and for each planted program the sentences of page 8 and page 10 are printed beside
the truth.  Then, for each way, how often a page was confident and wrong: it showed a gain or a
loss that is not there, called an effect small that is not, grew or kept a program that does
nothing, or stopped one worth its cost.  It must never be, except where nothing on record can tell
(``HIDDEN``, and a dip before which no older score is on record); there what was not measured, and
what was not checked, must stand on both pages.
"""

import argparse

import numpy as np
import pandas as pd
from calibration import COST, decided, worth_of

SCORES = {  # of an outcome: this year's score, the one before, and what one SD is in points
    "ela_score": ("ela_ss", "ela_ss_prior", 100.0),
    "math_score": ("math_ss", "math_ss_prior", 100.0),
    "early_literacy_score": ("eoy_score", "boy_score", 40.0),
}
HIDDEN_SENTENCE, UNCHECKED_SENTENCE = "A hidden difference", "Not checked, so not passed"
HIDDEN = ("motivation", "reluctance")
SMALL = 0.05  # standard deviations
NOW, BEFORE = "2024-25", "2023-24"


# --- The ways to spoil: each takes copies of the tables and changes them in place ----------------


def _wanted(tables, programs, rng, push: float) -> None:
    """Who wanted the seat does better (or worse) this year without the program."""
    for mine, others, (now, _, spread) in _lists(tables, programs):
        for side, mean in ((mine, 0.5), (others, -0.5)):
            trait = mean + rng.standard_normal(len(side))
            _add(tables, side, NOW, now, push * spread * trait)


def motivation(tables, programs, rng) -> None:
    """The seats went to those who wanted them, which no record holds."""
    _wanted(tables, programs, rng, 0.3)


def reluctance(tables, programs, rng) -> None:
    """The seats went to those who would have done worse, which no record holds."""
    _wanted(tables, programs, rng, -0.3)


def dip(tables, programs, rng) -> None:
    """The seats went to those who had a bad day at the last test, and come back by themselves."""
    for mine, _, (now, prior, spread) in _lists(tables, programs):
        fall = -spread * (0.2 + 0.3 * rng.standard_normal(len(mine)))
        _add(tables, mine, NOW, prior, fall)
        if prior.endswith("_ss_prior"):
            _add(tables, mine, BEFORE, now, fall)


def loss(tables, programs, rng) -> None:
    """The lowest scorers of those who took part have no score."""
    students = tables["students_outcomes"]
    for mine, _, (now, _, _) in _lists(tables, programs):
        rows = students[students["fiscal_year"].eq(NOW) & students["student_key"].isin(mine)]
        students.loc[rows.nsmallest(int(0.15 * len(rows)), now).index, now] = np.nan


def mistagged(tables, programs, rng) -> None:
    """One in seven on each list belongs on the other."""
    listed = tables["program_participation"]
    wrong = listed["program_id"].isin(programs) & (rng.random(len(listed)) < 1 / 7)
    other = listed["group"].map({"treated": "waitlist", "waitlist": "treated"})
    listed["group"] = listed["group"].where(~wrong, other.fillna(listed["group"]))


def blanks(tables, programs, rng) -> None:
    """A fifth of every score and group is blank."""
    students = tables["students_outcomes"]
    for column in ("ela_ss", "ela_ss_prior", "math_ss", "math_ss_prior", "eoy_score", "boy_score",
                   "sed", "swd", "el_status"):  # fmt: skip
        students[column] = students[column].mask(rng.random(len(students)) < 0.2)


def price_years(tables, programs, rng) -> None:
    """The records are right, and what it cost is in dollars of five years before."""


SPOILS = {one.__name__: one for one in
          (motivation, reluctance, dip, loss, mistagged, blanks, price_years)}  # fmt: skip
OLD_DOLLARS = 0.8  # of today's


def _lists(tables, programs):
    """Each program's participants, its comparison students, and where their scores stand."""
    listed = tables["program_participation"]
    for row in tables["programs"].itertuples():
        if row.program_id in programs and row.intended_outcome in SCORES:
            mine = listed[listed["program_id"].eq(row.program_id)]
            took = mine["group"].eq("treated")
            sides = mine.loc[took, "student_key"].unique(), mine.loc[~took, "student_key"].unique()
            yield *sides, SCORES[row.intended_outcome]


def _add(tables, keys, year: str, column: str, points: np.ndarray) -> None:
    students = tables["students_outcomes"]
    more = students["student_key"].map(pd.Series(points, index=keys))
    rows = students["fiscal_year"].eq(year) & more.notna()
    students.loc[rows, column] = (students[column] + more)[rows].round()


# --- What the pages say, and whether they are confident and wrong --------------------------------


def spoiled(drawn, kind: str, seed: int, programs=None) -> pd.DataFrame:
    """One row for each planted program that can be told: what the pages say, and the truth."""
    from smarter_spending.analysis.evaluation import compare_programs, effects_of
    from smarter_spending.guide import nb08_what_moved_the_needle as eight
    from smarter_spending.guide import nb10_keep_grow_fix_stop as ten
    from smarter_spending.guide.sentences import read_with

    truth = drawn.truth[drawn.truth["can_be_told"]]
    truth = truth if programs is None else truth[truth["program_id"].isin(programs)]
    planted = truth["program_id"].tolist()
    tables = {name: table.copy() for name, table in drawn.tables.items()}
    tables["programs"] = tables["programs"][tables["programs"]["program_id"].isin(planted)]
    SPOILS[kind](tables, planted, np.random.default_rng([seed, len(kind)]))
    comparisons, problems = compare_programs(
        tables["students_outcomes"], tables["program_participation"], tables["programs"]
    )
    effects = effects_of(comparisons, problems, tables["programs"])
    cost = COST * (OLD_DOLLARS if kind == "price_years" else 1.0)
    if not comparisons:  # of none of the programs is there anything to compare
        return pd.DataFrame()
    judged = decided(effects, comparisons, tables["programs"], cost)
    # no program here does another's job, and nobody says how many seats are paid
    judged = judged.assign(no_heir="", heir_share=np.nan, seats_planned=np.nan, ending=False)
    words, beside = eight._in_words(effects, minimum=11), read_with(effects, effects[:0])
    said = pd.DataFrame(
        {
            "program_id": judged["program_id"],
            "decision": judged["verdict"],
            "page_10": [
                f"{row.verdict}: {ten._say_reason(row)} {beside.get(row.program_id, '')}".strip()
                for row in judged.itertuples()
            ],
        }
    )
    page_8 = words[["program_id", "program", "unit", "shown", "placebo_check", "may_say"]]
    table = truth.merge(page_8.rename(columns={"may_say": "page_8"}), on="program_id")
    table = table.merge(said, on="program_id").assign(kind=kind, seed=seed)
    yes_no = table["unit"].str.startswith("share", na=False)
    return _judged(table.assign(worth=worth_of(table, yes_no)))


def _judged(table: pd.DataFrame) -> pd.DataFrame:
    """With ``wrong``: a page was confident and wrong; ``untold``: nothing on record could tell;
    ``spoken``: what was not measured, or not checked, is named.

    >>> row = {"true_effect": 0.0, "true_effect_sd": 0.0, "worth": 0.0, "shown": "gain shown",
    ...        "placebo_check": "passed", "kind": "motivation",
    ...        "decision": "Not yet known", "page_8": "A hidden difference", "page_10": ""}
    >>> _judged(pd.DataFrame([row]))[["wrong", "untold", "spoken"]].values.tolist()
    [[True, True, False]]
    """
    effect, small = table["true_effect"], table["true_effect_sd"].fillna(table["true_effect"])
    wrong = (
        (table["shown"].eq("gain shown") & (effect <= 0))
        | (table["shown"].eq("loss shown") & (effect >= 0))
        | (table["shown"].eq("likely no effect") & (small.abs() > SMALL))
        | (table["decision"].isin(["Grow", "Keep"]) & (effect <= 0))
        | (table["decision"].eq("Stop") & (table["worth"] >= COST))
    )
    # a bad day at the last test shows in an older score alone
    unseen = table["kind"].eq("dip") & table["placebo_check"].eq("not checked")
    spoken = _on_both(table, HIDDEN_SENTENCE) & (~unseen | _on_both(table, UNCHECKED_SENTENCE))
    return table.assign(wrong=wrong, untold=table["kind"].isin(HIDDEN) | unseen, spoken=spoken)


def _on_both(table: pd.DataFrame, words: str) -> pd.Series:
    return table["page_8"].str.contains(words) & table["page_10"].str.contains(words)


def confident_and_wrong(found: pd.DataFrame) -> pd.DataFrame:
    """For each way to spoil: how often wrong, and how often with nothing said that could tell."""
    unsaid = found["wrong"] & ~(found["untold"] & found["spoken"])
    each = found.assign(confident_and_wrong=unsaid, only_hidden=found["wrong"] & ~unsaid)
    counts = each.groupby("kind", sort=False)
    table = counts[["only_hidden", "confident_and_wrong"]].sum()
    table.insert(0, "programs", counts.size())
    return table.reset_index()


def main() -> None:
    """Read the command line and print what the pages say."""
    from tools.samples import make_students

    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--districts", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shape", default="altamont_valley")
    parser.add_argument("--only", choices=SPOILS)
    asked = parser.parse_args()
    found = []
    for place in range(asked.districts):
        seed = 1000 * asked.seed + place
        drawn = make_students(asked.shape, seed)
        for kind in [asked.only] if asked.only else SPOILS:
            found.append(spoiled(drawn, kind, seed))
            for row in found[-1].itertuples():
                mark = " CONFIDENT AND WRONG" if row.wrong else ""
                print(
                    f"{kind} · district {seed} · {row.program} · truth {row.true_effect:+.2f}{mark}"
                )
                print(f"  page 8: {row.page_8}\n  page 10: {row.page_10}")
    every = pd.concat(found)
    if every.empty:
        print("Of no program of these districts can one tell: there is nothing to be wrong about.")
    else:
        print("\n" + confident_and_wrong(every).to_string(index=False))


if __name__ == "__main__":
    main()
