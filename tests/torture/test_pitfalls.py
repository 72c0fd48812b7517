"""What Textual lets one write and must not be written: read off the sources, so that nobody writes it again.

Pitfalls that show only while the program runs have their tests where it runs; `rows.py` lists all of them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from typing import TypeVar

import pytest
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

from tests.torture.sources import ROOT

Node = TypeVar("Node", bound=ast.expr | ast.stmt)


@cache
def sources(folder: str) -> tuple[tuple[str, str], ...]:
    """Each module of it: its path from the root, and what it says."""
    files = sorted((ROOT / folder).rglob("*.py"))
    return tuple((str(file.relative_to(ROOT)), file.read_text(encoding="utf-8")) for file in files)


@cache
def tree_of(source: str) -> ast.Module:
    return ast.parse(source)


def nodes(folder: str, kind: type[Node], *words: str) -> Iterator[tuple[str, Node]]:
    """The nodes of this kind in modules that say one of these words, with the place where each stands."""
    for file, source in sources(folder):
        if any(word in source for word in words):
            for node in ast.walk(tree_of(source)):
                if isinstance(node, kind):
                    yield f"{file}:{node.lineno}", node


def calls(folder: str, *names: str) -> Iterator[tuple[str, ast.Call]]:
    """Calls of these functions or methods."""
    for where, call in nodes(folder, ast.Call, *names):
        if _name(call.func) in names:
            yield where, call


def _name(function: ast.expr) -> str:
    match function:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def argument(call: ast.Call, name: str) -> ast.expr | None:
    return next((each.value for each in call.keywords if each.arg == name), None)


@pytest.mark.row("X2")
def test_all_work_names_its_group() -> None:
    """`exclusive` without one cancels whatever else the node has begun."""
    begun = [
        *_begun(),
        *((where, call) for where, call in _begun("call_after_refresh") if _name(call.args[0]) == "run_worker"),
    ]
    assert len(begun) > 20
    assert [where for where, call in begun if argument(call, "group") is None] == []


def _begun(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """Work of the interface: what is decorated, and what is run."""
    textual = {file for file, source in sources("tui") if re.search(r"from textual import .*\bwork\b", source)}
    for where, call in calls("tui", *(names or ("work", "run_worker"))):
        if where.partition(":")[0] in textual or _name(call.func) != "work":
            yield where, call


@pytest.mark.row("X3", "X4", "P2")
def test_no_work_in_a_thread_has_an_effect_that_somebody_could_cancel() -> None:
    """Textual can't cancel a thread: what runs in one reads, and is waited for by nobody who leaves."""
    threads = [call for _, call in _begun() if argument(call, "thread") is not None]
    assert {ast.unparse(call.args[0]) for call in threads} <= {"made_ready"}


@pytest.mark.row("X21", "X22")
def test_the_widgets_with_the_traps_are_not_used() -> None:
    """A table's cell costs the whole table, an empty choice is `False`, a list keeps what was chosen before."""
    traps = {"Select", "SelectionList", "DataTable", "LoadingIndicator", "ProgressBar", "ListView"}
    used = [
        (where, name.name)
        for where, node in nodes("tui", ast.ImportFrom, "textual.widgets")
        for name in node.names
        if name.name in traps
    ]
    assert used == []


def test_whatever_scrolls_scrolls_though_no_scrollbar_is_shown_yet() -> None:
    """Until then Textual takes no notice of it, unless it is told to."""
    scrolls = list(calls("tui", "scroll_to", "scroll_relative"))
    assert len(scrolls) > 10
    assert [where for where, call in scrolls if ast.unparse(argument(call, "force") or call) != "True"] == []


