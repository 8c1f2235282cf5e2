"""Attack many small invented districts: ``python -m benchmarks.attack [districts] [first seed]``.

Each is written, opened and handed out as ``run`` does it, page by page without the notebooks; then
``tests.attack`` bounds every hidden count of students by linear programs over all that is shown.
Prints the sets attacked, the counts hidden, those recovered and the narrowest interval; it fails
when anything was recovered.  Five hundred take about an hour and a half on one core.
"""

import sys
import tempfile
from pathlib import Path

from smarter_spending.case import open_case
from tests.attack import about_hidden, attack, handed_out, small_in_words
from tools.samples import write_sample

SHAPE = "cold_creek"  # three schools: small groups everywhere


def main(districts: int, first: int) -> int:
    """Attack districts of consecutive seeds; how many gave something away."""
    total = {"sets": 0, "hidden": 0, "recovered": 0, "figures": 0, "sentences": 0}
    narrowest, leaking = float("inf"), 0
    for seed in range(first, first + districts):
        with tempfile.TemporaryDirectory() as room:
            folder = Path(room) / SHAPE
            write_sample(SHAPE, folder, seed)
            case = open_case(folder, take_home=Path(room) / "out")
            shown = handed_out(case)
            result = attack(case, shown)
            about, said = about_hidden(case, shown), small_in_words(shown, 11)
        found = result.sets, result.hidden, len(result.leaks), len(about), len(said)
        total = {key: total[key] + one for key, one in zip(total, found, strict=True)}
        narrowest = min(narrowest, result.narrowest)
        leaking += any(found[2:])
        for one in (*result.leaks, *about, *said):
            sys.stdout.write(f"  seed {seed}: {one}\n")
    words = ", ".join(f"{count:,} {key}" for key, count in total.items())
    sys.stdout.write(f"{districts} districts: {words}; narrowest interval {narrowest}\n")
    return leaking


if __name__ == "__main__":
    asked = [int(one) for one in sys.argv[1:]]
    sys.exit(1 if main(*(asked + [500, 1000][len(asked) :])) else 0)
