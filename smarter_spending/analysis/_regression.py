"""One regression, its coefficient of interest, and errors that know about schools."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis.clusters import cluster_covariance, cluster_sums, satterthwaite

MANY_CLUSTERS = 40  # from here up the usual clustered error is good enough
FEW_DEGREES = 4.0


@dataclass(frozen=True)
class Coefficient:
    """One coefficient with its error; ``kind`` is HC1, CR1, CR2 or none."""

    value: float
    standard_error: float
    degrees_of_freedom: float
    kind: str


def design_of(
    covariates: pd.DataFrame, weights: np.ndarray | None
) -> tuple[np.ndarray, list, list]:
    """Constant and covariates in standard units, and what was left out: constant, repeated.

    Standard units change no other coefficient and keep the arithmetic exact when scores
    in the thousands stand beside shares.
    """
    columns, labels, constant = [np.ones(len(covariates))], [], []
    for label in covariates:
        values = covariates[label].to_numpy(dtype=float)
        if np.ptp(values) == 0:
            constant.append(str(label))
        else:
            columns.append((values - values.mean()) / values.std())
            labels.append(str(label))
    table = np.column_stack(columns)
    kept = independent_columns(table if weights is None else table[weights > 0])
    repeated = [labels[i - 1] for i in range(1, table.shape[1]) if i not in kept]
    return table[:, kept], constant, repeated


def independent_columns(table: np.ndarray) -> list[int]:
    """The columns that are not a sum of the ones before them (by Gram-Schmidt, twice)."""
    basis = np.empty((len(table), 0))
    kept = []
    for place in range(table.shape[1]):
        rest = table[:, place].astype(float)
        size = np.linalg.norm(rest)
        for _ in range(2):
            rest = rest - basis @ (basis.T @ rest)
        left = np.linalg.norm(rest)
        if size > 0 and left > 1e-7 * size:
            basis = np.column_stack([basis, rest / left])
            kept.append(place)
    return kept


def fit_coefficient(
    outcome: np.ndarray,
    design: np.ndarray,
    interest: np.ndarray,
    clusters: np.ndarray | None,
    weights: np.ndarray | None,
) -> Coefficient:
    """Regress the outcome on the design and the column of interest; give that coefficient."""
    from statsmodels.regression.linear_model import WLS

    table = np.column_stack([design, interest])
    scale = np.ones(len(outcome)) if weights is None else weights
    fitted = WLS(outcome, table, weights=scale).fit()
    last = table.shape[1] - 1
    value = float(fitted.params[last])
    if clusters is None:
        robust = fitted.get_robustcov_results("HC1")
        return Coefficient(value, float(robust.bse[last]), float(fitted.df_resid), "HC1")
    count = int(clusters.max()) + 1
    if count < 2:
        return Coefficient(value, np.nan, np.nan, "none")
    if count >= MANY_CLUSTERS:
        robust = fitted.get_robustcov_results("cluster", groups=clusters, use_correction=True)
        return Coefficient(value, float(robust.bse[last]), count - 1.0, "CR1")
    root = np.sqrt(scale)[:, None]
    sums = cluster_sums(
        table * root, fitted.wresid, clusters, np.asarray(fitted.normalized_cov_params)
    )
    error = float(np.sqrt(cluster_covariance(sums, "CR2")[last, last]))
    if not error > 0:
        return Coefficient(value, np.nan, np.nan, "none")
    return Coefficient(value, error, satterthwaite(sums, last), "CR2")
