"""Keys of one's own: what is taken, what is told about them in plain words, and that nothing else is complained of."""

from __future__ import annotations

import pytest

from tui.config import CHECKS
from tui.keymap import beginnings, complaints, every_binding, normal


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (
            {"library.refesh": "f5"},
            '[keys]: there is no action "library.refesh". Did you mean "library.refresh"?',
        ),
        ({"zzz": "f5"}, '[keys]: there is no action "zzz". ? in the program names them all.'),
        (
            {"library.refresh": "pgdown"},
            '[keys]: "library.refresh" waits for "pgdown", which is no key. Did you mean "pagedown"?',
        ),
        (
            {"library.refresh": "j"},
            '[keys]: "library.refresh" and "move.down" both want j, and only one of them can have it.',
        ),
        (
            {"go.library": "g>f"},
            '[keys]: "go.filters" and "go.library" both want g f, and only one of them can have it.',
        ),
        ({"filter.tag": "u>t"}, '[keys]: "app.upload" and "u …" both want u, and only one of them can have it.'),
        ({"app.help": "u"}, '[keys]: "app.help" and "app.upload" both want u, and only one of them can have it.'),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(keys: dict[str, str], words: str) -> None:
    assert words in complaints(keys)


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"library.refresh": "f5"},
        {"library.refresh": "f5,ctrl+r"},
        {"move.down": "k", "move.up": "j"},
        {"jobs.limit": "D"},
        {"filter.tag": "%>t"},
        {"go.library": "g>?"},
        {"jobs.retry-failed": "f6"},
    ],
)
def test_what_can_be_is_left_alone(keys: dict[str, str]) -> None:
    assert complaints(keys) == ()


def test_every_default_may_be_written_down_as_it_is() -> None:
    by_id: dict[str, list[str]] = {}
    for binding in every_binding():
        if binding.id:
            by_id.setdefault(binding.id, []).append(binding.key)
    written = {action: ",".join(dict.fromkeys(keys)) for action, keys in by_id.items()}
    assert CHECKS["keys"](written) == written
    assert normal(written) == written


def test_names_that_textual_knows() -> None:
    assert normal({"a": "?", "b": "g>#, f5", "c": "ctrl+r"}) == {
        "a": "question_mark",
        "b": "g>number_sign,f5",
        "c": "ctrl+r",
    }


def test_a_chord_may_begin_with_a_key_of_its_own() -> None:
    assert beginnings({"filter.tag": "%>t", "go.library": "g>x", "library.refresh": "f5"}) == ("percent_sign",)


@pytest.mark.parametrize("nonsense", ["", "ctrl+", "a>b>c", "r,", ">", "two words", "g>", "+"])
def test_nonsense_is_no_setting(nonsense: str) -> None:
    with pytest.raises(ValueError, match="needs a key such as"):
        CHECKS["keys"]({"app.help": nonsense})
