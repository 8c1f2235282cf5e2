"""Write the three sample folders again: ``python -m tools.samples``."""

import sys
from pathlib import Path

from tools.samples import SHAPES, write_sample
from tools.samples.dictionary import readme

HERE = Path(__file__).resolve().parents[2] / "data" / "samples"


def main(folder: Path) -> None:
    """Write every sample district under a folder and say what was written."""
    total = 0
    for shape in SHAPES:
        for path in write_sample(shape, folder / shape):
            size = path.stat().st_size
            total += size
            sys.stdout.write(f"{size / 1e6:8.2f} MB  {path.relative_to(folder)}\n")
    (folder / "README.md").write_text(readme(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{total / 1e6:8.2f} MB  in all\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
