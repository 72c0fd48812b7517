"""What files say of themselves, as a form's texts; and a form's texts, as what accompanies each file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tui.api.values import UploadForm
from tui.frozen import dataclass
from tui.geo.coordinates import Point, parse
from tui.text import safe_text
from tui.uploads.desk import Facts
from tui.widgets.form_checks import check_place, check_taken, split_tags

EACH: Final = "each file's own"
"""Stands in a field where the files differ: every file is sent with what it says of itself."""

FROM_FILES: Final = ("camera", "taken", "place")
"""The fields that a file may know."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A text for a field, and where it is from."""

    text: str = ""
    note: str = ""


def own(facts: Facts | None, field: str) -> str:
    """What one file says for a field, or nothing."""
    if facts is None:
        return ""
    match field:
        case "camera":
            return safe_text(facts.camera or "", 200).strip()
        case "taken":
            return check_taken(facts.taken or "").tidy
        case "place" if facts.latitude is not None and facts.longitude is not None:
            return check_place(f"{facts.latitude:.6f}, {facts.longitude:.6f}").tidy
        case _:
            return ""


def offer(files: Sequence[Facts | None], field: str) -> Offer:
    """What to put into an empty field, given what is known of all chosen files."""
    known = [(text, facts) for facts in files if (text := own(facts, field))]
    if not known:
        return Offer()
    text, facts = known[0]
    if len(known) == len(files) and all(other == text for other, _facts in known):
        return Offer(text, from_files(facts, field, len(files)))
    return Offer(EACH, f"known for {len(known)} of {len(files)}")


def from_files(facts: Facts | None, field: str, count: int = 1) -> str:
    """Where a field's text is from, if it is what so many files say."""
    words = "from the file" if count == 1 else "from the files"
    if facts is None:
        return words
    sources = {"camera": facts.camera_from, "taken": facts.taken_from, "place": facts.place_from}
    source = safe_text(sources[field], 80)
    return f"{words}: {source}" if source else words


def sent_text(text: str, facts: Facts | None, field: str) -> str:
    """What a field that says `text` means for one file."""
    return own(facts, field) if text.strip() == EACH else text.strip()


def form_of(
    texts: Mapping[str, str], keep_original: bool, facts: Facts | None = None, alone: Mapping[str, str] | None = None
) -> UploadForm:
    """What accompanies one upload. `texts` passed their checks; a field that is missing is not sent.

    `alone`: by field, what was typed for this file in place of that.
    """
    said = {**texts, **{name: text for name, text in (alone or {}).items() if name in texts}}
    wanted = {name: sent_text(text, facts, name) for name, text in said.items()}
    place = _point(wanted.get("place", ""))
    return UploadForm(
        namespace=wanted.get("namespace") or None,
        tags=split_tags(wanted.get("tags", "")),
        camera=wanted.get("camera") or None,
        taken=check_taken(wanted.get("taken", "")).tidy or None,
        latitude=None if place is None else place.latitude,
        longitude=None if place is None else place.longitude,
        prompt=wanted.get("prompt") or None,
        keep_original=keep_original,
        callback=wanted.get("callback") or None,
    )


def _point(text: str) -> Point | None:
    return parse(text) if text else None
