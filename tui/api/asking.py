"""From our values to what a dialect is sent; what it can't express is refused, never dropped in silence."""

from __future__ import annotations

import json
import math
from typing import Final

from tui.api import words
from tui.api.endpoints import LARGEST_PAGE, Capabilities
from tui.api.errors import Refused
from tui.api.values import Asked, Status, UploadForm

STATUS_WORDS: Final = {Status.READY: "PARSE", Status.INDEXING: "UNPARSE", Status.FAILED: "FAIL"}
"""The server's own enum: FAILED, which half the documents say, it rejects."""

Fields = list[tuple[str, str]]


def list_body(asked: Asked, *, page: int, size: int, namespace: str, can: Capabilities) -> bytes:
    """The JSON body of `list_videos`. `size` is always sent, since the documents disagree on its default."""
    if asked.by_metadata and not can.metadata_filters:
        raise Refused(can.why_not("metadata_filters"), advice="Nothing was asked.")
    _check_place(asked.latitude, asked.longitude)
    body = {
        "page": max(1, page),
        "size": max(1, min(size, LARGEST_PAGE)),
        # The newest documents have no namespaces any more: an empty one is not sent.
        "unique_id": namespace or None if can.namespaces else None,
        "video_name": asked.name,
        "video_no": asked.video_no,
        "video_nos": list(asked.video_nos) or None,
        "status": None if asked.status is None else STATUS_WORDS[asked.status],
        "camera_model": asked.camera,
        "tag": asked.tag,
        "datetime_taken": asked.taken_since,
        "latitude": asked.latitude,
        "longitude": asked.longitude,
    }
    # ASCII, since a name may hold half a surrogate pair, which no encoding takes.
    return json.dumps({key: value for key, value in body.items() if value is not None}).encode("ascii")


def upload_fields(form: UploadForm, *, namespace: str, can: Capabilities) -> Fields:
    """The fields beside the file or the URL, in the documented order; tags are one repeated field."""
    _check_place(form.latitude, form.longitude)
    if not can.upload_metadata:
        _check_legacy(form, namespace, can)
        return [("callback", form.callback)] if form.callback else []
    optional = (
        ("unique_id", form.namespace or namespace),
        ("callback", form.callback),
        ("datetime_taken", form.taken),
        ("camera_model", form.camera),
        ("latitude", _decimal(form.latitude)),
        ("longitude", _decimal(form.longitude)),
    )
    fields = [(name, value) for name, value in optional if value]
    fields += [("tags", tag) for tag in form.tags if tag]
    fields.append(("retain_original_video", "true" if form.keep_original else "false"))
    return [*fields, ("video_transcription_prompt", form.prompt)] if form.prompt else fields


def _check_legacy(form: UploadForm, namespace: str, can: Capabilities) -> None:
    if form.namespace not in (None, "", namespace):
        raise Refused(can.why_not("namespaces"), advice="Nothing was sent.")
    given = (form.tags, form.camera, form.taken, form.prompt, not form.keep_original)
    if any(given) or form.latitude is not None:
        raise Refused(can.why_not("upload_metadata"), advice="Nothing was sent.")


def _check_place(latitude: float | None, longitude: float | None) -> None:
    if (latitude is None) != (longitude is None):
        raise Refused(words.PAIR, advice="Give both or neither.")
    if not all(math.isfinite(value) for value in (latitude, longitude) if value is not None):
        raise Refused(words.NO_NUMBER)


def _decimal(value: float | None) -> str | None:
    """Without an exponent; seven decimals are a centimetre."""
    if value is None:
        return None
    text = f"{value:.7f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
