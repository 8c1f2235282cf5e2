"""What an import refuses, said so that a finance office can mend the file."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ImportProblem:
    """One thing wrong in a file given to an import: where it is and what to do."""

    file: str
    message: str
    column: str = ""
    row: int | None = None
    value: str = ""

    def __str__(self) -> str:
        places = [self.file, self.column, f"row {self.row}" if self.row else ""]
        return f"{', '.join(place for place in places if place)}: {self.message}"


class ImportRefusedError(ValueError):
    """Nothing was imported; ``problems`` lists every reason, each with its place in the file."""

    def __init__(self, problems):
        self.problems = tuple(problems)
        count = len(self.problems)
        opening = "Nothing was imported. " + (
            "One problem:" if count == 1 else f"{count} problems:"
        )
        super().__init__("\n".join([opening, *(f"- {problem}" for problem in self.problems)]))


def refuse(file: str, message: str, **place) -> ImportRefusedError:
    """An error for one problem, to be raised by the caller.

    Parameters
    ----------
    file : str
        Name of the file.
    message : str
        What is wrong and what to do.
    **place
        ``column`` (name), ``row`` (spreadsheet row, the header is 1) and ``value``.

    Returns
    -------
    ImportRefusedError
        Holding the one problem.

    Examples
    --------
    >>> print(refuse("gl.csv", "the amount is not a number.", column="Value", row=7))
    Nothing was imported. One problem:
    - gl.csv, Value, row 7: the amount is not a number.
    """
    return ImportRefusedError([ImportProblem(file, message, **place)])
