"""What each start would find, read and compile anew is kept in one file: a fifth of the time to the first paint.

`Kept` stands before Python's own ways of finding modules until the first frame is there. It serves the code of a module
whose source is what it was (time and size, as Python itself judges), what `dataclasses` and `namedtuple` compile by its
text, and regular expressions by what they are made of. What it has not goes the usual way, and `keeping` writes it for
the next start. Nothing may be imported here that is not there anyhow: this comes first.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys
from _thread import get_ident
from importlib.machinery import ModuleSpec, SourceFileLoader

TYPE_CHECKING = False  # that of `typing` is not there yet
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import CodeType
    from typing import Any, Final, TypeAlias

    Module: TypeAlias = tuple[str, str | None, int, int, bool, int, int]
    """Its file and that of its code; when the file was changed (nanoseconds), its size; whether it is a package; where
    its code begins, and how long that is."""
    Text: TypeAlias = tuple[str, str]
    """How it is compiled (`exec` or `eval`), and what."""
    Pattern: TypeAlias = tuple[str, int]
    """A regular expression and its flags."""
    Sheets: TypeAlias = tuple[dict[str, str], bytes]
    """Style sheets as Textual parsed them (`sheets`), and the variables that they were parsed with."""
    Tables: TypeAlias = tuple[dict[str, Module], dict[Text, CodeType], dict[Pattern, tuple[Any, ...]], Sheets | None]
    """Patterns are kept as what `_sre` makes them of."""

_FORMAT: Final = 2
NUMBER: Final = 8
"""Bytes of each of the two numbers that the file begins with: where its tables are, and how long."""
_LONGEST: Final = 1 << 26
_OTHERS: Final = 0o077


def usual_file() -> str:
    """Where it is kept: below `Folders.cache`, without asking platformdirs."""
    is_mac = sys.platform == "darwin"
    told = "" if is_mac else os.environ.get("XDG_CACHE_HOME", "").strip()
    cache = told or os.path.expanduser("~/Library/Caches" if is_mac else "~/.cache")
    return os.path.join(cache, "memories-tui", "start")


def found() -> Kept | None:
    """That which stands before Python's ways now."""
    return next((each for each in sys.meta_path if isinstance(each, Kept)), None)


class Kept:
    """A finder of modules, and what else is known. `begin` puts it in its place, `end` takes it away."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.tag = _tag()
        self._fd, (self.modules, self.texts, self.patterns, self.sheets) = _opened(file, self.tag)
        self._before = frozenset(sys.modules)
        self._served: set[str] = set()
        self._has_missed = False
        self._asked: dict[int, tuple[Any, ...]] = {}

    def begin(self) -> None:
        """From now on, what is kept is used."""
        sys.meta_path.insert(0, self)
        import collections

        vars(collections)["eval"] = self._eval
        from re import _compiler  # type: ignore[attr-defined]

        self._compile: Callable[..., object] = _compiler.compile
        self._sre = _compiler._sre
        vars(_compiler).update(compile=self._pattern, _sre=_Overheard(self._sre, self._asked))
        import dataclasses

        vars(dataclasses)["exec"] = self._exec

    def end(self) -> dict[str, str]:
        """From now on all is as Python has it. The modules to keep, with their files: none, if nothing was missed."""
        import collections
        import dataclasses
        from re import _compiler  # type: ignore[attr-defined]

        sys.meta_path.remove(self)
        del vars(collections)["eval"], vars(dataclasses)["exec"]
        vars(_compiler).update(compile=self._compile, _sre=self._sre)
        imported = _from_source(self._before)
        if imported.keys() <= self._served and self.sheets is not None and not self._has_missed:
            return {}
        return {name: known[0] for name, known in self.modules.items()} | imported

    def close(self) -> None:
        """Lets go of it all. Some time after `end`: another thread may be reading the code of a module."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)
        self.modules, self.texts, self.patterns, self.sheets = {}, {}, {}, None

    def find_spec(self, name: str, path: Sequence[str] | None = None, _target: object = None) -> ModuleSpec | None:
        known = self.modules.get(name)
        if known is None:
            return None
        file, cached, changed, size, is_package, _, _ = known
        folder = os.path.dirname(file)
        if path is not None and (os.path.dirname(folder) if is_package else folder) not in path:
            return None
        if stamp(file) != (changed, size):
            return None
        spec = ModuleSpec(name, _Loader(name, file, self), origin=file, is_package=is_package)
        spec.has_location = True
        spec.cached = cached
        if is_package:
            spec.submodule_search_locations = [folder]
        self._served.add(name)
        return spec

    def code(self, name: str) -> bytes:
        """What is kept of this module, as `marshal` has it; nothing, once it is closed."""
        known = self.modules.get(name)
        return os.pread(self._fd, known[-1], known[-2]) if known and self._fd >= 0 else b""

    def has_served(self, package: str) -> bool:
        """Whether all that was imported of this package came from here: what it made then is what it would make now."""
        return {name for name in sys.modules if name.startswith(f"{package}.")} <= self._served

    def _exec(self, text: str, *names: dict[str, Any]) -> None:
        exec(self._compiled(text, "exec"), *names)

    def _eval(self, text: str, *names: dict[str, Any]) -> object:
        return eval(self._compiled(text, "eval"), *names)

    def _compiled(self, text: str, how: str) -> CodeType:
        code = self.texts.get((how, text))
        if code is None:
            self._has_missed = True
            code = self.texts[how, text] = compile(text, "<string>", how, dont_inherit=True)
        return code

    def _pattern(self, pattern: Any, flags: int = 0) -> object:
        if not isinstance(pattern, str):
            return self._compile(pattern, flags)
        key = (pattern, int(flags))
        if parts := self.patterns.get(key):
            return self._sre.compile(*parts)
        compiled = self._compile(pattern, flags)
        self._has_missed = True
        self.patterns[key] = self._asked.pop(get_ident())
        return compiled


