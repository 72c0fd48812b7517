"""What ctrl+c stops: a question to the service that is under way, said in a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.pressing import press

if TYPE_CHECKING:
    from tui.library.desk import LibraryDesk
    from tui.library.values import SyncState
    from tui.screens.finding import Finding
    from tui.widgets.details import Details


def stop_request(desk: LibraryDesk, finding: Finding, details: Details, sync: SyncState) -> str:
    """Gives up one question: about the video that is shown, else about the library. What it was; empty for none."""
    if details.asking and finding.metadata.stop():
        details.asking, details.problem = False, f"Not asked: you stopped it with {press('app.interrupt', 'ctrl+c')}."
        return "The service is no longer asked about this video."
    if sync.sweeping or (sync.asking is not None and not sync.asking.done):
        desk.stop()
        return f"The library is not asked for any further: {press('library.take_in', 'R')} goes on."
    return ""
