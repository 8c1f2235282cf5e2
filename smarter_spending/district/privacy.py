"""Keeping people out of it: what may not be read, and what may not be shown.

A folder with names, birth dates, social security numbers or state student ids is
refused.  A table about students hides small groups, and enough of their neighbours
that no hidden number can be worked out from what is shown.  A rate is about three groups
at once: the students counted, those who reached the goal and those who did not.  None of
the three may be small, and none may follow from the others by subtraction.
"""

import hashlib
import hmac
import math
import os
import re
import secrets
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from smarter_spending.words import DASH, PlainError, percent

COUNTS = ["students", "reached", "behind"]
TOO_FEW = "too few to show"
# students from which a bound says nothing about how many there are, most first
SIZES = (1000, 200, 100, 50)
# every foster, homeless or migrant student is counted among the low-income
INSIDE = {"foster": "low_income", "homeless": "low_income", "migrant": "low_income"}
# "program name", "fund name": the names of things, which a ledger or an inventory may hold
THINGS = (
    "account|action|activity|agency|area|assessment|assignment|building|category|chart|class|column"
    "|cost_center|county|course|department|dept|district|division|file|function|fund|goal|grant"
    "|group|item|job|lea|location|object|organization|outcome|plan|position|product"
    "|program|project|report|resource|school|segment|service|sheet|site|skill|source|subject"
    "|table|test|title|vendor"
)
NAMES_OF_THINGS = re.compile(rf"(^|.*_)({THINGS})s?_?(code_)?(full_|short_)?name")
PERSONAL = re.compile(
    r"(^|_)(name|fullname|nombre|apellidos?)s?(_|$)|surname"
    r"|(^|_)(last|first|middle|full|maiden|preferred|legal)_?name|^(first|last|middle)$"
    r"|^(student|pupil|teacher|employee|incumbent|principal|counselor|parent|guardian)$"
    r"|(student|pupil|employee|teacher|staff|parent|guardian|counselor|principal)_?name"
    r"|birth|(^|_)dob(_|$)|social_?security|soc_?sec|(^|_)ssn(_|$)|ssid(_|$)"
    r"|(stu|student|pupil|child)_?(state_?|local_?)?(id|number|no|num|identifier)(_|$)"
    r"|(^|_)(state|statewide|seis|calpads|perm|permanent|sis|aeries|powerschool|local)_?"
    r"(student_?)?(id|identifier)(_|$)"
    r"|(emp|employee|staff|person|badge)_?(id|number|no|num|identifier)(_|$)"
    r"|(^|_)(home_?|mailing_?|street_?)?address|(^|_)street(_|$)|e_?mail"
    r"|(^|_)(home_?|cell_?|mobile_?|tele)?phone(_|$|s(_|$)|_?(no|number))|passport|licen[cs]e_?no"
)
HYPHEN = "[-\u2010-\u2015\u2212]"  # a hyphen, or what a text program makes of one
MIDDLE = re.compile(f"{HYPHEN}[0-9]{{2}}{HYPHEN}")  # quickly found where there is none
SSN = re.compile(rf"(?<![0-9\-])[0-9]{{3}}{HYPHEN}[0-9]{{2}}{HYPHEN}[0-9]{{4}}(?![0-9\-])")
SSID = re.compile("[1-9][0-9]{9}")


