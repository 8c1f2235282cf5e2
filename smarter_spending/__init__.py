"""Smarter Spending: what each program costs, what it buys, and how sure we are.

    import smarter_spending as ss

Every public name is listed here with the room it lives in.  A name is fetched when it
is first used, so that importing the package is quick and draws in nothing heavy.
"""

from importlib import import_module

__version__ = "0.1.0"

_ROOMS = {
    "district.loading": ["District", "DistrictDataError", "load_district"],
    "district.choices": ["earlier_answer", "open_choices", "read_choices"],
    "district.sacs": ["ledger_kind"],
    "district.tables": ["all_tables"],
    "district.template": ["write_template"],
    "district.privacy": ["hide_small", "pseudonymise", "suppress"],
    "district.importers": ["import_caaspp", "import_sacs", "import_workbook"],
    "analysis.costs": [
        "annual_cost",
        "marginal_cost",
        "program_cost",
        "program_costs",
        "to_base_year",
    ],
    "analysis.attrition": ["attrition_table"],
    "analysis.baseline": ["baseline_table"],
    "analysis.best_buy": ["chance_best", "expected_loss", "value_of_information"],
    "analysis.best_choice": [
        "chances_by_price",
        "first_outcome",
        "first_program",
        "program_bands",
        "program_draws",
        "tornado",
        "tornado_of_first",
        "worth_of_learning",
    ],
    "analysis.comparisons": ["compare_students"],
    "analysis.cross_section": ["spending_beside_scores"],
    "analysis.dosage": ["dosage_effect"],
    "analysis.effect_sizes": ["cox_index", "hedges_g", "improvement_index"],
    "analysis.effects": ["estimate_effect"],
    "analysis.enrollment": ["enrollment_by_year"],
    "analysis.evaluation": ["program_effect"],
    "analysis.inventory": [
        "completeness",
        "cost_by_goal_area",
        "nearly_ready",
        "overlaps",
        "readiness",
        "triage_counts",
    ],
    "analysis.options": [
        "claims_beside_estimates",
        "cost_sensitivity",
        "estimated_options",
        "largest_outcome",
        "ratio_ranges",
        "ratios_by_outcome",
        "reported_options",
    ],
    "analysis.every_program": ["compare_programs", "program_effects"],
    "analysis.outcomes": ["outcome_values"],
    "analysis.placebo": ["placebo_effect"],
    "analysis.learning": ["learning_rates", "measure_grades", "measure_values"],
    "analysis.learning_goals": [
        "chronically_absent",
        "ninth_grade_c_or_better",
        "standard_met",
    ],
    "analysis.learning_growth": [
        "distance_from_standard",
        "literacy_windows",
        "score_growth",
        "scores_by_subject",
    ],
    "analysis.learning_needs": [
        "learning_gaps",
        "lowest_told_apart",
        "ranked_needs",
        "top_need_changes",
    ],
    "analysis.rate_gaps": ["group_rates", "rate_changes"],
    "analysis.rates": ["rate_change", "rate_range", "rates_by", "students_behind"],
    "analysis.ratios": [
        "ProgramMismatchError",
        "academic_roi",
        "cost_at_benchmark",
        "cost_per_outcome",
        "effect_per_1000_dollars",
        "incremental_ratios",
    ],
    "analysis.spending": [
        "form01",
        "form01_totals",
        "reconcile",
        "set_apart",
        "spending_by",
        "spending_by_school",
        "spending_change",
    ],
    "analysis.resampling": ["draw_costs_and_effects", "resample_ratios"],
    "analysis.sensitivity": ["break_even_effect", "one_way_sensitivity"],
    "analysis.staffing": [
        "reconcile_staffing",
        "staffing_by",
        "staffing_by_school",
        "unit_cost",
        "unit_costs",
    ],
    "analysis.students_reached": ["students_moved"],
    "analysis.uncertainty": ["RANGE", "ratio_range"],
    "analysis.verdicts": ["bands"],
    "analysis.weights": ["balance_weights"],
    "planning.priorities": ["next_practices", "ratings_summary", "read_ratings"],
    "display.artifacts": ["hand_out", "stamp", "take_home"],
    "display.calculators": [
        "effect_calculator",
        "price_calculator",
        "may_be_called_an_effect",
        "unit_cost_calculator",
        "upper_limit_in_words",
    ],
    "display.charts": [
        "chart_chances",
        "chart_change",
        "chart_cost_effect",
        "chart_cross_section",
        "chart_effects",
        "chart_naive",
        "chart_pay",
        "chart_per_pupil",
        "chart_ratings",
        "chart_ratio_ranges",
        "chart_readiness",
        "chart_spending",
        "chart_tornado",
    ],
    "display.effect_findings": [
        "cross_section_words",
        "say_before",
        "say_checks",
        "say_delivery",
        "say_effects",
        "say_looked_at",
        "say_naive",
        "say_turned",
        "with_effect_words",
    ],
    "display.exercises": [
        "ask_choice",
        "ask_number",
        "ask_words",
        "choices_from",
        "deep_review_questions",
        "talk",
    ],
    "display.findings": [
        "say_change",
        "say_district",
        "say_largest",
        "say_notes",
        "say_pay",
        "say_people",
        "say_reconciled",
        "say_restricted",
        "say_schools",
        "say_total",
        "say_unit_cost",
        "years_in",
    ],
    "display.framework": ["LEVELS", "practices"],
    "display.inventory_findings": [
        "say_completeness",
        "say_inventory",
        "say_overlaps",
        "say_ready",
    ],
    "display.program_findings": [
        "say_bands",
        "say_best_buy",
        "say_chances",
        "say_claims",
        "say_dearest",
        "say_frontier",
        "say_learning",
        "say_ranges",
        "say_sensitivity",
        "say_tornado",
        "with_words",
    ],
    "display.rankings": ["ask_ranking", "ask_weights", "ranking", "weights_given"],
    "display.room": [
        "median_gap",
        "practice_names",
        "room_ratings",
        "room_ratings_html",
        "say_entry",
        "say_room",
        "steps",
    ],
    "display.showing": ["needs", "school_names", "show_chart", "show_table", "show_text", "titles"],
    "display.trust": ["first_screen"],
    "display.wording": ["dollars", "number", "percent"],
    "running.batch": ["rebuild_pages", "run_batch"],
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = ["__version__", "panels", *sorted(_ROOM_OF)]


def __getattr__(name: str) -> object:
    if name == "panels":
        return import_module("smarter_spending.display.panels")
    if name not in _ROOM_OF:
        raise AttributeError(
            f"smarter_spending has no {name!r}. Its names are: {', '.join(__all__)}."
        )
    return getattr(import_module(f"smarter_spending.{_ROOM_OF[name]}"), name)


def __dir__() -> list[str]:
    return __all__
