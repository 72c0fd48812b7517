"""Frozen dataclasses at a tenth of the price: `dataclasses` compiles six functions for each while it is imported.

Eighty of them are there at the first paint, and most of what those functions do can be done without compiling: only
`__init__` is compiled, and not before a value is made. What else there is to know about a dataclass (`fields`,
`replace`, `asdict`) comes from `dataclasses` itself, as soon as somebody asks.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool = False, slots: bool = False, eq: bool = True) -> Callable[[type], type]:
        """As `dataclasses.dataclass`; where no more is asked for than frozen and slots, it is made here."""

        def made(kind: type) -> type:
            if frozen and slots and eq and kind.__bases__ == (object,) and not _OWN & kind.__dict__.keys():
                return _made(kind)
            return dataclasses.dataclass(frozen=frozen, slots=slots, eq=eq)(kind)

        return made


_Fields: TypeAlias = Mapping[str, dataclasses.Field[Any]]  # Any: of whatever type
_OWN: Final = {"__init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__"}
"""What a class that says it itself leaves to `dataclasses` to weigh."""
_NOT_WITH_SLOTS: Final = {"__dict__", "__weakref__"}


def _made(kind: type) -> type:
    """The same class again, since slots can only be given to a new one."""
    names = tuple(kind.__annotations__)
    own = {name: value for name, value in kind.__dict__.items() if name not in _NOT_WITH_SLOTS}
    fields = {name: _field(own.pop(name, dataclasses.MISSING)) for name in names}
    kept = {"__slots__": names, "__match_args__": names, "__qualname__": kind.__qualname__}
    made = type(kind)(kind.__name__, kind.__bases__, own | kept | _methods(fields))
    setattr(made, "__init__", _making(made, fields))  # noqa: B010 - mypy would have it a method
    for name in ("__dataclass_fields__", "__dataclass_params__"):
        setattr(made, name, _Asked(name, made, fields))
    return made


def _field(default: Any) -> dataclasses.Field[Any]:  # Any: as above
    if isinstance(default, dataclasses.Field):
        return default
    field: dataclasses.Field[Any] = dataclasses.field(default=default)
    return field


def _methods(fields: _Fields) -> dict[str, object]:
    """What needs no more than the names of the fields."""
    shown = [name for name, field in fields.items() if field.repr]
    compared = [name for name, field in fields.items() if field.compare]
    values: Callable[[object], object] = attrgetter(*compared) if compared else lambda _value: ()

    def represent(self: object) -> str:
        return f"{type(self).__qualname__}({', '.join([f'{name}={getattr(self, name)!r}' for name in shown])})"

    def equals(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return {
        "__repr__": represent,
        "__eq__": equals,
        "__hash__": lambda self: hash(values(self)),
        "__setattr__": _set,
        "__delattr__": _delete,
        "__setstate__": _restore,
    }


def _set(_self: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(_self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _restore(self: object, state: tuple[None, Mapping[str, object]]) -> None:
    """As Python copies and pickles what has slots."""
    for name, value in state[1].items():
        object.__setattr__(self, name, value)


def _making(made: type, fields: _Fields) -> Callable[..., None]:
    """An `__init__` that puts the real one in its place when it is first called."""

    def first(self: object, *words: object, **named: object) -> None:
        real = _compiled(made, fields)
        setattr(made, "__init__", real)  # noqa: B010 - as above
        real(self, *words, **named)

    return first


def _compiled(made: type, fields: _Fields) -> Callable[..., None]:
    missing = dataclasses.MISSING
    known: dict[str, Any] = {"_missing": missing}  # Any: values and functions
    heads, lines = ["self"], []
    for name, field in fields.items():
        has_factory = field.default_factory is not missing
        is_needed = field.default is missing and not has_factory
        known[f"_set_{name}"] = made.__dict__[name].__set__
        known[f"_given_{name}"], known[f"_new_{name}"] = field.default, field.default_factory
        heads.append(name if is_needed else f"{name}=_given_{name}")
        value = f"_new_{name}() if {name} is _missing else {name}" if has_factory else name
        lines.append(f" _set_{name}(self, {value})")
    if hasattr(made, "__post_init__"):
        lines.append(" self.__post_init__()")
    exec(f"def __init__({', '.join(heads)}):\n" + "\n".join(lines or [" pass"]), known)
    compiled: Callable[..., None] = known["__init__"]
    compiled.__qualname__ = f"{made.__qualname__}.__init__"
    return compiled


class _Asked:
    """What only `dataclasses` knows of a class, in the place where it is looked for; it is asked once."""

    def __init__(self, name: str, made: type, fields: _Fields) -> None:
        self._name = name
        self._made = made
        self._fields = fields

    def __get__(self, _value: object, _kind: type) -> object:
        types = self._made.__annotations__
        fields = [(name, types[name], field) for name, field in self._fields.items()]
        says = {"__doc__": self._made.__doc__ or ""}
        if self._name == "__dataclass_fields__":  # asked for on the way to the first paint: nothing else is made
            twin = dataclasses.make_dataclass("Twin", fields, namespace=says, init=False, repr=False, eq=False)
        else:
            twin = dataclasses.make_dataclass("Twin", fields, namespace=says, frozen=True)
        told = getattr(twin, self._name)
        setattr(self._made, self._name, told)
        return told
