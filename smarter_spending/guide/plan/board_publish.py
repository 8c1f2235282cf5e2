"""The board page as files: published whole, or refused and taken away."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from IPython.display import Markdown

from smarter_spending.guide.artifacts import stamp
from smarter_spending.guide.pages import remove_files, write_bytes, write_page
from smarter_spending.guide.plan.board_check import NumbersDisagreeError, board_text
from smarter_spending.guide.plan.board_page import Figure, Line
from smarter_spending.guide.plan.board_pdf import NotPrintableError, PageTooLongError, page_pdf
from smarter_spending.guide.results import HAND_OUT, NOT_PUBLISHED
from smarter_spending.guide.showing import in_jupyter, needs

BOARD = "For the board"


def publish_board_page(
    district,
    folder: str | Path,
    notebook: str,
    title: str,
    lines: Sequence[Line],
    figures: Mapping[str, Figure],
    edited: Mapping[str, str],
) -> Markdown:
    """Publish the board page as HTML and PDF; nothing, when a number disagrees with its table.

    What is not published leaves no older page standing, and a batch says that it was not.

    Parameters
    ----------
    district : District
    folder : path
        Where to write; made if it is not there.
    notebook : str
        The notebook that makes it.
    title : str
        The question the page answers.
    lines : sequence of Line
    figures : mapping of name to Figure
    edited : mapping of a line's key to its sentence

    Returns
    -------
    Markdown
        The files' names, or what disagrees, with both figures; or, where there is no figure
        to put on a page, what is missing.
    """
    name, seal = f"{notebook}{HAND_OUT}board_page", stamp(district)
    removed = remove_files(folder, f"{name}.*")
    if not figures:
        missing = needs(district, "programs", "ledger")
        return in_jupyter(f"**No board page yet:** there is no figure to put on it. {missing}")
    try:
        text = board_text(title, lines, figures, edited)
        printed = page_pdf(BOARD, text, seal)
    except (NumbersDisagreeError, PageTooLongError, NotPrintableError) as error:
        older = " The page published before was taken away." if removed else ""
        said = f"**Not published.** {error} Mend the sentence, or the table.{older}"
        return Markdown(in_jupyter(said).data, metadata={NOT_PUBLISHED: _in_short(error)})
    write_page(folder, name, BOARD, text, seal)
    write_bytes(folder, f"{name}.pdf", printed)
    return Markdown(
        f"**Published:** the board page (`{name}.html`, `{name}.pdf`), in the folder `take_home`. "
        "Every number on it agrees with its table."
    )


def _in_short(error: ValueError) -> str:
    if isinstance(error, NumbersDisagreeError):
        return "a number disagrees"
    return "it is longer than a page" if isinstance(error, PageTooLongError) else "it has no PDF"
