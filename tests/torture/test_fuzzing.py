"""Rubbish at every door that strangers' words come through: an answer or a named refusal, never anything else.

What is known of one door is beside its own tests (tests/api/test_models.py, tests/library/test_query_text.py,
tests/geo/test_coordinates.py, tests/state, tests/terminal/test_ground.py); here are the doors of the whole program.
`HYPOTHESIS_PROFILE=deep` tries fifty times as much.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.clips import make_clip
from tui.api.answers import retry_after
from tui.config import CHECKS, Config, ConfigProblem, load
from tui.key_syntax import read_keys
from tui.keymap import complaints, normal
from tui.text import safe_block, safe_text
from tui.uploads.choosing import with_facts
from tui.uploads.desk import Candidate
from tui.uploads.prober import Pixels, Probed, Prober

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3), max_leaves=6
)
FACTS = ("container", "codec", "duration", "width", "fps", "has_audio", "taken", "taken_from", "camera", "latitude")


# Settings


@contextmanager
def settings_file(content: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "config.toml"
        file.write_bytes(content)
        yield file


def toml(value: object) -> str:
    """As a TOML value, as far as that knows it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(str(name))} = {toml(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool | int | str):
        return json.dumps(value)
    return '"none"' if value is None else repr(value)


@pytest.mark.row("D8")
@given(
    st.binary(max_size=200)
    | st.lists(st.tuples(st.sampled_from([*CHECKS, "profiles", "nonsense"]), JSON), max_size=3).map(
        lambda lines: "\n".join(f"{name} = {toml(value)}" for name, value in lines).encode("utf-8", "surrogatepass")
    )
)
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbfread_only = true")
@example(b"x = " + b"[" * 100_000)
@example(b"x = " + b"9" * 5_000)
@example(b"read_only = 1979-05-27\n")
@example(b"[profiles]\nx = 1\n")
def test_settings_of_any_bytes_are_settings_or_one_harmless_sentence(content: bytes) -> None:
    with settings_file(content) as file:
        loaded = settings_or_problem(file)
    if isinstance(loaded, ConfigProblem):
        assert safe_text(loaded, 10_000) == str(loaded), "one line that does nothing"


def settings_or_problem(file: Path) -> Config | ConfigProblem:
    try:
        return load(file, environ={})
    except ConfigProblem as problem:
        return problem


KEY_WORDS = st.sampled_from(
    ["r", "ctrl+r", "g>r", "f5", ",", ">", "+", "shift+", "?", "comma", " ", "é", "g>g>g", "ctrl+"]
)
KEYS = ANY_TEXT | st.lists(KEY_WORDS, max_size=4).map("".join)
ACTIONS = st.sampled_from(["library.refresh", "move.down", "app.help", "filter.tag"]) | ANY_TEXT


@given(st.dictionaries(ACTIONS, KEYS, max_size=3))
@settings(max_examples=max(30, settings().max_examples // 4))
def test_keys_of_ones_own_are_keys_or_named_in_harmless_words(keys: dict[str, str]) -> None:
    good = {}
    for action, text in keys.items():
        try:
            read_keys(text)
        except ValueError:
            with pytest.raises(ValueError, match="needs a key"):
                CHECKS["keys"]({action: text})
        else:
            good[action] = text
    for words in complaints(good):
        assert safe_text(words, 10_000) == words
    assert normal(normal(good)) == normal(good)


# Text


@pytest.mark.row("D3")
@given(ANY_TEXT, st.integers(2, 40))
def test_no_text_is_wider_than_its_characters_may_be(raw: str, limit: int) -> None:
    safe = safe_text(raw * 3, limit)
    assert cell_len(safe) <= 2 * limit
    assert len(safe_block(raw * 3, limit)) <= limit + len("\n…") + raw.count("\t") * 3


@given(st.none() | ANY_TEXT | st.floats().map(str) | st.datetimes().map(str), st.floats(0, 4e9))
def test_any_time_to_wait_is_a_time_or_none(header: str | None, now: float) -> None:
    wait = retry_after(header, now)
    assert wait is None or wait >= 0


# The process that reads files

ECHO = (
    "import base64, json, sys\n"
    "for line in sys.stdin:\n"
    "    asked = json.loads(line)\n"
    "    told = bytes.fromhex(asked['path']) if 'path' in asked else base64.b64decode(asked['picture'])\n"
    "    sys.stdout.buffer.write(told[told.index(b'|') + 1:] + b'\\n')\n"
    "    sys.stdout.flush()\n"
)
"""Answers with what stands behind the first bar in what it is asked about: whatever a hostile file would have said."""


@pytest.fixture(scope="module")
def ask() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def taken_over(ask: asyncio.Runner) -> Iterator[Prober]:
    prober = Prober(command=(sys.executable, "-S", "-c", ECHO))
    yield prober
    ask.run(prober.aclose())


@pytest.fixture(scope="module")
def prober(ask: asyncio.Runner) -> Iterator[Prober]:
    prober = Prober()
    yield prober
    ask.run(prober.aclose())


def answers(told: st.SearchStrategy[Any]) -> st.SearchStrategy[bytes]:  # Any: whatever JSON can be
    dumped = told.map(lambda value: json.dumps(value).encode())
    return dumped | st.binary(max_size=80).map(lambda raw: raw.replace(b"\n", b"").replace(b"\0", b""))


@given(
    answers(
        JSON
        | st.fixed_dictionaries(
            {},
            optional={"facts": JSON | st.dictionaries(st.sampled_from(FACTS), JSON), "problem": JSON, "missing": JSON},
        )
    )
)
@settings(max_examples=max(25, settings().max_examples // 10))
@example(b"[" * 60_000)
@example(b'{"facts": {"has_audio": 1}}')
@example(b'{"facts": {"duration": NaN}}')
def test_a_probe_that_was_taken_over_says_facts_or_a_problem(
    ask: asyncio.Runner, taken_over: Prober, told: bytes
) -> None:
    probed: Probed = ask.run(_in_time(taken_over.probe(Path(os.fsdecode(b"/x|" + told)))))
    assert (probed.facts is not None) + bool(probed.problem) + bool(probed.warning) == 1
    assert safe_text(probed.problem + probed.warning, 300) == probed.problem + probed.warning
    with_facts(Candidate(Path("/x.mp4"), 1), probed.facts)


@given(answers(st.fixed_dictionaries({}, optional={"width": JSON, "height": JSON, "rgb": JSON, "problem": JSON})))
@settings(max_examples=max(25, settings().max_examples // 10))
@example(b'{"width": Infinity, "height": 1, "rgb": ""}')
def test_a_picture_that_took_it_over_is_a_picture_or_a_problem(
    ask: asyncio.Runner, taken_over: Prober, told: bytes
) -> None:
    pixels: Pixels = ask.run(_in_time(taken_over.thumbnail(b"|" + told, "png", width=8, height=8)))
    assert bool(pixels.rgb) != bool(pixels.problem)
    assert len(pixels.rgb) == pixels.width * pixels.height * 3


@given(st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 255)), max_size=30), st.integers(8, 10_000))
@settings(max_examples=max(25, settings().max_examples // 10))
def test_a_film_with_other_bytes_says_facts_or_a_problem(
    ask: asyncio.Runner, prober: Prober, changes: list[tuple[int, int]], length: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = make_clip(Path(folder) / "a.mp4", seconds=0.2)
        film = bytearray(path.read_bytes()[:length])
        for place, value in changes:
            film[place % len(film)] = value
        path.write_bytes(film)
        probed = ask.run(_in_time(prober.probe(path)))
    assert (probed.facts is not None) + bool(probed.problem) + bool(probed.warning) == 1


async def _in_time(answer: Coroutine[Any, Any, Any]) -> Any:  # Any: as asyncio has it
    return await asyncio.wait_for(answer, 30)
