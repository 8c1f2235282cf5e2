"""Pages and workbooks on the disk: what a run leaves behind and what a leader takes home.

Every page is one file that asks for nothing from elsewhere: no script, no remote
address, readable on a phone and on paper.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import pandas as pd

from smarter_spending.guide.notebook_html import (
    body_html,
    ended_early,
    markdown_to_html,
    title_of,
)
from smarter_spending.guide.results import (
    DONE,
    FAILED,
    NOT_PUBLISHED,
    DistrictResult,
    NotebookResult,
    Stamp,
)
from smarter_spending.guide.workbooks import workbook_bytes
from smarter_spending.words import many

__all__ = ["Stamp", "index_page", "notebook_page", "write_page", "write_workbook"]
# what each kind of file is called where it is linked
KINDS = {"html": "page", "md": "text", "xlsx": "workbook"}


def notebook_page(
    notebook: str | Path,
    out: str | Path,
    stamp: Stamp | None = None,
    result: NotebookResult | None = None,
    previous: str = "",
    following: str = "",
) -> Path:
    """Write an executed notebook as a page without code.

    Parameters
    ----------
    notebook : path
        The executed notebook.
    out : path
        The page to write.
    stamp : Stamp, optional
        Whose figures they are; at the top and the foot of the page.
    result : NotebookResult, optional
        How it went; a page that failed says where and why, and ends there.
    previous, following : str
        File names of the pages before and after it, if there are.

    Returns
    -------
    Path
        ``out``.
    """
    import nbformat

    read = nbformat.read(notebook, as_version=4)
    links = [
        _link("../index.html", "All pages"),
        _link(previous, "← The page before", "prev"),
        _link(following, "The next page →", "next"),
    ]
    body = body_html(read)
    page = _page(
        title=title_of(read, Path(notebook).stem),
        body=body,
        to_fill_in='class="ss-answers"' in body,
        stamp=stamp,
        stopped=_stopped(read, result),
        links=[link for link in links if link["href"]],
    )
    return _write(Path(out), page)


def index_page(results: Sequence[DistrictResult], out: str | Path) -> Path:
    """Write the page from which everything else hangs: each district, what was checked, its pages.

    Parameters
    ----------
    results : sequence of DistrictResult
        In the order in which they are shown.
    out : path
        The folder that holds the districts' folders.

    Returns
    -------
    Path
        ``index.html`` in that folder.
    """
    body = _template("index.html").render(districts=results, lead=_lead(results), kinds=KINDS)
    page = _page(title="Where the money goes, and what it buys", body=body)
    return _write(Path(out) / "index.html", page)


def write_page(
    folder: str | Path,
    name: str,
    title: str,
    body: str,
    stamp: Stamp,
    pictures: Sequence[tuple[str, str, str]] = (),
) -> tuple[Path, Path]:
    """Write one take-home page twice: to read (.html) and to edit or paste (.md).

    Parameters
    ----------
    folder : path
        Made when it is not there.
    name : str
        File name without ending.
    title : str
        The page's heading.
    body : str
        Markdown; its headings begin at ``##``.  HTML in it is shown as text.
    stamp : Stamp
    pictures : sequence of (PNG in base64, words, title)
        Each stands at its line ``[[picture 1]]``, or at the end when it has none; the
        text keeps its words.

    Returns
    -------
    (Path, Path)
        The .html and the .md file.

    Examples
    --------
    >>> import tempfile
    >>> from datetime import date
    >>> stamp = Stamp("Oak Unified", "2024-25", date(2025, 9, 15), ("ledger.csv",), "0.1", True)
    >>> with tempfile.TemporaryDirectory() as place:
    ...     page, text = write_page(place, "memo", "What we found", "**$5** a student.", stamp)
    ...     print(text.read_text(encoding="utf-8").splitlines()[0])
    ...     "<strong>$5</strong>" in page.read_text(encoding="utf-8")
    # What we found
    True
    """
    invented = " **Invented district: no real district's figures.**" if stamp.invented else ""
    text = f"# {title}\n\n{stamp.line}.{invented}\n\n{body.strip()}\n\n---\n\n{stamp.made_from}\n"
    shown, words = markdown_to_html(body), text
    for number, (image, said, heading) in enumerate(pictures, start=1):
        mark = f"[[picture {number}]]"
        figure = _template("figure.html").render(image=image, words=said, title=heading)
        shown = shown.replace(f"<p>{mark}</p>", figure) if mark in shown else shown + figure
        words = words.replace(mark, f"*{heading}.* {said}")
    page = _page(title=title, body=shown, stamp=stamp)
    place = Path(folder)
    return _write(place / f"{name}.html", page), _write(place / f"{name}.md", words)


def write_workbook(
    folder: str | Path,
    name: str,
    sheets: Mapping[str, pd.DataFrame],
    stamp: Stamp,
    notes: Sequence[str] = (),
) -> Path:
    """Write tables as an Excel workbook, with a first sheet that says what they are.

    Numbers stay numbers, with dollars, percent and counts by column; a blank cell
    is not known.  The same tables give the same file, byte for byte.

    Parameters
    ----------
    folder : path
        Made when it is not there.
    name : str
        File name without ending.
    sheets : mapping of sheet name to DataFrame
        Sheet names have at most 31 characters and none of ``[ ] : * ? / \\``.
    stamp : Stamp
    notes : sequence of str
        Further sentences for the sheet About.

    Returns
    -------
    Path

    Examples
    --------
    >>> import tempfile
    >>> from datetime import date
    >>> stamp = Stamp("Oak Unified", "2024-25", date(2025, 9, 15), ("ledger.csv",), "0.1", True)
    >>> table = pd.DataFrame({"program": ["Tutoring"], "total_cost": [90_000.0]})
    >>> with tempfile.TemporaryDirectory() as place:
    ...     file = write_workbook(place, "costs", {"Costs": table}, stamp)
    ...     pd.read_excel(file, sheet_name="Costs").values.tolist()
    [['Tutoring', 90000]]
    """
    return write_bytes(folder, f"{name}.xlsx", workbook_bytes(sheets, stamp, notes))


def write_csv(folder: str | Path, name: str, table: pd.DataFrame) -> Path:
    """Write a table as a file that a district folder can hold.

    Parameters
    ----------
    folder : path
        Made when it is not there.
    name : str
        Without its ending.
    table : DataFrame

    Returns
    -------
    Path
    """
    text = table.to_csv(index=False, lineterminator="\n")
    return write_bytes(folder, f"{name}.csv", text.encode())


def write_bytes(folder: str | Path, name: str, content: bytes) -> Path:
    """Write a file that was made in memory.

    Parameters
    ----------
    folder : path
        Made when it is not there.
    name : str
        With its ending.
    content : bytes

    Returns
    -------
    Path
    """
    file = Path(folder) / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def remove_files(folder: str | Path, pattern: str) -> list[str]:
    """Take away what an earlier run left.

    Parameters
    ----------
    folder : path
    pattern : str
        Of the files' names, such as ``"14_x-board_page.*"``.

    Returns
    -------
    list of str
        The names of what was there.
    """
    there = sorted(file for file in Path(folder).glob(pattern) if file.is_file())
    for file in there:
        file.unlink()
    return [file.name for file in there]


def _stopped(notebook, result: NotebookResult | None) -> dict[str, str] | None:
    if result is not None and result.status == FAILED:
        return {
            "place": f", at {result.place}" if result.place else "",
            "message": result.message,
        }
    if ended_early(notebook):
        return {"place": "", "message": "Run it with smarter-spending run, which says why."}
    return None


def _lead(results: Sequence[DistrictResult]) -> str:
    pages = [page for result in results for page in result.notebooks]
    came = [page.status for page in pages]
    done, failed, refused = (came.count(status) for status in (DONE, FAILED, NOT_PUBLISHED))
    unread = len([result for result in results if result.problems])
    parts = [
        f"{many(len(results), 'district')}, {many(done, 'page')} done.",
        f"{many(failed, 'page')} failed." if failed else "",
        f"{many(refused, 'page')} not published." if refused else "",
        f"{many(unread, 'folder')} could not be read." if unread else "",
        "Each district's figures come only from its own files; nothing was guessed.",
    ]
    return " ".join(part for part in parts if part)


def _link(href: str, words: str, rel: str = "") -> dict[str, str]:
    return {"href": href, "words": words, "rel": rel}


def _page(
    title: str,
    body: str,
    stamp: Stamp | None = None,
    stopped=None,
    links=(),
    to_fill_in: bool = False,
) -> str:
    from markupsafe import Markup

    return _template("page.html").render(
        title=title,
        body=Markup(body),
        stamp=stamp,
        stopped=stopped,
        links=links,
        to_fill_in=to_fill_in,
        css=Markup(_text("page.css")),
    )


@cache
def _template(name: str):
    from jinja2 import Environment

    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        _text(name)
    )


@cache
def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    return file