@cache
def looks_personal(column: str) -> bool:
    """Whether a column's heading looks like something that names a person."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", column.strip().replace("#", "_number"))
    plain = re.sub(r"[\W_]+", "_", apart.lower()).strip("_")
    return not NAMES_OF_THINGS.fullmatch(plain) and bool(PERSONAL.search(plain))


def looks_like_ssn(texts: Iterable[str]) -> bool:
    """Whether any text of a column is written like a social security number."""
    together = "\n".join(texts)
    return bool(MIDDLE.search(together) and SSN.search(together))


def looks_like_state_ids(texts: Iterable[str]) -> bool:
    """Whether a column of keys looks like state student ids: ten digits, not beginning with 0."""
    keys = {*map(str.strip, texts)} - {""}
    return len(keys) > 0 and _like_state_ids(keys) / len(keys) > 0.5


def keys_like_state_ids(cells: pd.Series) -> int:
    """How many different keys are written like a state student id."""
    return _like_state_ids(key.strip() for key in cells.dropna().unique())


def _like_state_ids(keys: Iterable[str]) -> int:
    return sum(len(key) == 10 and bool(SSID.fullmatch(key)) for key in keys)


def pseudonymise(keys: pd.Series, secret: str) -> pd.Series:
    """Made-up keys in place of student ids: the same id always gets the same key.

        key = "S" + first 12 characters of HMAC-SHA256(secret, id)

    The secret must stay with the district and out of the folder; with it, and only with
    it, a key could be matched to an id again.

    Parameters
    ----------
    keys : Series of str
        Student ids as the district's system gives them; spaces around an id do
        not count, and a blank one stays blank.
    secret : str
        A sentence only the district knows, of 12 characters or more.

    Returns
    -------
    Series of str
        On the same index: S and 12 characters.

    Raises
    ------
    ValueError
        When the secret is too short to protect anybody, or the ids are numbers:
        zeros in front may then be lost, and two files would not meet.

    Examples
    --------
    >>> made = pseudonymise(pd.Series(["1234567890"] * 2), "a long secret of our own")
    >>> made.nunique(), made.str.len().tolist()
    (1, [13, 13])
    """
    if len(secret) < 12:
        raise ValueError("The secret must have 12 characters or more. Use a whole sentence.")
    if pd.api.types.is_numeric_dtype(keys):
        raise ValueError(
            "The ids were read as numbers, which loses zeros in front. Read them as text: "
            "pd.read_csv(file, dtype=str)."
        )

    def key(one: str) -> str:
        made = hmac.new(secret.encode(), one.strip().encode(), hashlib.sha256)
        return "S" + made.hexdigest()[:12]

    given = keys.astype("str")
    made = {one: key(one) for one in given.dropna().unique() if one.strip()}
    return given.map(made).astype("str")


def suppress(
    table: pd.DataFrame, counts: str, minimum: int = 11, totals: bool = True
) -> pd.DataFrame:
    """Hide small groups, and enough others that no hidden number can be worked out.

    Every group of 1 to ``minimum`` - 1 students is hidden.  Where the rows add up to
    a total that is shown elsewhere, hidden rows could be found by subtraction; so the
    next smallest rows are hidden too, until at least two are hidden, together they hold
    ``minimum`` students or more, and not all of them can be single students; all this without
    one single student, who knows of being the only one.  Groups of nobody are hidden last, when
    nothing else is left; when even that is not enough, the total itself must not be shown.

    Parameters
    ----------
    table : DataFrame, one row per group
        The rows are parts of one whole (schools of a district, groups of a school).
    counts : str
        The column with the number of students.
    minimum : int, students
        The smallest group that may be shown.
    totals : bool
        Whether the rows' total is shown anywhere.

    Returns
    -------
    DataFrame
        ``table`` with every number and yes-or-no of a hidden row blank, and
        ``suppressed`` (bool). ``table`` itself is left as it was.

    Raises
    ------
    ValueError
        When a count is missing, negative, or ``minimum`` is below 2; when the rows are
        crossed two ways (school and grade), so that each has more than one total.

    Examples
    --------
    Six students are too few to show; with the district's total at hand they would follow
    by subtraction, so the next smallest school is hidden with them.

    >>> schools = pd.DataFrame({"school": ["Oak", "Elm", "Fir"], "tested": [6, 80, 40],
    ...                         "rate": [0.5, 0.4, 0.6]})
    >>> suppress(schools, "tested", 11)[["school", "tested", "suppressed"]]
      school  tested  suppressed
    0    Oak     NaN        True
    1    Elm    80.0       False
    2    Fir     NaN        True

    References
    ----------
    US Department of Education, Privacy Technical Assistance Center, *Frequently Asked
    Questions: Disclosure Avoidance*.
    """
    if minimum < 2:
        raise ValueError("The smallest group that may be shown is 2 or more. State files use 11.")
    size = table[counts].astype(float)
    if size.isna().any() or (size < 0).any():
        said = f'"{counts}" has a missing or negative count; nothing can be hidden safely.'
        raise ValueError(said)
    labels = table.select_dtypes(exclude=["number", "bool", "boolean"])
    if totals and len(labels.columns) and not any(labels[one].is_unique for one in labels):
        raise ValueError(
            f"No column tells the rows apart ({', '.join(map(str, labels))}), so they are parts of "
            "several totals, and hiding for one total leaves another to subtract from. Call it "
            "once for each whole, on rows of which one column names each; or show no totals, "
            "anywhere, and give totals=False."
        )
    hidden = (size > 0) & (size < minimum)
    if totals and hidden.any():
        hidden = _with_neighbours(size.to_numpy(), hidden.to_numpy(), minimum)
    hidden = pd.Series(hidden, index=table.index)
    shown = table.copy()
    for name in table.select_dtypes(["number", "bool", "boolean"]):
        kind = float if table[name].dtype.kind in "iufb" else "Float64"
        shown[name] = table[name].astype(kind).mask(hidden)
    return shown.assign(suppressed=hidden)


def _with_neighbours(size: np.ndarray, hidden: np.ndarray, minimum: int) -> np.ndarray:
    hidden = hidden.copy()
    smallest_first = np.argsort(np.where(size > 0, size, np.inf), kind="stable")
    for place in smallest_first[~hidden[smallest_first]]:
        alone = (size[hidden] == 1).any()
        students, groups = size[hidden].sum() - alone, hidden.sum() - alone
        if groups >= 2 and students >= minimum and students > groups:
            break
        hidden[place] = True
    return hidden


def hide_small(
    table: pd.DataFrame, counts: str, minimum: int, columns: Sequence[str] = (), part: str = ""
) -> pd.DataFrame:
    """Blank a small group's count, and every figure from which it could be worked out.

    Where some of them are counted (``part``), the figures go too when those or the rest are few.
    """

    def few(students: pd.Series) -> np.ndarray:
        return students.between(1, minimum - 1).to_numpy(dtype=bool, na_value=False)

    small = few(table[counts])
    told = small | few(table[part]) | few(table[counts] - table[part]) if part else small
    blanked = {name: table[name].astype(float).mask(told) for name in columns}
    return table.assign(**{counts: table[counts].astype(float).mask(small)} | blanked)


def hide_rates(rates: pd.DataFrame, minimum: int, *whole: str) -> pd.DataFrame:
    """Blank every rate about too few students, counted, reached or behind, and what tells it."""
    # none and all are hidden too, so that a blank does not say which it was; and of rows that are
    # parts of a ``whole`` shown elsewhere the next smallest, until ``minimum`` of each kind are
    known = rates[rates["students"] > 0].reset_index(drop=True)
    small = (known[COUNTS] < minimum).any(axis=1)
    hidden = small.copy()
    for _, rows in known.groupby(list(whole)) if whole else ():
        hidden[rows.index] = _hidden_with_neighbours(rows, small[rows.index], minimum)
    blank = known.select_dtypes(["number", "bool", "boolean"]).columns
    shown = known.assign(**{name: known[name].astype("Float64").mask(hidden) for name in blank})
    shown = shown.astype(dict.fromkeys(blank, float))
    words = [
        _bound(row, minimum) if row.suppressed else percent(row.reached / row.students)
        for row in known.assign(suppressed=hidden).itertuples()
    ]
    return shown.assign(suppressed=hidden, rate_words=words)


def hide_groups(gaps: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The rates of student groups that may be shown, without the rows for everybody else."""
    if gaps.empty:
        return gaps.assign(suppressed=False, rate_words=DASH)
    counted = gaps.set_index("group")
    leaking = [
        inner
        for inner, outer in INSIDE.items()
        if inner in counted.index and outer in counted.index
        if (counted.loc[outer, COUNTS] - counted.loc[inner, COUNTS] < minimum).any()
    ]
    kept = gaps[~gaps["family"].isin(leaking)]
    shown = hide_rates(kept, minimum, "family")
    shown = shown[shown["group"] != "rest"]
    # by the gaps that are left: an order made before hiding would tell of those that are not
    shown = shown.assign(_order=shown["gap"].where(shown["group"] != "all", -2.0))
    return shown.sort_values(["_order", "group"], ignore_index=True).drop(columns="_order")


