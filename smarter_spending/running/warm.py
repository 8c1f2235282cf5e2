"""Kernels that begin warm: forked from a Python that has a district's case worked out.

A launcher (papermill, nbclient, Voilà, Jupyter Server) finds :class:`Warm` by its entry point in
``jupyter_client``.  It dials the parent for its surroundings, or starts one; the parent keeps a
process for each district, and that one forks the kernels.  Who changes the library, the packages
or a variable that Python reads as it starts gets another parent; a changed folder is read anew;
wherever anything of this cannot be, a plain kernel begins in its place.
"""

import asyncio
import atexit
import gc
import hashlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint
from pathlib import Path
from pkgutil import walk_packages
from threading import Thread

from filelock import FileLock
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

PACKAGE = Path(__file__).resolve().parent.parent
MADE_OF = (".py", ".toml", ".csv", ".html", ".css", ".js", ".typ")  # the library's files
NAME = "smarter-spending-warm"
DISTRICT = "SMARTER_SPENDING_DISTRICT"  # whose case a kernel finds open, named as its page names it
READ_AT_START = ("PYTHON", "LC_", "LANG", "TZ", "LD_", "MPL")  # variables, by how they begin
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
DRAWS = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}  # as a kernel itself sets it
FORKS = sys.platform == "linux"  # elsewhere a fork may not use what its parent imported
PLAIN = "Here every notebook starts its own Python: slower, with the same results."
LINGERS = 300  # seconds that a parent waits for who asks next
ANSWERS = 300  # seconds that a launcher waits for a district to be read
AT_ONCE = max(3, os.cpu_count() or 1)  # districts; each takes some 100 MB
MOST = 1 << 20  # bytes of a request
START = "from smarter_spending.running.warm import serve; serve()"
_SAID = []  # that a kernel was plain
_STARTED = []  # the parents that this process started


def digest(*parts: bytes) -> str:
    """One line that changes when any part does."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()


@cache
def library_fingerprint() -> str:
    """One line that changes when the library changes."""
    files = sorted(path for path in PACKAGE.rglob("*") if path.suffix in MADE_OF and path.is_file())
    return digest(*[path.read_bytes() for path in files])


# --- The launcher's side ------------------------------------------------------------------------


class Warm(LocalProvisioner):
    """What ``jupyter_client`` asks for a kernel: a fork where that is safe, else a plain one."""

    async def send_signal(self, signum: int) -> None:
        """Send a signal to a kernel that has not ended: its number may be another's by then."""
        if await self.poll() is None:
            await super().send_signal(signum)

    async def launch_kernel(self, cmd, **kwargs):
        """Begin a kernel."""
        fork = await _aside(_forked, cmd, kwargs.get("env"), kwargs.get("cwd"))
        if fork is None:
            if not _SAID:
                _SAID.append(self.log.warning(PLAIN))
            return await super().launch_kernel(cmd, **kwargs)
        self.process, self.pid, self.pgid = fork, fork.pid, fork.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info


async def _aside(work, *given):
    """What work gives, done in a thread that nobody waits for when Python ends."""
    done = Future()

    def does() -> None:
        try:
            done.set_result(work(*given))
        except BaseException as error:
            done.set_exception(error)

    Thread(target=does, daemon=True).start()
    return await asyncio.wrap_future(done)


class _Fork:
    """A forked kernel as its launcher knows it: by a line that ends when either of them ends."""

    stdin = stdout = stderr = returncode = None

    def __init__(self, line: socket.socket, pid: int):
        self.line, self.pid = line, pid
        line.setblocking(False)

    def poll(self) -> int | None:
        if self.returncode is None:
            with suppress(BlockingIOError):
                with suppress(ConnectionError):
                    self.line.recv(1)
                self.line.close()
                self.returncode = 0
        return self.returncode

    wait = poll  # nobody waits before it has ended


@contextmanager
def kernels() -> Iterator[None]:
    """Within it every kernel that this process starts begins warm."""
    factory = KernelProvisionerFactory.instance()
    before = factory.default_provisioner_name
    factory.provisioners[NAME] = EntryPoint(NAME, f"{__name__}:Warm", factory.GROUP_NAME)
    factory.default_provisioner_name = NAME
    try:
        yield
    finally:
        factory.default_provisioner_name = before


def keep_ready(district: str) -> None:
    """Have a district's case worked out before anybody asks for a kernel, and as it changes."""
    ask = {"district": district, "argv": [], "cwd": str(Path.cwd())}
    while answer := _asked(ask, dict(os.environ)):
        answer[0].close()
        time.sleep(LINGERS / 10)


def _forked(cmd: list[str], env: Mapping | None, cwd: object) -> _Fork | None:
    if cmd[:3] != [sys.executable, "-m", "ipykernel_launcher"]:
        return None  # another language, or another Python
    env = dict(os.environ if env is None else env)
    ask = {"district": env.get(DISTRICT, ""), "argv": cmd[3:], "env": env}
    answer = _asked(ask | {"cwd": str(cwd or Path.cwd())}, env)
    return answer and _Fork(*answer)


def _asked(ask: Mapping, env: dict[str, str]) -> tuple[socket.socket, int] | None:
    for _ in range(2 * FORKS):  # a parent may end just as it is asked: then there is another
        with suppress(OSError, ValueError):
            line = _dialled(_door(env), env)
            line.settimeout(ANSWERS)
            line.sendall(json.dumps(ask).encode())
            return line, int(line.recv(MOST))
    return None