class _Loader(SourceFileLoader):
    """As ever; but the code is what is kept, as long as that is there."""

    def __init__(self, name: str, path: str, kept: Kept) -> None:
        super().__init__(name, path)
        self._kept = kept

    def get_code(self, fullname: str) -> CodeType | None:
        try:
            code: CodeType = marshal.loads(self._kept.code(fullname))
        except (OSError, EOFError, ValueError, TypeError):
            return super().get_code(fullname)
        return code


class _Overheard:
    """Python's own maker of patterns, and what each thread last asked of it."""

    def __init__(self, sre: Any, asked: dict[int, tuple[Any, ...]]) -> None:
        self._sre = sre
        self._asked = asked

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sre, name)

    def compile(self, *parts: Any) -> object:
        self._asked[get_ident()] = parts
        return self._sre.compile(*parts)


def stamp(file: str) -> tuple[int, int] | None:
    """When it was changed, and its size; None, if it is not there."""
    try:
        told = os.stat(file)
    except OSError:
        return None
    return told.st_mtime_ns, told.st_size


def _tag() -> tuple[object, ...]:
    """What is kept is good for one Python that looks for modules in the same places."""
    return _FORMAT, sys.version, sys.executable, sys.flags.optimize, tuple(sys.path)


def _opened(file: str, tag: tuple[object, ...]) -> tuple[int, Tables]:
    """The file and its tables; nothing, unless it is ours alone and says that tag."""
    nothing: Tables = ({}, {}, {}, None)
    try:
        fd = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return -1, nothing
    try:
        told = os.fstat(fd)
        if stat.S_ISREG(told.st_mode) and told.st_uid == os.geteuid() and not told.st_mode & _OTHERS:
            head = os.read(fd, 2 * NUMBER)
            at, length = int.from_bytes(head[:NUMBER], "big"), int.from_bytes(head[NUMBER:], "big")
            said, *tables = marshal.loads(os.pread(fd, min(length, _LONGEST), at))
            if said == tag:
                modules, texts, patterns, sheets = tables
                return fd, (modules, texts, patterns, sheets)
    except (OSError, OverflowError, EOFError, ValueError, TypeError):
        pass
    os.close(fd)
    return -1, nothing


def _from_source(before: frozenset[str]) -> dict[str, str]:
    """Modules that were imported since, from files of source, with these."""
    specs = {name: getattr(module, "__spec__", None) for name, module in list(sys.modules.items())}
    return {
        name: spec.origin
        for name, spec in specs.items()
        if spec and spec.origin and name not in before and name == spec.name
        if isinstance(spec.loader, SourceFileLoader)
    }
