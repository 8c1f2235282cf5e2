"""The teaching district when its room stops two programs; the rule leaves P-105 open."""

import pandas as pd

from smarter_spending.case import Case

# of P-105 a loss is not shown; P-104, which is hardly ever worth its cost, the rule stops too
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
