"""All verbs of the palette, in one list: who adds a command with an argument adds it here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tui.palette.library_verbs import LIBRARY_VERBS
from tui.palette.verb import Deed, Offer, Reach, Verb, Wrong, one_of
from tui.screens.namespaces import check_name
from tui.text import safe_text
from tui.themes import AUTO


async def _theme(reach: Reach, argument: str) -> Deed:
    name = one_of([AUTO, *reach.app.available_themes], argument.strip(), "theme")
    return lambda: reach.wear(name)


async def _offer_themes(reach: Reach, argument: str) -> Sequence[Offer]:
    return [Offer(name, name) for name in [AUTO, *sorted(reach.app.available_themes)] if name.startswith(argument)]


async def _namespace(reach: Reach, argument: str) -> Deed:
    checked = check_name(argument)
    if not checked.fine:
        raise Wrong(f"Which namespace? {checked.problem.capitalize()}.")
    action = f"app.namespaces({argument.strip()!r})"
    return lambda: reach.app.run_worker(reach.app.run_action(action), group="verb")


async def _offer_namespaces(reach: Reach, argument: str) -> Sequence[Offer]:
    return [Offer(name, safe_text(name, 60)) for name in reach.namespaces if name.startswith(argument)]


def _action(name: str, explanation: str, action: str) -> Verb:
    """For what is a binding, too, and is looked for by this name."""

    async def run(reach: Reach, _argument: str) -> Deed:
        return lambda: reach.app.run_worker(reach.app.run_action(action), group="verb")

    return Verb(name, explanation, run)


VERBS: Final[tuple[Verb, ...]] = (
    *LIBRARY_VERBS,
    Verb("theme", "Put on other colours", _theme, "NAME", _offer_themes),
    Verb("namespace", "Look at another part of the account", _namespace, "NAME", _offer_namespaces),
    _action("jobs", "Everything on its way, and how it ended", "app.jobs"),
    _action("key", "Enter another API key", "app.another_key"),
    _action("doctor", "Health: what to change", "app.doctor"),
    _action("help", "What can be done here", "app.help"),
    _action("quit", "Leave; uploads under way are asked about", "app.leave"),
)
