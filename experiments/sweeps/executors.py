"""Where runs are lived: threads of this process, or Dask's workers, behind the same standard interface."""

import logging
import warnings
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from experiments.interrupts import unheard
from experiments.runner import processors
from sim import SOURCE_DIGEST

KINDS = ("threads", "dask-local", "dask://HOST:PORT")
CONNECT_SECONDS = 15
LOOK_SECONDS, WORKERLESS_SECONDS = 1, 60  # how often workers are counted; how long new ones are waited for
LOUD = (
    "asyncio",
    "tornado",
    "tornado.application",
    "distributed",
    "distributed.batched",
    "distributed.client",
    "distributed.comm",
    "distributed.core",
    "distributed.nanny",
    "distributed.scheduler",
    "distributed.worker",
)  # loggers
THREAD_BATCH_SECONDS, DASK_BATCH_SECONDS = 0.3, 1.0


class ExecutorError(ValueError):
    """An executor that does not exist, cannot be reached or is gone; one sentence."""


@dataclass(frozen=True)
class Workers:
    """An executor, how many runs it lives at a time, and how large a piece of work should be [seconds]."""

    executor: Executor
    number: int
    batch_seconds: float
    check: Callable[[], None] = lambda: None  # raises ExecutorError where the executor is gone


@contextmanager
def workers(kind="threads", number=None):
    """Workers by name: "threads", "dask-local", or "dask://HOST:PORT", a scheduler that runs.  Raises ExecutorError."""
    check_kind(kind)
    if kind == "threads":
        with _threads(number or processors()) as found:
            yield found
    elif kind == "dask-local":
        with _local(number or processors()) as found:
            yield found
    else:
        with _scheduler(kind, number) as found:
            yield found


def check_kind(kind):
    """Raises ExecutorError where there is no such executor."""
    if kind not in KINDS[:2] and not (kind.startswith("dask://") and ":" in kind.removeprefix("dask://")):
        raise ExecutorError(f"--executor {kind}: there is no such executor; choose {', '.join(KINDS)}")


@contextmanager
def _threads(number):
    """The compiled loop frees Python's lock; left early, what is queued is dropped."""
    executor = ThreadPoolExecutor(number)
    try:
        yield Workers(executor, number, THREAD_BATCH_SECONDS)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def _distributed():
    """Dask, which says nothing by itself: what a user must know is in our own sentences."""
    try:
        import dask

        dask.config.set({"logging": dict.fromkeys(LOUD, "critical"), "distributed.admin.log-length": 0})
        import distributed
    except ImportError:
        raise ExecutorError('Dask is not installed; run pip install "thbsim[cluster]", or use threads') from None
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", module=r"distributed\..*")
    return distributed


@contextmanager
def _local(number):
    """A scheduler and worker processes of one thread each, on this machine; no dashboard, loopback only."""
    distributed = _distributed()
    with unheard():
        cluster = distributed.LocalCluster(
            n_workers=number,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False},
            silence_logs=50,
        )
    with (
        cluster,
        distributed.Client(cluster, timeout=CONNECT_SECONDS) as client,
    ):
        yield _of(client, number, "the local Dask scheduler")


@contextmanager
def _scheduler(kind, number):
    distributed = _distributed()
    address = kind.removeprefix("dask://")
    try:
        client = distributed.Client(f"tcp://{address}", timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ExecutorError(
            f"--executor {kind}: no Dask scheduler answers there ({type(error).__name__}); start one with dask"
            " scheduler, or correct the address"
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except TimeoutError:
            raise ExecutorError(
                f"--executor {kind}: the scheduler has no workers; start some with dask worker"
            ) from None
        _check_model(client, kind)
        yield _of(client, number or sum(client.nthreads().values()), f"the Dask scheduler at {address}")


def _check_model(client, kind):
    """Refuse workers with another model than ours; later ones refuse the work themselves."""

    def model():  # travels as it is, to where thbsim may be missing
        try:
            from sim import SOURCE_DIGEST
        except ImportError:
            return "no thbsim"
        return f"model {SOURCE_DIGEST}"

    ours = f"model {SOURCE_DIGEST}"
    for worker, found in client.run(model).items():
        if found != ours:
            raise ExecutorError(
                f"--executor {kind}: the worker at {worker} has {found}, this program {ours}; install the same thbsim"
                " there"
            )


def _of(client, number, name):
    last = monotonic()  # when a worker was seen
    looked = last

    def check():
        nonlocal last, looked
        if client.status != "running":
            raise ExecutorError(f"{name} is gone; what is done is kept: start it again and go on with --resume")
        now = monotonic()
        if now - looked < LOOK_SECONDS:
            return
        looked = now
        if client.nthreads():
            last = now
        elif now - last > WORKERLESS_SECONDS:
            raise ExecutorError(
                f"{name} has had no workers for {WORKERLESS_SECONDS} s; what is done is kept: start some with the same"
                " thbsim and go on with --resume"
            )

    return Workers(client.get_executor(pure=False), number, DASK_BATCH_SECONDS, check)