def test_a_key_that_is_bound_anew_does_not_scroll_as_well() -> None:
    """What our lists do not bind must not fall through to what their bases do."""
    scrolling = [
        (where, node)
        for where, node in nodes("tui", ast.ClassDef, "ScrollView", "VerticalScroll")
        if {ast.unparse(base) for base in node.bases} & {"ScrollView", "VerticalScroll"}
    ]
    assert len(scrolling) >= 5
    kept = {where: {word.arg: ast.unparse(word.value) for word in node.keywords} for where, node in scrolling}
    assert [where for where, words in kept.items() if words.get("inherit_bindings") != "False"] == []


def test_no_reactive_has_the_name_of_something_of_textuals_own() -> None:
    """It would take its place: `query` is how a screen finds its widgets, `size` how large it is."""
    textuals = set(dir(App)) | set(dir(Screen)) | set(dir(Widget))
    ours = [
        (where, node.target.id)
        for where, node in nodes("tui", ast.AnnAssign, "reactive(", "var(")
        if isinstance(node.target, ast.Name) and isinstance(node.value, ast.Call)
        if _name(node.value.func) in {"reactive", "var"}
    ]
    assert len(ours) > 10
    assert [(where, name) for where, name in ours if name in textuals] == []


@pytest.mark.row("X24")
def test_no_screen_waits_for_its_own_end() -> None:
    waiting = [
        where
        for where, node in nodes("tui", ast.Await, "dismiss", "pop_screen")
        if isinstance(node.value, ast.Call) and _name(node.value.func) in {"dismiss", "pop_screen"}
    ]
    assert waiting == []


@pytest.mark.row("X37")
def test_no_handler_calls_that_of_its_base() -> None:
    """Textual calls the handlers of all bases by itself: `super().on_mount()` would be the second time."""
    own_ways = {"on_event"}  # a method of the message pump, and no handler
    twice = [
        where
        for folder in ("tui", "tests")
        for where, node in nodes(folder, ast.Attribute, "super().on_", "super()._on_")
        if isinstance(node.value, ast.Call)
        and _name(node.value.func) == "super"
        and node.attr.startswith(("on_", "_on_"))
        and node.attr not in own_ways
    ]
    assert twice == []


@pytest.mark.row("D1", "X13")
def test_no_notice_is_read_as_markup_but_where_all_of_it_is_our_own_words() -> None:
    said = [
        where
        for where, call in calls("tui", "notify")
        if call.args and not isinstance(call.args[0], ast.Constant) and not _is_off(argument(call, "markup"))
    ]
    assert said == []


def _is_off(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is False


@pytest.mark.row("X38")
def test_no_test_within_a_loop_begins_another() -> None:
    """`asyncio.run` takes the loop of a test along when it ends; those that use it are no coroutines."""
    within = [
        where
        for where, function in nodes("tests", ast.AsyncFunctionDef, "asyncio.run(", "asyncio.Runner(")
        if any(
            isinstance(node, ast.Attribute) and node.attr in {"run", "Runner"} and _name(node.value) == "asyncio"
            for node in ast.walk(function)
        )
    ]
    assert within == []


@pytest.mark.row("X39")
def test_a_program_is_run_by_the_test_itself() -> None:
    """`run_test` in a fixture leaves the test without an active app."""
    in_fixtures = [
        where
        for where, function in nodes("tests", ast.FunctionDef, "run_test(")
        if any("fixture" in ast.unparse(each) for each in function.decorator_list)
        and "run_test(" in ast.unparse(function)
    ]
    assert in_fixtures == []


@pytest.mark.row("X40")
def test_a_story_does_not_wait_for_time() -> None:
    """Sleeping is no way to wait for something to happen: what there is of it plays a part, and says which."""
    waits = [(where, call.args[0]) for where, call in calls("tests/stories", "sleep")]
    bare = [where for where, time in waits if isinstance(time, ast.Constant) and time.value and "#" not in _line(where)]
    assert bare == []


def _line(where: str) -> str:
    file, _, number = where.partition(":")
    return (ROOT / file).read_text(encoding="utf-8").splitlines()[int(number) - 1]
