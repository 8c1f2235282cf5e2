"""The pages live: `room` for leaders (Voilà, no code), `lab` for facilitators and analysts.

Both work on a folder of their own: a copy of a sample, or the district's folder itself, whose
``choices/`` keep every answer.
"""

import asyncio
import os
import secrets
import shutil
import socket
import subprocess
import sys
import webbrowser
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread
from urllib.parse import quote, unquote

import nbformat
from jupyter_core.utils import ensure_async
from tornado.web import StaticFileHandler
from traitlets import Any, Bool, Unicode
from traitlets.config import Config
from voila.app import Voila
from voila.tornado.handler import TornadoVoilaHandler

from smarter_spending.district.choices import JOINED, NAME_FILE, keep_room, room_state
from smarter_spending.district.files import write_whole
from smarter_spending.guide import pages as written
from smarter_spending.running import room, warm
from smarter_spending.running.batch import (
    INJECTED,
    PACKAGE,
    CannotRunError,
    choose_notebooks,
    curriculum,
    error_in_words,
    private_channel,
)
from smarter_spending.running.room import EVERYWHERE, HERE

SAMPLE = "altamont_valley"
RECORD = "our-team.json"
PORTS_TRIED = 50

# --- Where the pages are worked on, and about which district -------------------------------------


def _place(district: str | Path | None, root: Path, blank: bool = False) -> Path:
    # a sample is copied: nobody's answers are ever written into the package or the checkout.  The
    # invented teams are the room, unless one joins; its own record is left out: leaders begin blank
    from smarter_spending.case import find_district
    from smarter_spending.district.settings import FILE

    source = find_district(district or SAMPLE)
    named = district is not None and source == Path(district)
    ours = named and not source.resolve().is_relative_to(PACKAGE)
    name, left_out = source.name + "_room" * blank, [RECORD, *["choices"] * blank]
    place = source.resolve() if ours else root / "districts" / name
    if not ours and not place.exists():
        shutil.copytree(source, place, ignore=shutil.ignore_patterns(*left_out, ".*"))
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
    for port in range(wanted, min(wanted + PORTS_TRIED, 65536)):
        with socket.socket() as door:
            if os.name == "posix":  # what a stopped room leaves for a minute does not hold a port
                door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
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
MOST = 1 << 20  # bytes of what anybody sends at once
IDLE = 300  # seconds until the Python of a page that nobody has open any more is ended


class _LivePage(room.Guarded, TornadoVoilaHandler):
    """One page of the curriculum."""

    async def get(self, page: str) -> None:
        self.request.headers.pop(room.PERSON, None)  # nobody but this server says who it is
        if self.guest:
            self.request.headers[room.PERSON] = quote(self.guest)
        await super().get(f"{page}.ipynb")


class _Alive(room.Asked):
    """Whether a page's Python is still there; and its end when the page is left."""

    async def get(self, kernel: str) -> None:
        known = self.kernel_manager
        alive = kernel in known and await ensure_async(known.get_kernel(kernel).is_alive())
        self.set_header(room.PAGE, self.settings["pages"][self.stands()[1]]["href"])
        self.finish("yes" if alive else "no")

    async def post(self, kernel: str) -> None:
        if kernel in self.kernel_manager:
            await ensure_async(self.kernel_manager.shutdown_kernel(kernel, now=True))


