"""Errors of a regression when students of one school are not independent of each other."""

from dataclasses import dataclass

import numpy as np

# below this a school's rows settle a coefficient alone, and the adjustment has no inverse
SETTLED = 1e-9


@dataclass(frozen=True)
class ClusterSums:
    """What each cluster adds to a regression: ``gram`` (X'X) and ``score`` (X'e).

    ``gram`` is clusters x columns x columns, ``score`` clusters x columns, and
    ``bread`` the inverse of all clusters' X'X.
    """

    gram: np.ndarray
    score: np.ndarray
    bread: np.ndarray


def cluster_sums(
    design: np.ndarray, residuals: np.ndarray, clusters: np.ndarray, bread: np.ndarray
) -> ClusterSums:
    """Add up X'X and X'e within each cluster.

    Everything the errors below need; the students themselves are not needed again.

    Parameters
    ----------
    design : array, students x columns
        Times the square root of the weights, when students are weighted.
    residuals : array, students
        Times the square root of the weights, when students are weighted.
    clusters : array of int, students
        Cluster numbers 0, 1, 2 … without gaps.
    bread : array, columns x columns
        Inverse of X'X.

    Returns
    -------
    ClusterSums

    Examples
    --------
    >>> sums = cluster_sums(np.ones((4, 1)), np.array([1., 2., -1., -2.]),
    ...                     np.array([0, 0, 1, 1]), np.array([[0.25]]))
    >>> sums.score.ravel().tolist()
    [3.0, -3.0]
    """
    order = np.argsort(clusters, kind="stable")
    design, residuals, clusters = design[order], residuals[order], clusters[order]
    starts = np.flatnonzero(np.r_[True, clusters[1:] != clusters[:-1]])
    score = np.add.reduceat(design * residuals[:, None], starts, axis=0)
    ends = np.r_[starts[1:], len(clusters)]
    # a product for each cluster is far quicker than adding up students' outer products
    gram = np.stack([design[a:b].T @ design[a:b] for a, b in zip(starts, ends, strict=True)])
    return ClusterSums(gram, score, bread)


def cluster_covariance(sums: ClusterSums, kind: str) -> np.ndarray:
    """Covariance of the coefficients with whole clusters independent of each other.

        M sum_g (X_g' A_g e_g)(X_g' A_g e_g)' M,   M = (X'X)^-1
        CR0  A_g = I          CR2  A_g = (I - H_gg)^-1/2
        CR3  A_g = (I - H_gg)^-1, the jackknife, times (G - 1) / G

    CR2 is exactly unbiased when errors are in truth independent and alike; CR3
    leans to the wide side.  A cluster that settles a coefficient alone adds
    nothing to that coefficient's error.

    Parameters
    ----------
    sums : ClusterSums
    kind : {"CR0", "CR2", "CR3"}

    Returns
    -------
    array, columns x columns

    Raises
    ------
    ValueError
        When the kind is not one of these.

    Examples
    --------
    The mean of two clusters of two, each 1.5 from the overall mean; CR2 and CR3 by hand:

    >>> sums = cluster_sums(np.ones((4, 1)), np.array([1., 2., -1., -2.]),
    ...                     np.array([0, 0, 1, 1]), np.array([[0.25]]))
    >>> [round(cluster_covariance(sums, kind).item(), 4) for kind in ("CR0", "CR2", "CR3")]
    [1.125, 2.25, 2.25]

    References
    ----------
    Bell and McCaffrey (2002), "Bias reduction in standard errors for linear
    regression with multi-stage samples", *Survey Methodology* 28.
    """
    if kind not in ("CR0", "CR2", "CR3"):
        raise ValueError(f"There is no kind of error {kind!r}. Use CR0, CR2 or CR3.")
    score = sums.score
    if kind != "CR0":
        power = -0.5 if kind == "CR2" else -1.0
        share, turn, root, unroot = _leverage(sums)
        freed = _free(share, power)
        inner = np.einsum("gji,jk,gk->gi", turn, root, score)
        score = np.einsum("ij,gjk,gk->gi", unroot, turn, freed * inner)
    stretched = score @ sums.bread
    factor = (len(score) - 1) / len(score) if kind == "CR3" else 1.0
    return factor * stretched.T @ stretched


def satterthwaite(sums: ClusterSums, column: int) -> float:
    """Degrees of freedom of one coefficient's CR2 error.

        (sum of the eigenvalues)^2 / (sum of their squares)

    of the quadratic form that the error is, taking students' errors as
    independent and alike.  Few or very unequal clusters give few degrees of
    freedom, whatever the number of students.

    Parameters
    ----------
    sums : ClusterSums
    column : int
        Which coefficient.

    Returns
    -------
    float, degrees of freedom, never below 1

    Examples
    --------
    Two equal clusters have one degree of freedom:

    >>> sums = cluster_sums(np.ones((4, 1)), np.array([1., 2., -1., -2.]),
    ...                     np.array([0, 0, 1, 1]), np.array([[0.25]]))
    >>> round(satterthwaite(sums, 0), 6)
    1.0

    References
    ----------
    Pustejovsky and Tipton (2018), "Small-sample methods for cluster-robust
    variance estimation", *Journal of Business & Economic Statistics* 36.
    """
    share, turn, _, unroot = _leverage(sums)
    freed = _free(share, -0.5)
    aim = np.einsum("gji,jk,k->gi", turn, unroot, sums.bread[:, column])
    own = (share * freed**2 * aim**2).sum(axis=1)
    across = np.einsum("ij,gjk,gk->gi", unroot, turn, share * freed * aim)
    form = np.diag(own) - across @ sums.bread @ across.T
    squares = (form**2).sum()
    return float(max(np.trace(form) ** 2 / squares, 1.0)) if squares > 0 else 1.0


def _leverage(sums: ClusterSums):
    """Eigenvalues and vectors of M^1/2 X_g'X_g M^1/2, with M^1/2 and its inverse."""
    values, vectors = np.linalg.eigh(sums.bread)
    root = (vectors * np.sqrt(values)) @ vectors.T
    unroot = (vectors / np.sqrt(values)) @ vectors.T
    share, turn = np.linalg.eigh(root @ sums.gram @ root)
    return np.clip(share, 0.0, 1.0), turn, root, unroot


def _free(share: np.ndarray, power: float) -> np.ndarray:
    left = 1.0 - share
    return np.where(left > SETTLED, np.maximum(left, SETTLED) ** power, 0.0)
