"""The pages live: `room` for leaders (Voilà, no code), `lab` for facilitators and analysts.

Both work on a folder of their own: a copy of a sample, or the district's folder itself, whose
``choices/`` keep every answer.
"""

import asyncio
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import webbrowser
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import quote, urlencode, urlsplit

import nbformat
from jupyter_core.utils import ensure_async
from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError, StaticFileHandler
from traitlets import Bool, Unicode
from traitlets.config import Config
from voila.app import Voila
from voila.tornado.handler import TornadoVoilaHandler

from smarter_spending.district.choices import NAME_FILE
from smarter_spending.district.files import write_whole
from smarter_spending.guide import pages as written
from smarter_spending.running import warm
from smarter_spending.running.batch import (
    INJECTED,
    PACKAGE,
    CannotRunError,
    choose_notebooks,
    curriculum,
    error_in_words,
    private_channel,
)

SAMPLE = "altamont_valley"
RECORD = "our-team.json"
PORTS_TRIED = 50
HERE, EVERYWHERE = "127.0.0.1", "0.0.0.0"

# --- Where the pages are worked on, and about which district -------------------------------------


def _place(district: str | Path | None, root: Path) -> Path:
    # a sample is copied: nobody's answers are ever written into the package or the checkout.  The
    # invented teams are the room; the room's own record is left out, so that leaders begin blank
    from smarter_spending.case import find_district
    from smarter_spending.district.settings import FILE

    source = find_district(district or SAMPLE)
    named = district is not None and source == Path(district)
    ours = named and not source.resolve().is_relative_to(PACKAGE)
    place = source.resolve() if ours else root / "districts" / source.name
    if not ours and not place.exists():
        shutil.copytree(source, place, ignore=shutil.ignore_patterns(RECORD, ".*"))
    if not (place / FILE).is_file():
        raise CannotRunError(
            f"There is no district in {place}: the file {FILE} is not there. "
            "Make one with `smarter-spending new`."
        )
    return place


def _told(page: nbformat.NotebookNode, district: Path, take_home: Path) -> nbformat.NotebookNode:
    """A page that knows its district, told as papermill would tell it."""
    from papermill.translators import PythonTranslator

    told = {"district_folder": str(district), "take_home": str(take_home)}
    cell = nbformat.v4.new_code_cell(PythonTranslator.codify(told, "Parameters"))
    cell.metadata["tags"] = [INJECTED]
    place = next(n for n, one in enumerate(page.cells) if "parameters" in _tags(one))
    page.cells.insert(place + 1, cell)
    return page


