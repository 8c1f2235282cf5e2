"""Smarter Spending: what each program costs, what it buys, and how sure we are.

    import smarter_spending as ss

Every public name is listed here with the room it lives in.  A name is fetched when it
is first used, so that importing the package is quick and draws in nothing heavy.
"""

from importlib import import_module

__version__ = "0.1.0"

_ROOMS = {
    "analysis.comparisons": ["attrition_table", "compare_students", "outcome_values"],
    "analysis.effect_sizes": ["baseline_table", "cox_index", "hedges_g", "improvement_index"],
    "analysis.best_buy": [
        "bands",
        "chance_best",
        "chances_by_price",
        "expected_loss",
        "first_program",
        "program_bands",
        "program_draws",
        "tornado",
        "tornado_of_first",
        "value_of_information",
        "worth_of_learning",
    ],
    "analysis.costs": [
        "annual_cost",
        "marginal_cost",
        "program_cost",
        "program_costs",
        "to_base_year",
    ],
    "analysis.spending": [
        "form01",
        "form01_totals",
        "reconcile",
        "set_apart",
        "spending_beside_scores",
        "spending_by",
        "spending_by_school",
        "spending_change",
    ],
    "analysis.effects": [
        "balance_weights",
        "dosage_effect",
        "estimate_effect",
        "placebo_effect",
        "students_moved",
    ],
    "analysis.checks": ["enrollment_by_year"],
    "analysis.evaluation": ["compare_programs", "program_effect", "program_effects"],
    "analysis.inventory": [
        "completeness",
        "cost_by_goal_area",
        "nearly_ready",
        "overlaps",
        "readiness",
        "triage_counts",
    ],
    "analysis.learning": [
        "chronically_absent",
        "distance_from_standard",
        "group_rates",
        "learning_gaps",
        "learning_rates",
        "levels_from_scores",
        "literacy_windows",
        "lowest_told_apart",
        "measure_grades",
        "measure_values",
        "ninth_grade_c_or_better",
        "ranked_needs",
        "rate_change",
        "rate_changes",
        "rate_range",
        "rates_by",
        "score_growth",
        "scores_by_subject",
        "standard_met",
        "students_behind",
        "top_need_changes",
    ],
    "analysis.ratios": [
        "ProgramMismatchError",
        "academic_roi",
        "claims_beside_estimates",
        "cost_at_benchmark",
        "cost_per_outcome",
        "cost_sensitivity",
        "effect_per_1000_dollars",
        "estimated_options",
        "incremental_ratios",
        "largest_outcome",
        "ratio_ranges",
        "ratios_by_outcome",
        "reported_options",
    ],
    "analysis.resampling": ["draw_costs_and_effects", "resample_ratios"],
    "analysis.uncertainty": ["RANGE", "break_even_effect", "one_way_sensitivity", "ratio_range"],
    "analysis.staffing": [
        "reconcile_staffing",
        "staffing_by",
        "staffing_by_school",
        "unit_cost",
        "unit_costs",
    ],
    "case": ["Case", "open_case"],
    "district.choices": [
        "answers_side_by_side",
        "earlier_answer",
        "open_choices",
        "read_choices",
        "read_room",
    ],
    "district.importers": ["import_caaspp", "import_lcap", "import_sacs", "import_workbook"],
    "district.loading": ["District", "DistrictDataError", "load_district"],
    "district.privacy": ["hide_small", "pseudonymise", "suppress"],
    "district.resources": ["resource_rules"],
    "district.sacs": ["ledger_kind"],
    "district.student_rules": ["caaspp_scores"],
    "district.tables": ["all_tables"],
    "district.template": ["write_template"],
    "guide.artifacts": [
        "hand_out",
        "hand_out_calendar",
        "hand_out_questions",
        "stamp",
        "take_home",
    ],
    "guide.charts": [
        "chart_chances",
        "chart_cost_effect",
        "chart_cross_section",
        "chart_fan",
        "chart_first_places",
        "chart_fishbone",
        "chart_goal",
        "chart_hands",
        "chart_needs",
        "chart_pay",
        "chart_per_pupil",
        "chart_rate_changes",
        "chart_rates_by_year",
        "chart_ratio_ranges",
        "chart_reserves",
        "chart_savings",
        "chart_scores",
        "chart_spending",
        "chart_tornado",
    ],
    "guide.choices_book": ["write_choices"],
    "guide.decided": ["action_rows"],
    "guide.exercises": ["ask_choice", "ask_number", "ask_words", "choices_from", "talk"],
    "guide.opening": ["first_screen", "say_district"],
    "guide.sentences": ["cross_section_words", "say_largest", "say_pay", "say_schools"],
    "guide.showing": [
        "needs",
        "school_names",
        "show_chart",
        "show_table",
        "show_text",
        "table_of",
        "titles",
    ],
    "planning.decisions": ["DecisionRule", "decide"],
    "planning.enrollment_projection": ["cohort_survival"],
    "planning.finance": ["compound", "fan_chart", "multi_year_plan", "named_scenarios"],
    "planning.funds": ["may_pay", "pay_for"],
    "planning.lcff": ["funded_ada", "lcff_target", "unduplicated_share"],
    "planning.lcff_rates": ["LCFF_RATES", "projected_rates"],
    "planning.lcff_years": ["lcff_ahead"],
    "planning.monitoring": [
        "ReviewRule",
        "goal_attainment",
        "review_programs",
        "review_rule",
        "spending_against_plan",
    ],
    "planning.plan_assumptions": ["plan_rates"],
    "planning.plan_base": ["general_fund_balances", "plan_lines"],
    "planning.portfolio": ["Portfolio", "choose_payable", "choose_portfolio"],
    "planning.program_facts": ["decision_facts"],
    "planning.reallocation": ["investments", "net_by_fund", "net_table", "reallocate"],
    "planning.reserves": [
        "break_year",
        "budget_indicator",
        "reserve_table",
        "state_minimum",
        "triggers_met",
    ],
    "planning.review_calendar": ["calendar_file", "review_year"],
    "planning.savings": ["identified_savings", "program_spending", "savings_rows"],
    "planning.savings_doubt": ["count_once", "plan_on", "savings_range", "transition_costs"],
    "planning.scoring": ["first_places", "option_scores", "room_weights"],
    "planning.second_look": ["abandonment_score", "last_day", "sunset_plan", "with_overrides"],
    "planning.sites": [
        "hold_harmless",
        "moved_by_weight",
        "staffing_allocation",
        "weighted_allocation",
    ],
    "planning.trade_cards": ["Deck", "deal_cards"],
    "planning.trade_offs": ["best_hand", "compare_hands", "score_hand"],
    "planning.years_ahead": ["reserves_side_by_side"],
    "running.batch": ["rebuild_pages", "run_batch"],
    "words": ["dollars", "number", "percent"],
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = ["__version__", "panels", *sorted(_ROOM_OF)]


def __getattr__(name: str) -> object:
    if name == "panels":
        return import_module("smarter_spending.guide.panels")
    if name not in _ROOM_OF:
        raise AttributeError(
            f"smarter_spending has no {name!r}. Its names are: {', '.join(__all__)}."
        )
    return getattr(import_module(f"smarter_spending.{_ROOM_OF[name]}"), name)


def __dir__() -> list[str]:
    return __all__
