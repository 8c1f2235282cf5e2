"""What the planted programs truly did; kept with the generator, never written to a folder."""

import numpy as np
import pandas as pd

from tools.samples import scores
from tools.samples.people import People
from tools.samples.scores import Latent


def truth_of(people: People, latent: Latent, planted, gains: pd.DataFrame) -> pd.DataFrame:
    """One row a planted program: the average true effect on those who took part.

    ``true_effect`` is in outcome units (points, or a share for yes/no
    outcomes) and ``true_effect_sd`` in standard deviations of the grade; both
    average over the students who took part and whose outcome is known.
    """
    rows = []
    for program in planted:
        mine = gains[gains["program_id"] == program.program_id]
        person, gain = mine["person"].to_numpy(), mine["gain"].to_numpy()
        points = _in_outcome_units(people, latent, program.outcome, person, gain)
        known = ~np.isnan(points)
        rows.append(
            {
                "program_id": program.program_id,
                "outcome": program.outcome,
                "true_effect": points[known].mean(),
                "true_effect_sd": gain[known].mean()
                if program.outcome.endswith("score")
                else np.nan,
                "full_effect": program.full_effect,
                "students": int(known.sum()),
                "whole_school": program.whole_school,
                "can_be_told": program.can_be_told,
                "story": program.story,
            }
        )
    return pd.DataFrame(rows)


def _in_outcome_units(people, latent, outcome, person, gain) -> np.ndarray:
    grade = people.grade[person, -1]
    if outcome in ("ela_score", "math_score"):
        subject = outcome[: -len("_score")]
        spread = scores.caaspp(subject)["spread"].reindex(grade).to_numpy()
        return np.where(latent.tested[subject][person, -1], gain * spread, np.nan)
    if outcome == "early_literacy_score":
        return gain * scores.LITERACY_SPREAD
    if outcome == "reading_on_grade":
        return _reached(grade, latent.windows["eoy"][person, -1] + gain) - _reached(
            grade, latent.windows["eoy"][person, -1]
        )
    return gain


def _reached(grade, standard) -> np.ndarray:
    status = scores.literacy_status(grade, scores.literacy_points("eoy", grade, standard))
    return np.isin(status, ["at", "above"]).astype(float)
