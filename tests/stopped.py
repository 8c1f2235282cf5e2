"""The teaching district when its room stops two programs that the rule leaves open."""

import pandas as pd

from smarter_spending.case import Case

# the rule stopped both until chances came from t: a loss, and a worth below its cost, not shown
ROOM = pd.DataFrame(
    {
        "program_id": ["P-104", "P-105"],
        "role": "the room",
        "verdict": "Stop",
        "because": "its students read more without it",
    }
)


def decided(case: Case) -> pd.DataFrame:
    """The decisions of a case, with the room's two stops where it has these programs to stop."""
    ours = ROOM if case.district.name.startswith("Altamont") else ROOM[:0]
    return case.decisions(ours)
