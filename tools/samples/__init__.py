"""Three invented districts, from one seeded generator that knows what its programs truly did."""

from pathlib import Path

from tools.samples.build import SampleDistrict, built_district, built_students
from tools.samples.folder import write_folder
from tools.samples.shapes import SHAPES, SampleShapeError, shape_named
from tools.samples.teams import SHAPE as ROOM
from tools.samples.teams import write_room

__all__ = [
    "SEEDS",
    "SHAPES",
    "SampleDistrict",
    "SampleShapeError",
    "make_district",
    "make_students",
    "write_sample",
]

# The seeds of the folders in data/samples.
SEEDS = {"altamont_valley": 3, "cold_creek": 7, "port_sierra": 4}


def make_district(shape: str, seed: int) -> SampleDistrict:
    """One invented district with every table, its settings, and the truth about its programs.

        outcome = what the student would have reached anyway
                  + full effect of the program * share of the planned hours received

    Who takes part depends on the prior score, English learner status, low
    income, grade and school, and chance: all but the chance are in the
    tables, so a fair comparison can recover the truth and the raw gap cannot.
    The money is added up from the same positions and programs that the other
    tables show. Use it to try a method on many districts whose answer is
    known; never as evidence about any real program.

    Parameters
    ----------
    shape : str
        One of ``SHAPES``: the folder name of the district to draw.
    seed : int, at least 0
        The same seed gives the same district; another seed another district
        of the same shape, with the same planted effects.

    Returns
    -------
    SampleDistrict
        ``tables`` (name to DataFrame, typed as in a loaded district, only the
        columns it fills), ``settings`` (what district.toml says) and
        ``truth``: one row a planted program with ``program_id``, ``outcome``,
        ``true_effect`` (points, or a share for yes-or-no outcomes, average of
        those who took part), ``true_effect_sd`` (standard deviations of the
        grade), ``full_effect`` (at every planned hour), ``students``,
        ``whole_school``, ``can_be_told`` and ``story``.

    Raises
    ------
    SampleShapeError
        When there is no such shape; the message lists the three.

    Examples
    --------
    >>> district = make_district("cold_creek", seed=1)
    >>> district.settings["name"], len(district.tables["schools"])
    ('Cold Creek Elementary', 3)
    >>> "staffing" in district.tables, "truth" in district.tables
    (False, False)
    >>> district.truth["program_id"].tolist()
    ['P-01', 'P-02', 'P-03']

    References
    ----------
    Shares and scales: CDE, SACS unaudited actuals 2023-24 and CAASPP 2024;
    everything else is invented.
    """
    return built_district(shape_named(shape), seed)


def make_students(shape: str, seed: int) -> SampleDistrict:
    """The same district without its money: students, participation, schools and programs.

    Draws the very students that ``make_district`` draws with this seed, about
    twice as fast; ``programs`` has no costs. Meant for trying an estimate on
    hundreds of fresh districts.

    Parameters
    ----------
    shape : str
        One of ``SHAPES``.
    seed : int, at least 0

    Returns
    -------
    SampleDistrict
        With the tables ``programs``, ``program_participation``,
        ``students_outcomes`` and ``schools``, and the same ``truth``.

    Raises
    ------
    SampleShapeError
        When there is no such shape; the message lists the three.

    Examples
    --------
    >>> sorted(make_students("cold_creek", seed=1).tables)
    ['program_participation', 'programs', 'schools', 'students_outcomes']

    References
    ----------
    As for ``make_district``.
    """
    return built_students(shape_named(shape), seed)


def write_sample(shape: str, folder: str | Path, seed: int | None = None) -> list[Path]:
    """Write one invented district as a folder of plain files; the truth is never written.

    The bytes depend on the shape and the seed only.

    Parameters
    ----------
    shape : str
        One of ``SHAPES``.
    folder : str or Path
        Made when it is not there; files of the same names are replaced.
    seed : int, optional
        That of the folder in data/samples unless given.

    Returns
    -------
    list of Path
        The files written, district.toml first.

    Raises
    ------
    SampleShapeError
        When there is no such shape; the message lists the three.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     files = write_sample("cold_creek", folder)
    >>> files[0].name, len(files)
    ('district.toml', 9)

    The teaching district comes with the answers of nine invented teams (``teams.py``).

    References
    ----------
    The columns are those of ``smarter_spending.district.tables``.
    """
    seed = SEEDS[shape_named(shape).folder] if seed is None else seed
    written = write_folder(make_district(shape, seed), Path(folder))
    return [*written, *(write_room(Path(folder)) if shape == ROOM else [])]
