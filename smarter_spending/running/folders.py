"""The districts of a run: their folders, read and checked before anything is shown."""

from pathlib import Path

from smarter_spending.guide.results import DistrictResult
from smarter_spending.running.notebook_files import CannotRunError
from smarter_spending.running.record import folder_fingerprint


def district_folders(folders: list[Path], out: Path) -> list[Path]:
    """The folders of a run by name, when their pages can stand beside each other.

    Parameters
    ----------
    folders : list of Path
    out : Path
        Where the pages go.

    Returns
    -------
    list of Path

    Raises
    ------
    CannotRunError
        When there are none, two have one name, or pages would go into a district's folder.
    """
    seen: dict[str, Path] = {}
    for folder in folders:
        name = folder.resolve().name.casefold()
        if name in seen:
            raise CannotRunError(
                f"Two districts' folders are called {folder.resolve().name} ({seen[name]} and "
                f"{folder}): their pages would replace each other. Rename one."
            )
        seen[name] = folder
        target, source = out.resolve(), folder.resolve()
        if source in (target, *target.parents) or target / source.name == source:
            raise CannotRunError(
                f"Pages would be written into the district's own folder {folder}. "
                "Choose another folder for --out."
            )
    if not folders:
        raise CannotRunError("No district was given. Name at least one district folder.")
    return sorted(folders, key=lambda folder: folder.resolve().name)


def look_at(folder: Path) -> tuple[DistrictResult, str]:
    """Read and check one district's folder: what its pages may say of it.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    (DistrictResult, str)
        With ``problems`` when it cannot be used; and the folder's fingerprint.
    """
    from smarter_spending.district.loading import DistrictDataError, load_district
    from smarter_spending.guide.artifacts import stamp
    from smarter_spending.guide.opening import first_screen

    name = folder.resolve().name
    try:
        district = load_district(folder)
    except DistrictDataError as error:
        return DistrictResult(name, problems=tuple(str(problem) for problem in error.problems)), ""
    checks = first_screen(district).itertuples(index=False, name=None)
    result = DistrictResult(
        name,
        stamp=stamp(district),
        checks=tuple((str(checked), str(finding)) for checked, finding in checks),
        notes=tuple(str(note) for note in district.notes),
    )
    return result, folder_fingerprint(folder)
