"""Smarter Spending: what each program costs, what it buys, and how sure we are.

    import smarter_spending as ss

The front door: these names and no others.  README shows them as one table, by the question
they answer.  A name is fetched when it is first used, so that importing the package is quick.
"""

from importlib import import_module

__version__ = "0.1.0"

_DOOR = {
    # a district's files, and its whole case
    "district.loading": ["load_district", "District", "DistrictDataError"],
    "district.importers.sacs": ["import_sacs"],
    "district.importers.lcap": ["import_lcap"],
    "district.importers.workbook": ["write_template", "import_workbook"],
    "district.importers.table": ["import_table"],
    "district.importers.students": ["import_students"],
    "district.importers.public": ["import_caaspp", "import_public"],
    "district.privacy": ["suppress", "pseudonymise"],
    "case": ["open_case", "Case"],
    # where the money goes
    "analysis.spending": ["spending_by", "spending_by_school", "reconcile"],
    "analysis.lenses": ["home_lenses"],
    "analysis.staffing": ["staffing_by", "unit_cost"],
    # what a program costs
    "analysis.costs": [
        "annual_cost",
        "program_cost",
        "program_costs",
        "marginal_cost",
        "to_base_year",
    ],
    # what it did for its students
    "analysis.comparisons": ["compare_students"],
    "analysis.evaluation": ["program_effect", "program_effects"],
    "analysis.effects": [
        "estimate_effect",
        "balance_weights",
        "baseline_table",
        "hedges_g",
        "cox_index",
        "improvement_index",
    ],
    # what it bought for the money
    "analysis.ratios": [
        "cost_per_outcome",
        "ProgramMismatchError",
        "effect_per_1000_dollars",
        "academic_roi",
        "cost_at_benchmark",
        "incremental_ratios",
    ],
    # how sure that is
    "analysis.uncertainty": ["ratio_range", "one_way_sensitivity", "break_even_effect"],
    "analysis.best_buy": [
        "resample_ratios",
        "chance_best",
        "expected_loss",
        "value_of_information",
        "bands",
    ],
    # what to do about it
    "planning.decisions": ["DecisionRule", "decide"],
    "planning.reallocation": ["identified_savings"],
    "planning.portfolio": ["choose_portfolio"],
    "planning.finance": ["multi_year_plan"],
    "planning.lcff": ["lcff_target"],
    "planning.screens": ["count_once"],
    "planning.schools": ["weighted_allocation"],
    # every notebook for every district
    "running.batch": ["run_batch"],
}
_HOME = {name: room for room, names in _DOOR.items() for name in names}

__all__ = ["__version__", *_HOME]


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(import_module(f"smarter_spending.{_HOME[name]}"), name)
    from difflib import get_close_matches

    near = get_close_matches(name, __all__, n=3, cutoff=0)
    raise AttributeError(f"smarter_spending has no {name!r}. Nearest: {', '.join(near)}.")


def __dir__() -> list[str]:
    return __all__
