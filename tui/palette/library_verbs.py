"""The verbs about the library: what to look for, in which order, which video to go to, and what to add to it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import islice
from typing import Final

from tui.api.errors import ApiError
from tui.library.desk import LibraryDesk
from tui.library.query import Query
from tui.library.query_text import QueryProblem, complete, parse
from tui.library.query_values import utc_today
from tui.library.values import NEWEST_FIRST, Column, Sort
from tui.palette.verb import Deed, Offer, Reach, Verb, Wrong, one_of
from tui.pressing import press
from tui.screens.view_wishes import no_place
from tui.text import safe_text
from tui.widgets.aside import aside
from tui.widgets.directory import completions, read_directory, split_typed, typed_path
from tui.widgets.filter_sidebar import FilterSidebar
from tui.widgets.saved_view import fit_name

_MOST: Final = 12
_ORDERS: Final = {"ascending": False, "descending": True}
_LONGEST: Final = 64


async def _filter(reach: Reach, argument: str) -> Deed:
    library = reach.library
    try:
        query = parse(argument, today=utc_today())
    except QueryProblem as problem:
        raise Wrong(problem.message) from None

    def look() -> None:
        reach.back()
        library.looking_for = query

    return look


async def _offer_conditions(reach: Reach, argument: str) -> Sequence[Offer]:
    facets = reach.library.query_one(FilterSidebar).facets
    found = complete(argument, len(argument), facets)
    return [
        Offer(argument[: each.start] + each.insert + argument[each.end :], each.label, each.note)
        for each in found[:_MOST]
    ]


async def _sort(reach: Reach, argument: str) -> Deed:
    library = reach.library
    column, _, way = argument.partition(" ")
    chosen = Column(one_of(Column, column, "column"))
    order = library.order.asked(chosen) if chosen is not library.order.column else Sort(chosen)
    if way.strip():
        order = Sort(chosen, _ORDERS[one_of(_ORDERS, way.strip(), "order")])

    if chosen is Column.DISTANCE and library.looking_for.near is None:
        raise Wrong(no_place())

    def sort() -> None:
        reach.back()
        library.order = order

    return sort


async def _offer_columns(_reach: Reach, argument: str) -> Sequence[Offer]:
    column, space, way = argument.partition(" ")
    if space:
        return [Offer(f"{column} {name}", name) for name in _ORDERS if name.startswith(way)]
    return [Offer(each, each) for each in Column if each.startswith(column)]


async def _open(reach: Reach, argument: str) -> Deed:
    library, desk = reach.library, _desk(reach)
    number = argument.strip()
    if not number or " " in number or len(number) > _LONGEST:
        raise Wrong("Which video? Its number, such as VI606402010571841536, or a part of its name and then ↓.")
    if desk.index.get(number) is None:
        await _ask(desk, number)

    def go() -> None:
        reach.back()
        library.go_to(number)

    return go


async def _ask(desk: LibraryDesk, number: str) -> None:
    """Has the service tell of a video that the index does not know."""
    if reason := desk.why_not.get("metadata"):
        raise Wrong(f"{safe_text(number)} is not in the list, and the service can't be asked: {reason}")
    try:
        known = await desk.metadata(number)
    except ApiError as error:
        raise Wrong(f"{safe_text(number)} is not in the list, and the service says: {error.what}") from None
    if known is None:
        raise Wrong(f"There is no video {safe_text(number)} in this namespace.")


async def _offer_videos(reach: Reach, argument: str) -> Sequence[Offer]:
    text = argument.strip()
    if not text:
        return ()
    index = _desk(reach).index
    matches = await asyncio.to_thread(index.find, Query(words=(text,)), NEWEST_FIRST)
    rows = (matches.row(n) for n in islice(range(matches.count), _MOST))
    return [Offer(video.video_no, safe_text(video.name, 60), safe_text(video.video_no)) for video in rows if video]


async def _upload(reach: Reach, argument: str) -> Deed:
    _desk(reach)
    return lambda: reach.send(argument.strip())


async def _offer_paths(reach: Reach, argument: str) -> Sequence[Offer]:
    folder, start = split_typed(argument)
    listing = await aside(lambda: read_directory(typed_path(folder, reach.here)))
    return [Offer(folder + name, safe_text(folder + name, 80)) for name in completions(listing, start)[:_MOST]]


async def _view(reach: Reach, argument: str) -> Deed:
    library = reach.library
    views = {view.name: view for view in library.viewing.views()}
    if not views:
        raise Wrong(f"No view was saved yet: {press('view.save', 'B')} saves what is to be seen.")
    view = views[one_of(views, argument.strip(), "view")]

    def look() -> None:
        reach.back()
        library.viewing.open(view)

    return look


async def _offer_views(reach: Reach, argument: str) -> Sequence[Offer]:
    views = reach.library.viewing.views()
    return [
        Offer(view.name, view.name, safe_text(view.text.partition("] ")[2], 60))
        for view in views
        if view.name.startswith(argument)
    ]


async def _save(reach: Reach, argument: str) -> Deed:
    library = reach.library
    name = fit_name(argument)
    if not name:
        raise Wrong("Under which name?")
    if name in {view.name for view in library.viewing.views()}:
        raise Wrong(f"There is a view called {name}: {press('view.save', 'B')} replaces it, once you say so.")

    def save() -> None:
        reach.back()
        library.viewing.save(name)

    return save


def _desk(reach: Reach) -> LibraryDesk:
    if reach.desk is None:
        raise Wrong(f"There is no library here yet: {press('welcome.demo', 'd')} opens the demo.")
    return reach.desk


LIBRARY_VERBS: Final = (
    Verb("filter", "Show only what is like that; in the words of its line", _filter, "QUERY", _offer_conditions),
    Verb("open", "Go to a video, wherever it is", _open, "NUMBER", _offer_videos),
    Verb("sort", "Order the list; ascending or descending may follow", _sort, "COLUMN", _offer_columns),
    Verb("view", "Open what was saved under a name", _view, "NAME", _offer_views),
    Verb("save", "Save query, order and columns under a name", _save, "NAME"),
    Verb("upload", "Send a file, all in a folder, or a URL", _upload, "PATH", _offer_paths, needs=False),
)
