"""The same clients for the torture as for the tests of the client."""

from __future__ import annotations

from tests.api.conftest import connect, quick

__all__ = ["connect", "quick"]