def _tags(cell: nbformat.NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


def _free_port(wanted: int, ip: str = HERE) -> int:
    for port in range(wanted, wanted + PORTS_TRIED):
        with socket.socket() as door:
            try:
                door.bind((ip, port))
            except OSError:
                continue
            return port
    raise CannotRunError(
        f"Ports {wanted} to {wanted + PORTS_TRIED - 1} are all in use. Name another with --port."
    )


def _environment(settings: Path) -> dict[str, str]:
    """Where Jupyter keeps its own things: nothing of the user's is read or touched."""
    folders = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    return {
        **{name: str(settings / folder) for name, folder in folders.items()},
        "JUPYTER_CONFIG_PATH": str(Path(__file__).resolve().parent / "jupyter"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONWARNINGS": "ignore",  # for maintainers; nbval and run show them
    }


# --- The room: one page a visitor, each with its own Python, in which a visitor can run nothing ---

POLICY = (  # anywidget's own scripts come as blobs
    "default-src 'none'; script-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
MANAGERS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8"]
SERVED = ("/api/kernels", "/voila/static", "/voila/labextensions")  # of all that Voilà offers
SECONDS_TO_END = 1
IDLE = 300  # seconds until the Python of a page that nobody has open any more is ended


class _Guarded:
    """A handler for this computer's own names and pages alone, and for who has the key."""

    async def prepare(self):
        origin = urlsplit(self.request.headers.get("Origin", "")).netloc
        ours = _is_ours(self.request.host_name, self.settings["room"].ip)
        if not ours or origin not in ("", self.request.host):
            raise HTTPError(403)
        await ensure_async(super().prepare())
        if self.get_argument("token", "") and self.request.method == "GET" and self.current_user:
            rest = {name: self.get_argument(name) for name in self.request.arguments}
            rest.pop("token")
            self.redirect(self.request.path + (f"?{urlencode(rest)}" if rest else ""))

    def get_login_url(self) -> str:
        raise HTTPError(403)

    def write_error(self, status_code: int, **_: object) -> None:
        said = {
            403: "Ask whoever opened the room for its whole link: it ends in a key.",
            404: "There is no such page. Go back, and choose one of the pages.",
        }
        words = said.get(status_code, "Something went wrong here. What was saved is kept.")
        self.finish(written.notice_page("This page cannot be shown", words))


class _FrontPage(_Guarded, JupyterHandler):
    """Who are you, and all pages."""

    def get(self) -> None:
        person = self.get_argument("person", "")
        self.finish(written.room_page(self.settings["pages"], person))


class _LivePage(_Guarded, TornadoVoilaHandler):
    """One page of the curriculum."""

    async def get(self, page: str) -> None:
        await super().get(f"{page}.ipynb")


class _Alive(_Guarded, JupyterHandler):
    """Whether a page's Python is still there; and its end when the page is left."""

    async def get(self, kernel: str) -> None:
        known = self.kernel_manager
        alive = kernel in known and await ensure_async(known.get_kernel(kernel).is_alive())
        self.finish("yes" if alive else "no")

    def check_xsrf_cookie(self) -> None:
        # a page that is being left can send no mark; a foreign one was refused by its origin
        if "Origin" not in self.request.headers:
            raise HTTPError(403)

    async def post(self, kernel: str) -> None:
        if kernel in self.kernel_manager:
            await ensure_async(self.kernel_manager.shutdown_kernel(kernel, now=True))


class _Room(Voila):
    """Voilà with our pages and our addresses, behind a key."""

    district, take_home, link, browses = Unicode(), Unicode(), Unicode(), Bool()

    def setup_template_dirs(self) -> None:
        super().setup_template_dirs()
        self.template_paths = [str(written.TEMPLATE), *self.template_paths]

    def init_settings(self) -> dict:
        return super().init_settings() | {
            "room": self,
            "pages": [_described(page) for page in curriculum()],
            "headers": {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"},
            "ws_ping_timeout": 30_000,
        }

    def init_handlers(self) -> list:
        theirs = [one for one in super().init_handlers() if one[0].startswith(SERVED)]
        static = (r"/(live\.js)", StaticFileHandler, {"path": str(written.TEMPLATE)})
        doors = [*theirs, static]
        shows = {
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
        }
        return [
            *((one[0], type("Door", (_Guarded, one[1]), {}), *one[2:]) for one in doors),
            (r"/", _FrontPage),
            (r"/(\d\d_\w+)", _LivePage, shows),
            (r"/(?:alive|voila/api/shutdown)/([\w-]+)", _Alive),
        ]

    def listen(self) -> None:
        print(f"Open {self.link}")
        print(f"Every answer is kept in {Path(self.district, 'choices')}.")
        print(f"{warm.PLAIN}\n" * (not warm.FORKS) + "To stop: press Ctrl+C here.", flush=True)
        if self.browses:
            Thread(target=webbrowser.open, args=[self.link], daemon=True).start()
        super().listen()

    def stop(self) -> None:
        async def ended() -> None:
            # one that has not begun by now begins no more: its line ends with the room
            known = self.kernel_manager
            begun = [known.shutdown_kernel(one, now=True) for one in known.list_kernel_ids()]
            if begun:
                await asyncio.wait(map(asyncio.ensure_future, begun), timeout=SECONDS_TO_END)

        shutil.rmtree(self.connection_dir)
        self.ioloop.run_sync(ended)


def _is_ours(name: str, ip: str) -> bool:
    # a page elsewhere can only call this computer by a name that is not its own
    here = {HERE, "localhost", "::1", "[::1]"}
    if ip in here:
        return name in here
    address = ip == EVERYWHERE and re.fullmatch(r"[\d.]+|\[?[\da-f:]+\]?", name)
    return name in {*here, ip, socket.gethostname().lower()} or bool(address)


def _ready(handler, notebook: nbformat.NotebookNode, cwd: str) -> nbformat.NotebookNode:
    """The notebook of one visit: told its district, with what stands around its cells."""
    room, pages = handler.settings["room"], handler.settings["pages"]
    place = [page["href"] for page in pages].index(handler.request.path)
    person = " ".join(handler.get_argument("person", "").split())
    told = _told(notebook, Path(room.district), Path(room.take_home))
    told.cells, top, bottom = written.live_page(told.cells, place, pages, person)
    told.metadata |= {"top": top, "bottom": bottom}
    return told


def _described(page: Path) -> dict[str, str]:
    read = nbformat.read(page, as_version=4)
    title = written.title_of(read, page.stem)
    name = title.partition(". ")[2] or title
    decision = written.decision_of(read)
    return {"href": f"/{page.stem}", "title": title, "name": name, "decision": decision}


def _live_cell(cell: nbformat.NotebookNode) -> str:
    cell = nbformat.from_dict(cell)  # of a Python that died the outputs come bare
    errors = [one for one in cell.get("outputs", []) if one.output_type == "error"]
    said = [error_in_words(one.ename, one.evalue, one.traceback) for one in errors]
    return written.live_cell_html(cell, *said[:1])


def _with_kernel(config: Mapping, kernel: str) -> str:
    from jinja2.utils import htmlsafe_json_dumps

    return htmlsafe_json_dumps({**config, "kernelId": kernel})


def open_room(
    district: str | Path | None = None,
    folder: str | Path = "smarter-spending-workshop",
    port: int = 8866,
    browser: bool = True,
    notebook: str | None = None,
    ip: str = HERE,
) -> int:
    """Show the live pages of a district, or of the teaching district, until it is stopped."""
    root = Path(folder).resolve()
    root.mkdir(parents=True, exist_ok=True)
    place = _place(district, root)
    start = choose_notebooks(notebook)[0].stem if notebook else ""
    os.environ.update(_environment(root / ".settings"))
    key, free = secrets.token_urlsafe(24), _free_port(port, ip)
    room = _Room(
        district=str(place),
        take_home=str(root / "pages" / place.name / "take_home"),
        link=f"http://{HERE if ip == EVERYWHERE else ip}:{free}/{start}?token={key}",
        browses=browser,
        ip=ip,
        port=free,
        port_retries=0,
        token=key,
        open_browser=False,
        root_dir=str(curriculum()[0].parent),
        config_file_paths=[],
        log_level=50,
    )
    room.config = Config(
        VoilaConfiguration={
            "template": "base",
            "allow_template_override": "NO",
            "allow_theme_override": "NO",
            "extension_allowlist": [*MANAGERS, "anywidget"],
            "show_tracebacks": True,  # only in whose words an error is told depends on it
            "prelaunch_hook": _ready,
            "http_keep_alive_timeout": 3600,
        },
        VoilaExporter={"filters": {"live_cell": _live_cell, "with_kernel": _with_kernel}},
        IdentityProvider={"cookie_options": {"samesite": "Lax"}},
        KernelManager={"autorestart": False, **private_channel()},
        MappingKernelManager={
            "root_dir": str(root),
            "cull_idle_timeout": IDLE,
            "cull_interval": 30,
        },
    )
    room.initialize([])
    os.environ[warm.DISTRICT] = room.district
    Thread(target=warm.keep_ready, args=[room.district], daemon=True).start()
    with warm.kernels():
        room.start()
    print("Stopped. Nothing is lost: the same command opens everything as it was left.")
    return 0


# --- The lab: JupyterLab on copies of the notebooks, told which district they are about ----------


@dataclass(frozen=True)
class Lab:
    """A JupyterLab that is ready to be started: by what command, with which surroundings."""

    command: tuple[str, ...]
    environment: Mapping[str, str]
    url: str  # where it opens, with its key
    pages: Path  # the folder of the notebooks


def open_lab(
    district: str | Path | None = None,
    folder: str | Path = "smarter-spending-workshop",
    port: int = 8888,
    browser: bool = True,
    notebook: str | None = None,
) -> int:
    """Open the notebooks in JupyterLab, and stay until it is stopped."""
    lab = prepare_lab(district, folder, port, browser, notebook)
    print(f"The notebooks are in {lab.pages}. Answers are kept in the district's folder.")
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
    """Lay out the notebooks and say how to start JupyterLab on them, for this machine only."""
    first = choose_notebooks(notebook)[0] if notebook else curriculum()[0]
    root = Path(folder).resolve()
    root.mkdir(parents=True, exist_ok=True)
    place = _place(district, root)
    pages = root / "pages" / place.name
    for source in curriculum():
        _lay_out(source, pages, place)
    free, key = _free_port(port), secrets.token_hex(16)
    start = quote(f"/lab/tree/pages/{place.name}/{first.name}")  # a folder may be "Oak #2"
    ours = {"JUPYTER_TOKEN": key, NAME_FILE: str(root / ".settings" / "name.txt")}
    return Lab(
        command=(
            *(sys.executable, "-m", "jupyterlab"),
            f"--ServerApp.root_dir={root}",
            f"--ServerApp.port={free}",
            "--ServerApp.port_retries=0",
            f"--ServerApp.ip={HERE}",
            f"--ServerApp.open_browser={browser}",
            f"--LabApp.default_url={start}",
            "--Application.log_level=ERROR",
            *(("--allow-root",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()),
        ),
        environment=os.environ | _environment(root / ".settings") | ours,
        url=f"http://{HERE}:{free}{start}?token={key}",
        pages=pages,
    )


def _lay_out(source: Path, pages: Path, district: Path) -> None:
    target = pages / source.name
    page = _told(nbformat.read(source, as_version=4), district, pages / "take_home")
    if target.exists():
        _must_be_ours(target, page)
        return
    for cell in page.cells:
        cell.metadata.pop("jupyter", None)  # its code is there to be read
        if cell.cell_type == "code":
            # the committed results are another district's: none stands until its own are there
            cell.outputs, cell.execution_count = [], None
    write_whole(target, nbformat.writes(page) + "\n")


def _must_be_ours(file: Path, ours: nbformat.NotebookNode) -> None:
    try:
        there = nbformat.read(file, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, UnicodeDecodeError):
        raise CannotRunError(
            f"The page {file} cannot be read; perhaps it was not saved in full. Move it elsewhere "
            "and try again: a new one is laid out, with the answers, which are kept in the "
            "district's folder."
        ) from None
    told = ([one.source for one in page.cells if INJECTED in _tags(one)] for page in (there, ours))
    if len(set(map(tuple, told))) > 1:
        raise CannotRunError(
            f"The pages in {file.parent} were laid out for another folder of that name. "
            "Choose another place for this district with --folder."
        )
