"""Who answers, and for whom: asked once, known in every notebook."""

import html

import ipywidgets as widgets

from smarter_spending.district.choices import ROLES, TEAM, Choices
from smarter_spending.guide.panels import shown
from smarter_spending.guide.panels.forms import STYLE, WIDE

NOT_SAID = "choose…"


def who(choices: Choices) -> "Who":
    """Ask for a display name and a role, once; a name given before stands there again.

    Parameters
    ----------
    choices : Choices
        When another name is typed, it goes on as that person, and every form of the
        page shows what that person has answered.

    Returns
    -------
    Who
        With ``name``, ``role`` and ``status``, handles for tests.
    """
    return Who(choices).show()


class Who:
    """The two boxes that say who answers."""

    def __init__(self, choices: Choices):
        self.choices, self.loading = choices, False
        self.status = widgets.HTML()
        common = {"style": STYLE, "layout": WIDE, "disabled": True}
        self.name = widgets.Text(
            description="Your name, or your team's, as the room knows it",
            value=_typed(choices),
            placeholder="blank: the whole team answers together",
            continuous_update=False,
            **common,
        )
        self.role = widgets.Dropdown(
            description="I speak for",
            options=(NOT_SAID, *ROLES),
            value=choices.role or NOT_SAID,
            **common,
        )
        self.name.observe(self._another_name, "value")
        self.role.observe(self._another_role, "value")
        self.box = widgets.VBox([shown.Manners(), self.name, self.role, self.status])
        self.box.add_class("ss-form")

    def _another_name(self, change: dict) -> None:
        self._tried(lambda: self.choices.become(change["new"]))
        self.loading = True
        self.role.value = self.choices.role or NOT_SAID
        self.loading = False

    def _another_role(self, change: dict) -> None:
        if not self.loading:
            said = "" if change["new"] == NOT_SAID else change["new"]
            self._tried(lambda: self.choices.keep_role(said))

    def _tried(self, act) -> None:
        try:
            act()
        except (OSError, ValueError) as error:
            reason = html.escape(getattr(error, "strerror", None) or str(error))
            self.status.value = f'<b role="alert">Not saved: {reason}.</b>'
            return
        self.status.value = f'<span role="status">✓ {self.words()}</span>'

    def words(self) -> str:
        """Who answers, and for whom, in a sentence."""
        role = f"for {self.choices.role}" if self.choices.role else "role not said"
        return f"Answers are kept under the name {html.escape(self.choices.person)}, {role}."

    def _ipython_display_(self) -> None:
        """Shown once, when it is asked; as a cell's value it shows nothing."""

    def show(self) -> "Who":
        """Put the boxes on the page; on the printed page, the sentence."""
        shown.form(self.box, f"<p>{self.words()}</p>")
        self.name.disabled = self.role.disabled = False
        return self


def _typed(choices: Choices) -> str:
    return "" if choices.person == TEAM else choices.person