def _door(env: Mapping[str, str]) -> Path:
    """Where the parent for these surroundings is asked: in a folder that is this user's alone."""
    folder = Path(tempfile.gettempdir(), f"smarter-spending-{os.getuid()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.lstat().st_uid != os.getuid() or folder.lstat().st_mode & 0o77:
        raise PermissionError(f"{folder} is somebody else's")
    read = sorted((name, env[name]) for name in env if name.startswith(READ_AT_START))
    packages = Path(sysconfig.get_path("purelib")).stat().st_mtime_ns
    made_from = [library_fingerprint.__wrapped__(), sys.executable, str(packages), str(read)]
    return folder / digest(*map(str.encode, made_from))[:32]


def _dialled(door: Path, env: dict[str, str]) -> socket.socket:
    with FileLock(f"{door}.lock"):
        line = _line()
        try:
            line.connect(str(door))
        except OSError:  # nobody is there, or nobody any more
            door.unlink(missing_ok=True)
            with _line() as listens:
                listens.bind(str(door))
                listens.listen(128)
                command = [sys.executable, "-P", "-c", START, str(listens.fileno())]
                streams = dict.fromkeys(("stdin", "stdout"), subprocess.DEVNULL)
                how = {"pass_fds": [listens.fileno()], "start_new_session": True, **streams}
                with Path(f"{door}.log").open("ab") as log:
                    how |= {"env": DRAWS | env | ONE_THREAD, "stderr": log}
                    _STARTED.append(subprocess.Popen(command, **how))
            line.connect(str(door))
        return line


def _line() -> socket.socket:
    return socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)  # what is sent comes as one


# --- The parent's side --------------------------------------------------------------------------


def serve() -> None:
    """The parent: import all that a page needs, then answer until nobody has asked for a while."""
    door = socket.socket(fileno=int(sys.argv[1]))
    os.set_inheritable(door.fileno(), False)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a fork: its line says it ended
    from smarter_spending import guide

    for module in walk_packages(guide.__path__, f"{guide.__name__}."):
        import_module(module.name)
    import ipykernel.kernelapp  # noqa: F401

    _kernel(*_handing_on(door))


def _handing_on(door: socket.socket) -> tuple[dict, socket.socket]:
    """Hand each request to its district's process; what comes back is in a kernel's fork."""
    districts: dict[str, socket.socket] = {}
    door.settimeout(LINGERS)
    while True:
        try:
            line, _ = door.accept()
        except TimeoutError:
            Path(door.getsockname()).unlink(missing_ok=True)
            os._exit(0)
        with line:
            asked = line.recv(MOST)
            if not asked:
                continue
            named = json.loads(asked)["district"]
            channel = districts.pop(named, None)
            if channel is None or not _handed(channel, asked, line):
                channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                if not os.fork():
                    for one in (door, line, channel, *districts.values()):
                        one.close()
                    return _forking(theirs, named)
                theirs.close()
                _handed(channel, asked, line)
            districts[named] = channel
            for old in list(districts)[:-AT_ONCE]:
                districts.pop(old).close()


def _handed(channel: socket.socket, asked: bytes, line: socket.socket) -> bool:
    try:
        return bool(socket.send_fds(channel, [asked], [line.fileno()]))
    except OSError:  # that district's process ended
        return False


def _forking(channel: socket.socket, named: str) -> tuple[dict, socket.socket]:
    """A district's process: what comes back is in a kernel's fork."""
    while True:
        asked, lines, *_ = socket.recv_fds(channel, MOST, 1)
        if not lines:
            os._exit(0)
        with socket.socket(fileno=lines[0]) as line:
            ask = json.loads(asked)
            os.chdir(ask["cwd"])  # that of who asked before may be gone
            if named:
                _work_out(named)
            gc.collect()
            gc.freeze()  # what a fork only reads it shares with all others
            if not ask["argv"]:
                line.sendall(b"0")
            elif len([*Path("/proc/self/task").iterdir()]) == 1 and not os.fork():
                channel.close()
                return ask, line.dup()


def _work_out(named: str) -> None:
    """Read a district's folder if it has changed, and every stage that needs nobody's answer."""
    from smarter_spending.case import REMEMBERED, Case, find_district, open_case, stage

    def quietly(work) -> bool:
        # what warns or fails is left to the kernel, on whose page it belongs
        try:
            with warnings.catch_warnings(record=True) as said:
                work()
        except Exception as error:  # told in the log beside the socket
            said = [error]
        for one in said:
            print(f"left to the kernel: {one}", file=sys.stderr, flush=True)
        return not said

    if not quietly(lambda: open_case(find_district(named))):
        REMEMBERED.clear()
        return
    case = list(REMEMBERED.values())[-1]
    for name, one in vars(Case).items():
        before = set(case.kept)
        if isinstance(one, stage) and not quietly(lambda name=name: getattr(case, name)):
            for new in set(case.kept) - before:
                del case.kept[new]


def _kernel(ask: Mapping, line: socket.socket) -> None:
    """Be a kernel, as if Python had just begun."""
    os.setsid()
    line.sendall(str(os.getpid()).encode())
    Thread(target=_end_with, args=[line], daemon=True).start()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    atexit._clear()  # what the parent would do at its end is not this one's to do
    os.environ.clear()
    os.environ.update({**DRAWS, **ask["env"]})
    os.environ.pop("JPY_PARENT_PID", None)
    sys.argv = ["ipykernel_launcher", *ask["argv"]]
    import numpy
    from ipykernel.kernelapp import IPKernelApp

    random.seed()
    numpy.random.seed()
    app = IPKernelApp.instance()
    app.initialize(ask["argv"])
    sys.modules["ipywidgets"]._handle_ipython()  # met no kernel when guide.panels imported it
    app.start()
    atexit._run_exitfuncs()
    os._exit(0)


def _end_with(line: socket.socket) -> None:
    with suppress(OSError):
        line.recv(1)
    os._exit(1)  # who launched this kernel ended
