"""What holds for every test: signals mean what they usually mean, however the tests were started.

A shell that starts them in the background, or `nohup`, hands down signals that are ignored; the programs that the
tests start would inherit that. And no property is a matter of time or luck: a busy machine proves
nothing, and each run tries the same examples. `HYPOTHESIS_PROFILE=deep` looks for others, fifty times as long. What
starts the whole program as a process of its own is a slow proof, which `./check` runs after everything else.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Generator, Iterator
from typing import Final
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings
from textual._compositor import Compositor
from textual.pilot import Pilot

from tests.turns import pressed, waited_for
from tests.unseen import drawn

settings.register_profile("untimed", deadline=None, derandomize=True)
settings.register_profile("deep", deadline=None, max_examples=5_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "untimed"))

_PROGRAMS: Final = {"shell", "far"}
"""Fixtures that start the program by its command line."""
_LONG: Final = ("tests/stories/", "tests/test_snapshots.py", "tests/screens/", "tests/torture/")
"""Tests that run the whole program, or a screen of it, in their own process: about a second each."""


# A sixth of the time went into looking for garbage, most of it among the modules and tests, which stay anyway.
gc.set_threshold(5_000, 10, 10)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Function]) -> Generator[None]:
    for item in items:
        if item.get_closest_marker("pty") or _PROGRAMS.intersection(item.fixturenames):
            item.add_marker(pytest.mark.slow)
    yield
    items[:] = _dealt(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def _dealt(items: list[pytest.Function], workers: int) -> list[pytest.Function]:
    """What each worker begins with is an equal share of the long ones: then none of them is left when all else is done.

    `--dist worksteal` gives each worker an equal part of the list, in its order.
    """
    long = [item for item in items if item.nodeid.startswith(_LONG)]
    short = [item for item in items if not item.nodeid.startswith(_LONG)]
    cuts = [len(short) * n // workers for n in range(workers + 1)]
    return [each for n in range(workers) for each in (*long[n::workers], *short[cuts[n] : cuts[n + 1]])]


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_cut_for_nobody() -> Iterator[None]:
    with patch.object(Compositor, "render_update", drawn):
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_key_is_pressed_before_all_have_dealt_with_the_last() -> Iterator[None]:
    with patch.object(Pilot, "press", pressed), patch.object(Pilot, "_wait_for_screen", waited_for):
        yield


for _number in (signal.SIGHUP, signal.SIGQUIT):
    signal.signal(_number, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
