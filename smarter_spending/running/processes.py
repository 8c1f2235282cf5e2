"""Who runs the notebooks: this process alone, or several beside each other."""

import logging
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.synchronize import Event

from smarter_spending.running.notebook_files import CannotRunError

_STOP: Event  # in a worker only: set when the run was interrupted


@contextmanager
def workers(jobs: int) -> Iterator[Callable[..., Future]]:
    """A way to have work done: call it with a function and its arguments.

    Parameters
    ----------
    jobs : int
        How many pieces of work at a time; 1 does each at once, in this process.

    Yields
    ------
    function giving a Future

    Raises
    ------
    CannotRunError
        When a worker was ended from outside.
    """
    if jobs == 1:
        yield _at_once
        return
    processes = get_context("spawn")
    stop = processes.Event()
    pool = ProcessPoolExecutor(
        jobs, mp_context=processes, initializer=_in_a_worker, initargs=(stop,)
    )
    try:
        yield lambda function, *arguments: pool.submit(_unless_stopped, function, *arguments)
    except KeyboardInterrupt:
        stop.set()
        raise
    except BrokenProcessPool as error:
        raise CannotRunError(
            "A worker was ended from outside; most often the computer ran out of memory. "
            "What is done is kept: run again with --resume and --jobs 1."
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _in_a_worker(stop: Event) -> None:
    global _STOP
    _STOP = stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # what asyncio says of a kernel that was ended is said by the result, in words
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)


def _unless_stopped(function: Callable, *arguments: object) -> object:
    # Ctrl+C reaches every process of a terminal: a worker lets go of what it is doing and takes
    # nothing more; what it raises here is raised again in the process that was asked
    if _STOP.is_set():
        raise KeyboardInterrupt
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return function(*arguments)
    except KeyboardInterrupt:
        _STOP.set()
        raise
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _at_once(function: Callable, *arguments: object) -> Future:
    future: Future = Future()
    try:
        future.set_result(function(*arguments))
    except Exception as error:
        future.set_exception(error)
    return future
