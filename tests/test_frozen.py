"""A frozen value is what `dataclasses` would have made of it, whichever of its sides one looks at first."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

import pytest

from tui import frozen
from tui.credentials import Key

LOOKS: tuple[Callable[[Any], object], ...] = (
    repr,
    lambda kind: [(each.name, each.default, each.repr, each.compare) for each in dataclasses.fields(kind)],
    lambda kind: kind.__match_args__,
    lambda kind: kind.__slots__,
    lambda kind: kind.__doc__,
    lambda kind: kind.count(3),
    lambda kind: repr(kind("name", "secret")),
    lambda kind: repr(kind("name", secret="secret", size=3, notes={"a": 1})),
    lambda kind: kind("name", "secret") == kind("name", "secret"),
    lambda kind: kind("name", "secret") == kind("name", "secret", beside="other"),
    lambda kind: kind("name", "secret") == kind("name", "secret", 1),
    lambda kind: kind("name", "secret") == ("name", "secret"),
    lambda kind: kind("name", "secret").notes is kind("name", "secret").notes,
    lambda kind: repr(dataclasses.replace(kind("name", "secret", 3), name="other")),
    lambda kind: dataclasses.asdict(kind("name", "secret", 3)),
    lambda kind: copy.copy(kind("name", "secret", 3)).secret,
    lambda kind: repr(copy.deepcopy(kind("name", "secret", 3))),
    lambda kind: kind("name", "secret", 3).told(),
)
WRONG: tuple[Callable[[Any], object], ...] = (
    lambda kind: kind(),
    lambda kind: kind("name"),
    lambda kind: kind("name", "secret", 1, {}, "", 6),
    lambda kind: kind("name", "secret", nobody=1),
    lambda kind: setattr(kind("name", "secret"), "name", "other"),
    lambda kind: delattr(kind("name", "secret"), "name"),
    lambda kind: kind("", "secret"),
    lambda kind: hash(kind("name", "secret")),
)


def ours() -> Any:
    return _value(frozen.dataclass)


def theirs() -> Any:
    return _value(dataclasses.dataclass)


def _value(dataclass: Any) -> Any:
    @dataclass(frozen=True, slots=True)
    class Value:
        """Has one of everything."""

        name: str
        secret: str = field(repr=False)
        size: int = 0
        notes: Mapping[str, int] = field(default_factory=dict)
        beside: str = field(default="", compare=False)

        def __post_init__(self) -> None:
            if not self.name:
                raise ValueError("no name")

        def told(self) -> str:
            return f"{self.name}: {self.size}"

        @classmethod
        def count(cls, size: int) -> int:
            return cls("name", "secret", size).size

    return Value


@pytest.mark.parametrize("look", LOOKS)
def test_it_is_what_dataclasses_would_have_made(look: Callable[[Any], object]) -> None:
    assert look(ours()) == look(theirs())


@pytest.mark.parametrize("wrong", WRONG)
def test_it_refuses_what_dataclasses_refuses(wrong: Callable[[Any], object]) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError)) as expected:
        wrong(theirs())
    with pytest.raises(type(expected.value)) as found:
        wrong(ours())
    assert str(found.value) == str(expected.value)


def test_values_that_are_equal_are_one_in_a_set() -> None:
    assert {Key("sk-1", "file"), Key("sk-1", "file")} == {Key("sk-1", "file")}


def test_what_is_secret_is_not_shown_before_or_after_the_first_is_made() -> None:
    assert "sk-1" not in repr(Key("sk-1", "file"))


def test_a_value_can_be_sent_to_another_process() -> None:
    key = Key("sk-1", "file")
    assert pickle.loads(pickle.dumps(key)) == key


def test_without_fields_all_are_equal() -> None:
    @frozen.dataclass(frozen=True, slots=True)
    class Nothing:
        """Nothing at all."""

    assert Nothing() == Nothing()
    assert len({Nothing(), Nothing()}) == 1
    assert repr(Nothing()).endswith("Nothing()")


def test_what_says_itself_how_it_is_shown_or_can_be_changed_is_left_to_dataclasses() -> None:
    @frozen.dataclass(frozen=True, slots=True)
    class Shown:
        name: str

        def __repr__(self) -> str:
            return self.name

    @frozen.dataclass(slots=True)
    class Changing:
        name: str

    changing = Changing("a")
    changing.name = "b"
    assert (repr(Shown("a")), changing.name) == ("a", "b")