def hide_difference(rates: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Two rates of the same students by two definitions, or the first alone."""
    between = rates["reached"].max() - rates["reached"].min()
    return rates.iloc[:1] if len(rates) == 2 and between < minimum else rates


def _hidden_with_neighbours(rows: pd.DataFrame, small: pd.Series, minimum: int) -> pd.Series:
    if not small.any():
        return small
    counts = rows[["students"]].astype(float)
    hidden = small | suppress(counts, "students", minimum)["suppressed"]
    for place in rows["students"].sort_values(kind="stable").index:
        held = rows.loc[hidden, COUNTS].sum()
        if hidden.sum() >= 2 and (held >= minimum).all():
            break
        hidden[place] = True
    return hidden


def _bound(row, minimum: int) -> str:
    band = next((band for band in SIZES if row.students >= band), None)
    if band is None or minimum > band / 4:
        return TOO_FEW
    most = math.ceil(100 * (minimum - 1) / band) / 100
    if row.reached < minimum:
        return f"{percent(most)} or less"
    return f"{percent(1 - most)} or more" if row.behind < minimum else TOO_FEW


# --- The district's secret: kept by the district, outside every folder that is handed on ----------


class SecretError(PlainError):
    """The secret behind the students' keys is missing, misplaced or another one."""


def secret_file() -> Path:
    """Where the secret behind the students' keys is kept: the user's own settings."""
    if os.environ.get("SMARTER_SPENDING_SECRET"):
        return Path(os.environ["SMARTER_SPENDING_SECRET"])
    own = os.environ.get("APPDATA") or os.environ.get("XDG_CONFIG_HOME")
    settings = Path(own) if own else Path.home() / ".config"
    return settings / "smarter-spending" / "student_keys.secret"


def secret_of(folder: Path) -> str:
    """The district's secret, made at first use; a folder made with another one is refused."""
    place = secret_file()
    if place.resolve().is_relative_to(folder.resolve()):
        raise SecretError(f"{place} is inside the district folder. Keep the secret outside it.")
    if not place.is_file():
        if (folder / "maps" / "keys.toml").is_file():
            raise SecretError(
                f"{folder.name} has keys made with a secret that is not at {place}. Put it back "
                "there: without it new files cannot be joined to those already here."
            )
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch(mode=0o600)
        place.write_text(secrets.token_hex(32), encoding="utf-8")
    secret = place.read_text(encoding="utf-8").strip()
    if len(secret) < 12:
        raise SecretError(f"{place} holds no secret of 12 characters or more.")
    mark = folder / "maps" / "keys.toml"
    if mark.is_file() and mark_of(secret) not in mark.read_text(encoding="utf-8"):
        raise SecretError(
            f"the keys in {folder.name} were made with another secret than the one at {place}. Put "
            "that one there: with two secrets the same student would have two keys."
        )
    return secret


def mark_of(secret: str) -> str:
    """What a folder keeps of the secret behind its keys: enough to know it again, no more."""
    made_with = hmac.new(secret.encode(), b"mark", hashlib.sha256).hexdigest()[:12]
    return (
        "# Which secret made the keys in this folder; the secret itself is not here.\n"
        f'made_with = "{made_with}"\n'
    )
