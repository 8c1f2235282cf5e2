"""How a form and what follows from it are put on the page, the same way for every panel."""

import asyncio
import html
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Protocol

import anywidget
import ipywidgets as widgets
from IPython.display import display

from smarter_spending.district.choices import Choices
from smarter_spending.guide.notebook_html import markdown_to_html

SAVED = '<span role="status">✓ Saved</span>'
PAUSE = 0.7  # seconds without typing before a picture is drawn again


@cache
def text_of(name: str) -> str:
    """A file beside the panels: what a browser needs of them.

    Parameters
    ----------
    name : str

    Returns
    -------
    str
    """
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


class Manners(anywidget.AnyWidget):
    """Nothing to see: gives a form its looks, and the keyboard to whoever fills it in."""

    _esm = text_of("form.js")
    _css = text_of("form.css")


class Asked(Protocol):
    """What every form has: where its answers go, what it asks, and who follows it."""

    choices: Choices
    questions: tuple
    listeners: list[Callable[[], None]]
    status: widgets.HTML


def kept(asked: Asked, key: str, value: object) -> None:
    """Keep an answer, say so, and tell whatever follows it.

    Parameters
    ----------
    asked : Asked
    key : str
    value : object
    """
    try:
        asked.choices.keep(key, value, _words(asked, key))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        asked.status.value = (
            f'<b role="alert">Not saved: {html.escape(reason)}. '
            "Write your answer on paper, and call the facilitator.</b>"
        )
        return
    asked.status.value = SAVED
    for tell in asked.listeners:
        tell()


def _words(asked: Asked, key: str) -> str:
    return next((question.label for question in asked.questions if question.key == key), "")


def form(box: widgets.Widget, on_paper: str) -> None:
    """One output, two faces: the live form in a browser, the answers on the printed page.

    Parameters
    ----------
    box : Widget
    on_paper : str
        HTML.
    """
    bundle = box._repr_mimebundle_() | {"text/html": on_paper, "text/plain": "form"}
    display(bundle, raw=True)


def bundle(text: str) -> dict[str, str]:
    """HTML for the page, in which dollars stay dollars.

    Parameters
    ----------
    text : str
        HTML.

    Returns
    -------
    dict
    """
    # Jupyter would read two dollar signs as mathematics
    page = f'<div class="tex2jax_ignore">{text}</div>'
    return {"text/html": page, "text/plain": html.unescape(text)}


def follows(asked: Asked, words: Callable[[], str]) -> None:
    """A sentence under a form, said again at every answer.

    Parameters
    ----------
    asked : Asked
    words : function giving Markdown; blank shows nothing
    """

    def said() -> dict:
        text = words()
        rendered = markdown_to_html(text) if text else ""
        return bundle(f'<div role="status">{rendered}</div>') | {"text/plain": text}

    alive(asked, said)


def alive(
    asked: Asked, said: Callable[[], dict], when: Callable[[Callable], Callable] | None = None
) -> widgets.HTML:
    """What follows an answer: a widget, which outlives a reload, and the same words on paper.

    Parameters
    ----------
    asked : Asked
    said : function giving a bundle, as ``bundle`` does
    when : function of the change, optional
        ``after_a_pause`` where it takes long; at once unless given.

    Returns
    -------
    widgets.HTML
        Also ``asked.answer``: its ``value`` is what a browser shows.
    """
    now = said()
    live = widgets.HTML(now["text/html"])
    display(live._repr_mimebundle_() | now, raw=True)

    def again() -> None:
        live.value = said()["text/html"]

    asked.listeners.append(when(again) if when else again)
    asked.answer = live
    return live


def after_a_pause(act: Callable[[], None]) -> Callable[[], None]:
    """The same, but only once typing has paused; at once where nothing can wait.

    Parameters
    ----------
    act : function

    Returns
    -------
    function
    """
    waiting: list[asyncio.TimerHandle] = []

    def later() -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no page is open: a test, or a run without people
            act()
            return
        for earlier in waiting:
            earlier.cancel()
        waiting[:] = [loop.call_later(PAUSE, act)]

    return later
