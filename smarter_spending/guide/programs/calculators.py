"""May a gap be called an effect?"""

from smarter_spending.analysis.baseline import wwc_class


def may_be_called_an_effect(prior_difference: float) -> str:
    """Whether a gap may be called an effect, by how far apart the groups began.

    Parameters
    ----------
    prior_difference : float, standard deviations
        On the prior score.

    Returns
    -------
    str
        One of the answers offered: Yes, Only after adjusting, No.

    Examples
    --------
    >>> [may_be_called_an_effect(apart) for apart in (0.04, 0.20, 0.30)]
    ['Yes', 'Only after adjusting', 'No']
    """
    answers = {"satisfied": "Yes", "adjust": "Only after adjusting", "not satisfied": "No"}
    return answers[wwc_class(prior_difference)]
