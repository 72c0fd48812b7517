"""Which library is looked at, and with what right."""

from __future__ import annotations

from typing import Final

from tui.api.endpoints import CAPABILITIES
from tui.api.values import Dialect
from tui.credentials import Key
from tui.frozen import dataclass

DEMO_HOST: Final = "https://demo.memories.invalid"
DEMO_KEY: Final = "sk-mavi-demo-0000"


@dataclass(frozen=True, slots=True)
class Account:
    """A key at a host, and the namespace that is looked at."""

    host: str
    key: Key
    namespace: str
    dialect: Dialect
    demo: bool = False

    @property
    def identity(self) -> tuple[str, ...]:
        return (self.host, "demo" if self.demo else self.key.secret)

    @property
    def title(self) -> str:
        """Where it is and, where there are several, which of its namespaces."""
        where = "demo" if self.demo else self.host.split("://", 1)[-1]
        return f"{where} · {self.namespace}" if CAPABILITIES[self.dialect].namespaces else where
