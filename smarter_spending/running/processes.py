"""Who runs the notebooks: this process alone, or several beside each other."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context

from smarter_spending.running.notebook_files import CannotRunError


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
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
    try:
        yield pool.submit
    except BrokenProcessPool as error:
        raise CannotRunError(
            "A worker was ended from outside; most often the computer ran out of memory. "
            "What is done is kept: run again with --resume and --jobs 1."
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _at_once(function: Callable, *arguments: object) -> Future:
    future: Future = Future()
    try:
        future.set_result(function(*arguments))
    except Exception as error:
        future.set_exception(error)
    return future
