"""A job as the journal writes it: everything but what only matters while bytes move."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from tui.api.values import UploadForm
from tui.uploads.job import Job, State

_NOT_KEPT: Final = frozenset({"source", "rate", "seconds_left", "elsewhere", "sent", "usual", "apart"})
_JOB_FIELDS: Final = {field.name: field.default for field in fields(Job) if field.name not in _NOT_KEPT}
_FORM_FIELDS: Final = {field.name: field.default for field in fields(UploadForm)}


def source_bytes(job: Job) -> bytes:
    """A path as the system spells it, so that names which are no text survive; a URL as UTF-8."""
    if not job.is_url:
        try:
            return os.fsencode(job.source)
        except UnicodeEncodeError:
            pass  # a name that no file can have, which its attempt will tell
    return job.source.encode("utf-8", "surrogatepass")


def job_text(job: Job) -> str:
    """JSON in ASCII: a lone surrogate, which SQLite would refuse, is written as its escape."""
    kept = _said(job, _JOB_FIELDS) | {"state": job.state, "form": _said(job.form, _FORM_FIELDS)}
    return json.dumps(kept, separators=(",", ":"))


def job_from(source: bytes, text: str) -> Job:
    """The inverse; fields that this version does not know are left out."""
    kept: dict[str, Any] = {name: value for name, value in json.loads(text).items() if name in _JOB_FIELDS}
    form = {name: value for name, value in kept["form"].items() if name in _FORM_FIELDS}
    kept["form"] = UploadForm(**{**form, "tags": tuple(form.get("tags", ()))})
    kept["candidates"] = tuple(kept.get("candidates", ()))
    kept["state"] = State(kept["state"])
    spelled = source.decode("utf-8", "surrogatepass") if kept["is_url"] else os.fsdecode(source)
    return Job(source=spelled, **kept)


def _said(value: Job | UploadForm, defaults: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something. Not asdict(), which copies deeply: ten thousand files may be chosen at once."""
    return {name: said for name, default in defaults.items() if (said := getattr(value, name)) != default}
