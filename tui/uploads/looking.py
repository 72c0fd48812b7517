"""Looks at chosen files from outside and into them, before anything is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tui.uploads.choosing import examine, with_facts
from tui.uploads.desk import Candidate
from tui.uploads.prober import Prober


async def look(prober: Prober, paths: Sequence[Path]) -> tuple[Candidate, ...]:
    """One answer per path, in order, without blocking anything."""
    found = await asyncio.to_thread(examine, paths)
    return tuple([await _look_into(prober, candidate) for candidate in found])


async def _look_into(prober: Prober, candidate: Candidate) -> Candidate:
    if not candidate.sendable:
        return candidate
    probed = await prober.probe(candidate.path)
    if probed.problem:
        return replace(candidate, problem=probed.problem)
    if probed.warning:
        return replace(candidate, warnings=(*candidate.warnings, probed.warning))
    return with_facts(candidate, probed.facts)
