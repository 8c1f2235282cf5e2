"""The curriculum in JupyterLab, ready for leaders: code hidden, run on opening, saved as typed."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import nbformat

from smarter_spending.district.choices import NAME_FILE
from smarter_spending.district.files import write_whole
from smarter_spending.running.batch import (
    PACKAGE,
    CannotRunError,
    choose_notebooks,
    curriculum,
)

UI = Path(__file__).resolve().parent / "jupyter"
SAMPLE = "altamont_valley"
RECORD = "our-team.json"
PORTS_TRIED = 50
NOT_FOR_LEADERS = {"facilitator", "remove-cell"}


@dataclass(frozen=True)
class Lab:
    """A JupyterLab that is ready to be started."""

    command: tuple[str, ...]
    environment: Mapping[str, str]
    url: str
    pages: Path


def open_lab(
    district: str | Path | None = None,
    folder: str | Path = "smarter-spending-workshop",
    port: int = 8888,
    browser: bool = True,
    notebook: str | None = None,
) -> int:
    """Open the notebooks for leaders, and stay until it is stopped."""
    lab = prepare_lab(district, folder, port, browser, notebook)
    print(f"The pages are in {lab.pages}. Answers are kept in the district's folder.")
    print(f"Open {lab.url}")
    print("To stop: press Ctrl+C here.", flush=True)
    try:
        return subprocess.run(lab.command, env=dict(lab.environment), check=False).returncode
    except KeyboardInterrupt:
        print("Stopped. Nothing is lost: the same command opens everything as it was left.")
        return 0


def prepare_lab(
    district: str | Path | None = None,
    folder: str | Path = "smarter-spending-workshop",
    port: int = 8888,
    browser: bool = True,
    notebook: str | None = None,
) -> Lab:
    """Lay out the pages and say how to start JupyterLab on them."""
    from smarter_spending.district.settings import FILE

    first = choose_notebooks(notebook)[0] if notebook else curriculum()[0]
    root = Path(folder).resolve()
    root.mkdir(parents=True, exist_ok=True)
    place = _place(district, root)
    if not (place / FILE).is_file():
        raise CannotRunError(
            f"There is no district in {place}: the file {FILE} is not there. "
            "Make one with `smarter-spending new`."
        )
    pages = root / "pages" / place.name
    for source in curriculum():
        _lay_out(source, pages, place)
    free, key = _free_port(port), secrets.token_hex(16)
    start = quote(f"/notebooks/pages/{place.name}/{first.name}")  # a folder may be "Oak #2"
    return Lab(
        command=_command(root, free, start, browser),
        environment=_environment(root / ".settings", key),
        url=f"http://127.0.0.1:{free}{start}?token={key}",
        pages=pages,
    )


def _place(district: str | Path | None, root: Path) -> Path:
    # a sample is copied: nobody's answers are ever written into the package or the checkout.  The
    # invented teams are the room; the room's own record is left out, so that leaders begin blank
    from smarter_spending.case import find_district

    source = find_district(district or SAMPLE)
    named = district is not None and source == Path(district)
    if named and not source.resolve().is_relative_to(PACKAGE):
        return source.resolve()
    copy = root / "districts" / source.name
    if not copy.exists():
        shutil.copytree(source, copy, ignore=shutil.ignore_patterns(RECORD, ".*"))
    return copy


def _lay_out(source: Path, pages: Path, district: Path) -> None:
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    target = pages / source.name
    ours = {"district_folder": str(district), "take_home": str(pages / "take_home")}
    if target.exists():
        _must_be_ours(_read(target), ours["district_folder"], pages)
        return
    page = load_notebook_node(str(source))
    python = {"kernel_name": "python3", "language": "python"}
    page = parameterize_notebook(page, ours, report_mode=True, **python)
    page.metadata.pop("papermill", None)
    leaders = [cell for cell in page.cells if not NOT_FOR_LEADERS & set(_tags(cell))]
    page.cells = leaders
    for cell in leaders:
        cell.metadata.pop("papermill", None)
        cell.metadata |= {"editable": False, "deletable": False}  # by a slip of the keyboard
        if cell.cell_type == "code":
            # the committed results are another district's: none stands until its own are there
            cell.outputs, cell.execution_count = [], None
            cell.metadata["jupyter"] = {"source_hidden": True}
    write_whole(target, nbformat.writes(page) + "\n")


def _read(page: Path) -> nbformat.NotebookNode:
    try:
        return nbformat.read(page, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, UnicodeDecodeError):
        raise CannotRunError(
            f"The page {page} cannot be read; perhaps it was not saved in full. Move it elsewhere "
            "and try again: a new one is laid out, with the answers, which are kept in the "
            "district's folder."
        ) from None


def _must_be_ours(page: nbformat.NotebookNode, district: str, pages: Path) -> None:
    from papermill.translators import PythonTranslator

    line = f"district_folder = {PythonTranslator.translate(district)}"
    said = [cell.source for cell in page.cells if "injected-parameters" in _tags(cell)]
    if not any(line in source for source in said):
        raise CannotRunError(
            f"The pages in {pages} were laid out for another folder of that name. "
            "Choose another place for this district with --folder."
        )


def _tags(cell: nbformat.NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


def _free_port(wanted: int) -> int:
    for port in range(wanted, wanted + PORTS_TRIED):
        with socket.socket() as door:
            try:
                door.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise CannotRunError(
        f"Ports {wanted} to {wanted + PORTS_TRIED - 1} are all in use. Name another with --port."
    )


def _command(root: Path, port: int, start: str, browser: bool) -> tuple[str, ...]:
    settings = UI / "settings"
    return (
        *(sys.executable, "-m", "jupyterlab"),
        f"--ServerApp.root_dir={root}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.open_browser={browser}",
        "--ServerApp.terminals_enabled=False",
        f"--ServerApp.default_url={start}",
        f"--LabApp.default_url={start}",
        f"--LabApp.app_settings_dir={settings}",
        "--LabApp.custom_css=True",
        "--LabApp.news_url=",
        f"--JupyterNotebookApp.app_settings_dir={settings}",
        "--Application.log_level=ERROR",
        *(("--allow-root",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()),
    )


def _environment(settings: Path, key: str) -> dict[str, str]:
    for name, folder in (
        ("custom.css", settings / "config" / "custom"),
        ("ipython_kernel_config.json", settings / "ipython" / "profile_default"),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(UI / name, folder / name)
    return {
        **os.environ,
        "JUPYTER_TOKEN": key,
        "JUPYTER_PATH": str(UI),
        "JUPYTER_CONFIG_PATH": str(UI),
        "JUPYTER_CONFIG_DIR": str(settings / "config"),
        "JUPYTER_DATA_DIR": str(settings / "data"),
        "JUPYTER_RUNTIME_DIR": str(settings / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(settings / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(settings / "workspaces"),
        "IPYTHONDIR": str(settings / "ipython"),
        NAME_FILE: str(settings / "name.txt"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONWARNINGS": "ignore",  # for maintainers; nbval and run show them
    }
