"""An executed notebook as the body of a page: prose, tables and pictures, never code."""

import re
from collections.abc import Sequence

import nbformat

WIDGET = "application/vnd.jupyter.widget-view+json"
LEFT_OUT = {"remove-cell", "facilitator", "parameters", "injected-parameters"}
MARKS_OF_FAILURE = {"papermill-error-cell-tag"}
WIDE_TABLE = re.compile(r"(<table\b.*?</table>)", flags=re.S)


def title_of(notebook: nbformat.NotebookNode, otherwise: str) -> str:
    """A notebook's heading, as plain words.

    Parameters
    ----------
    notebook : NotebookNode
    otherwise : str
        Its title when it has no heading.

    Returns
    -------
    str

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> title_of(new_notebook(cells=[new_markdown_cell("# 9. What *did* it buy?")]), "09")
    '9. What did it buy?'
    """
    for cell in notebook.cells:
        found = re.search(r"^# +(.+)$", cell.source, flags=re.M)
        if cell.cell_type == "markdown" and found:
            return plain(found[1])
    return otherwise


def decision_of(notebook: nbformat.NotebookNode) -> str:
    """The question a notebook answers: what follows **The decision.** in its opening.

    Parameters
    ----------
    notebook : NotebookNode

    Returns
    -------
    str
        Blank when it names none.

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> opening = new_markdown_cell("# 6. Money\\n\\n**The decision.** Where\\nfirst?\\n\\nMore.")
    >>> decision_of(new_notebook(cells=[opening]))
    'Where first?'
    """
    for cell in notebook.cells:
        found = re.search(r"\*\*The decision\.\*\*(.+?)(?:\n\s*\n|\Z)", cell.source, flags=re.S)
        if found:
            return plain(" ".join(found[1].split()))
    return ""


def plain(markdown: str) -> str:
    """Markdown without its marks, for a title or a list.

    Parameters
    ----------
    markdown : str

    Returns
    -------
    str

    Examples
    --------
    >>> plain("**Costs** in `ledger.csv`: \\\\$5")
    'Costs in ledger.csv: $5'
    """
    return re.sub(r"\\([^\w\s])|[*`]+", lambda mark: mark[1] or "", markdown).strip()


def markdown_to_html(text: str) -> str:
    """Markdown as HTML: tables and lists, dollar signs as dollars, no raw HTML let through.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> markdown_to_html("From $5 to **$7**, <b>not</b> \\\\$9")
    '<p>From $5 to <strong>$7</strong>, &lt;b&gt;not&lt;/b&gt; $9</p>\\n'
    """
    import mistune

    return _boxed(mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])(text))


def body_html(notebook: nbformat.NotebookNode) -> str:
    """The part of a page that a notebook fills, without its heading and without code.

    Cells for facilitators and parameters, all code, live controls and technical
    warnings are left out; what stands beside a control for paper is kept, and so
    are the words of every picture.  A notebook that failed ends where it stopped.

    Parameters
    ----------
    notebook : NotebookNode
        Executed; it is not changed.

    Returns
    -------
    str
        HTML without scripts.
    """
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        template_name="basic",
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )
    exporter.register_filter("markdown2html", markdown_to_html)
    leaders = nbformat.from_dict({**notebook, "cells": _for_leaders(notebook.cells)})
    body, _ = exporter.from_notebook_node(leaders)
    return _boxed(body)


def _for_leaders(cells: Sequence[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    kept, titled = [], False
    for cell in cells:
        if (LEFT_OUT | MARKS_OF_FAILURE) & set(cell.metadata.get("tags", [])):
            continue
        cell = nbformat.from_dict(cell)
        if cell.cell_type == "markdown" and not titled:
            cell.source, count = re.subn(r"^# +.+\n?", "", cell.source, count=1, flags=re.M)
            titled = bool(count)
        if cell.cell_type == "code":
            stopped = _stopped(cell)
            cell.outputs = [output for output in map(_on_paper, cell.outputs) if output]
            if stopped:
                return [*kept, cell]
        kept.append(cell)
    return kept


def ended_early(notebook: nbformat.NotebookNode) -> bool:
    """Whether an error ended a notebook before its last cell.

    Parameters
    ----------
    notebook : NotebookNode

    Returns
    -------
    bool

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook, new_output
    >>> ended_early(new_notebook(cells=[new_code_cell(outputs=[new_output("error")])]))
    True
    """
    return any(_stopped(cell) for cell in notebook.cells)


def _stopped(cell: nbformat.NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", []))


def _on_paper(output: nbformat.NotebookNode) -> nbformat.NotebookNode | None:
    if output.output_type == "error" or output.get("name") == "stderr":
        return None
    return without_widget(output)


def without_widget(output: nbformat.NotebookNode) -> nbformat.NotebookNode | None:
    """An output without its live control, which no saved page can bring back to life.

    Parameters
    ----------
    output : NotebookNode

    Returns
    -------
    NotebookNode, or None when nothing else is there to show
    """
    data = output.get("data", {})
    if WIDGET not in data:
        return output
    rest = {kind: value for kind, value in data.items() if kind != WIDGET}
    return nbformat.from_dict({**output, "data": rest}) if set(rest) - {"text/plain"} else None


def _boxed(body: str) -> str:
    # each table scrolls inside its own box: a wide one is neither cut nor widens the page
    parts = re.split(r'(<div class="ss-scroll".*?</table>\s*</div>)', body, flags=re.S)
    return "".join(
        part if part.startswith('<div class="ss-scroll"') else WIDE_TABLE.sub(_box, part)
        for part in parts
    )


def _box(table: re.Match) -> str:
    return f'<div class="ss-scroll" tabindex="0">{table[1]}</div>'