class _Room(Voila):
    """Voilà with our pages and our addresses, behind a key and a code."""

    district, take_home, link, browses = Unicode(), Unicode(), Unicode(), Bool()
    guests, safely = Any(), Any()  # who joined, and how what is sent is encrypted

    def setup_template_dirs(self) -> None:
        super().setup_template_dirs()
        self.template_paths = [str(written.TEMPLATE), *self.template_paths]

    def init_settings(self) -> dict:
        return super().init_settings() | {
            "room": self,
            "guests": self.guests,
            "pages": [_described(page) for page in curriculum()],
            "headers": {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"},
            "ws_ping_timeout": 30_000,
        }

    def init_handlers(self) -> list:
        theirs = [one for one in super().init_handlers() if one[0].startswith(SERVED)]
        static = (r"/((?:live|room)\.js)", StaticFileHandler, {"path": str(written.TEMPLATE)})
        doors = [*theirs, static]
        shows = {
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
        }
        return [
            *((one[0], type("Door", (room.Guarded, one[1]), {}), *one[2:]) for one in doors),
            (r"/(\d\d_\w+)", _LivePage, shows),
            (r"/(?:alive|voila/api/shutdown)/([\w-]+)", _Alive),
            *room.ADDRESSES,
        ]

    async def _begun(self, begin: Callable, **given) -> str:
        # a page's Python answers to who opened it, and to nobody else
        kernel = await ensure_async(begin(**given))
        self.guests.owners[kernel] = unquote(given["env"].get(JOINED, ""))
        return kernel

    def listen(self) -> None:
        self.kernel_manager.start_kernel = partial(self._begun, self.kernel_manager.start_kernel)
        self.app.listen = partial(self.app.listen, ssl_options=self.safely, max_body_size=MOST)
        print(f"Open {self.link}")
        print(f"People join at {self.guests.address} with the code {self.guests.code}.")
        if self.ip != HERE:
            self.guests.picture.terminal(compact=True)
        print(self.guests.seen_by_others)
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


def _ready(handler, notebook: nbformat.NotebookNode, cwd: str) -> nbformat.NotebookNode:
    """The notebook of one visit: told its district, with what stands around its cells."""
    served, pages = handler.settings["room"], handler.settings["pages"]
    place = [page["href"] for page in pages].index(handler.request.path)
    person = handler.guest or " ".join(handler.get_argument("person", "").split())
    told = _told(notebook, Path(served.district), Path(served.take_home))
    joined = bool(handler.guest)
    told.cells, top, bottom = written.live_page(told.cells, place, pages, person, joined)
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
    network: bool = False,
    certificate: Path | None = None,
    key: Path | None = None,
) -> int:
    """Show the live pages of a district, or of the teaching district, until it is stopped.

    ``network`` lets others of this network join, on a copy of a sample that has no answers yet;
    ``certificate`` and its ``key`` (PEM) encrypt all that goes between.
    """
    root = Path(folder).resolve()
    root.mkdir(parents=True, exist_ok=True)
    place = _place(district, root, blank=network)
    start = choose_notebooks(notebook)[0].stem if notebook else ""
    safely = room.safe_with(certificate, key)
    os.environ.update(_environment(root / ".settings"))
    ip = EVERYWHERE if network else HERE
    secret, free = secrets.token_urlsafe(24), _free_port(port, ip)
    own = f"http{'s' * bool(safely)}://{{}}:{free}"
    address = own.format(room.own_address() if network else HERE)
    seen = room.SEEN.format(address=address) + room.OPEN * (not safely)
    if start:
        keep_room(place, room_state(place) | {"page": start, "shown": ""})
    served = _Room(
        guests=room.Guests(place, address, seen if network else room.HIDDEN),
        district=str(place),
        take_home=str(root / "pages" / place.name / "take_home"),
        link=f"{own.format(HERE)}/{'facilitator' if network else start}?token={secret}",
        safely=safely,
        browses=browser,
        ip=ip,
        port=free,
        port_retries=0,
        token=secret,
        identity_provider_class=room.Doorkeeper,
        open_browser=False,
        root_dir=str(curriculum()[0].parent),
        config_file_paths=[],
        log_level=50,
    )
    served.config = Config(
        VoilaConfiguration={
            "template": "base",
            "allow_template_override": "NO",
            "allow_theme_override": "NO",
            "extension_allowlist": [*MANAGERS, "anywidget"],
            "show_tracebacks": True,  # only in whose words an error is told depends on it
            "prelaunch_hook": _ready,
            "http_keep_alive_timeout": 3600,
            "http_header_envs": [room.PERSON],
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
    served.initialize([])
    os.environ[warm.DISTRICT] = served.district
    Thread(target=warm.keep_ready, args=[served.district], daemon=True).start()
    with warm.kernels():
        served.start()
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
