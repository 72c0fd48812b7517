"""From an HTTP answer to the data inside its envelope, or to the error that it amounts to."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import field
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final

from tui.api import words
from tui.api.errors import ApiError, AtCapacity, Garbled, Interrupted, OutOfCredit, RateLimited, Refused, Unauthorized
from tui.frozen import dataclass
from tui.text import safe_text

_SUCCESS: Final = "0000"
_CAP: Final = re.compile(
    r"rolling|(two|2)[ -]?hours?\b|concurren|indexing (cap|limit|quota)|too many (videos|uploads|tasks)"
    r"|(cap|quota) (is |was |has been )?(reached|exceeded)"
)
"""How the documents speak of the cap on indexing, whose code they do not give."""
_LONGEST_NUMBER: Final = 100
"""Digits; what is longer stays text, so that one absurd number does not lose a page."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer, read to its end. Header names are lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    is_early: bool = False
    """It came before the end of an upload had left: whoever gave it can't have the file."""

    @property
    def is_html(self) -> bool:
        start = self.body[:200].lstrip().lower()
        return start.startswith((b"<!doctype html", b"<html")) or "html" in self.headers.get("content-type", "")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked: what errors must name (the host) and what they must never show (the key)."""

    host: str
    key: str = field(repr=False)

    def shown(self, raw: object) -> str:
        """Words of the service, fit to be seen."""
        return safe_text(str(raw).replace(self.key, "…") if self.key else raw, 300)


def data_of(answer: Answer, asker: Asker, now: float) -> object:
    """What the envelope contains. `now` (seconds since the epoch) is for a Retry-After that names a date."""
    if 300 <= answer.status < 400:
        raise _redirect(answer, asker)
    envelope = _envelope(answer)
    code = _code(envelope.get("code")) if envelope is not None else ""
    message = asker.shown(_message(envelope)) if envelope is not None else ""
    if answer.status < 300 and envelope is not None and (code == _SUCCESS or (not code and envelope.get("success"))):
        return envelope.get("data")
    wait = retry_after(answer.headers.get("retry-after"), now)
    if answer.status == 403 and envelope is None and answer.is_html:
        # A firewall's page, not the service's word on the key.
        raise _unreadable(answer, asker.host)
    error = _by_code(code, message, wait, asker.host) or _by_status(answer.status, message, code, wait, asker.host)
    if error is None:
        error = _unreadable(answer, asker.host) if envelope is None or not code else _refusal(message, code, asker.host)
    raise error


def retry_after(header: str | None, now: float) -> float | None:
    """Seconds to wait by a Retry-After header in either form; None where it says nothing that makes sense."""
    if header is None:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            seconds = _moment(header) - now
        except (ValueError, TypeError, OverflowError):
            return None
    return seconds if math.isfinite(seconds) and seconds > 0 else None


def skew(answer: Answer, now: float) -> float | None:
    """The service's clock minus ours in seconds, by the Date header."""
    try:
        return _moment(answer.headers["date"]) - now
    except (KeyError, ValueError, TypeError, OverflowError):
        return None


def _moment(date: str) -> float:
    """Seconds since the epoch. A date without a zone, as the oldest of the three forms is, means UTC."""
    found = parsedate_to_datetime(date)
    return (found if found.tzinfo is not None else found.replace(tzinfo=UTC)).timestamp()


def _envelope(answer: Answer) -> dict[str, object] | None:
    text = answer.body.decode("utf-8-sig", "replace")
    try:
        found = json.loads(text)
    except RecursionError:
        return None
    except json.JSONDecodeError:
        return None
    except ValueError:
        # A number with thousands of digits, which Python refuses to read as one.
        found = json.loads(text, parse_int=_number)
    return found if isinstance(found, dict) else None


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


def _code(raw: object) -> str:
    """Codes are text with four digits; some documents have them as numbers or without the zeros."""
    if raw is None or isinstance(raw, bool | dict | list):
        return ""
    text = safe_text(raw, 20).strip()
    return text.zfill(4) if text.isascii() and text.isdigit() else text


def _message(envelope: dict[str, object]) -> str:
    """The envelope's own message, or what the gateway in front of the service puts in its place."""
    found = next((envelope[key] for key in ("msg", "message", "error") if isinstance(envelope.get(key), str)), "")
    return str(found)


def _by_code(code: str, message: str, wait: float | None, host: str) -> ApiError | None:
    """The codes that mean the same whatever the HTTP status is."""
    lowered = message.lower()
    if code not in ("", _SUCCESS, "0429") and _CAP.search(lowered):
        return AtCapacity(words.AT_CAPACITY, message=message, code=code, advice=words.CAP_ROLLS)
    if code == "0429" or (code not in ("", _SUCCESS) and "exceeded the limit" in lowered):
        return RateLimited(words.LIMITED, message=message, code=code, advice=words.WAIT, retry_after=wait)
    if code in words.UNAUTHORIZED:
        what, advice = words.UNAUTHORIZED[code]
        return Unauthorized(what, message=message, code=code, advice=advice)
    if code == "0402" or (code not in ("", _SUCCESS) and "insufficient balance" in lowered):
        return OutOfCredit(words.NO_CREDIT, message=message, code=code, advice=words.RECHARGE)
    if code == "0001" and "network abnormal" in lowered:
        return Interrupted(words.stumbled(host), message=message, code=code)
    return None


def _by_status(status: int, message: str, code: str, wait: float | None, host: str) -> ApiError | None:
    shown = code or f"HTTP {status}"
    if status >= 500 or status == 408:
        return Interrupted(words.trouble(host, status), message=message, code=shown)
    if status == 429:
        return RateLimited(words.LIMITED, message=message, code=shown, advice=words.WAIT, retry_after=wait)
    if status in {401, 403}:
        what, advice = words.UNAUTHORIZED["0401" if status == 401 else "9009"]
        return Unauthorized(what, message=message, code=shown, advice=advice)
    if status == 402:
        return OutOfCredit(words.NO_CREDIT, message=message, code=shown, advice=words.RECHARGE)
    if status == 413:
        return Refused(words.TOO_LARGE, message=message, code=shown)
    if status in {404, 405, 410}:
        return Refused(words.no_such_address(host), message=message, code=shown, advice=words.CHECK_HOST)
    return Refused(words.REFUSED, message=message, code=shown) if status >= 400 else None


def _refusal(message: str, code: str, host: str) -> Refused:
    if "no static resource" in message.lower():
        return Refused(words.no_such_address(host), message=message, code=code, advice=words.CHECK_HOST)
    if code == "0409":
        return Refused(words.DONE_BEFORE, message=message, code=code)
    return Refused(words.REFUSED, message=message, code=code)


def _unreadable(answer: Answer, host: str) -> ApiError:
    if answer.is_html:
        return Garbled(words.web_page(host), advice=words.PORTAL)
    if not answer.body.strip():
        return Garbled(words.empty(host), advice=words.CHECK_HOST)
    if answer.body.lstrip()[:1] in (b"{", b"[") and _is_cut(answer.body):
        return Interrupted(words.cut(host))
    return Garbled(words.not_our_api(host), advice=words.CHECK_HOST)


def _is_cut(body: bytes) -> bool:
    """Whether it starts as JSON and stops before its end."""
    try:
        json.loads(body.decode("utf-8-sig", "replace"))
    except json.JSONDecodeError:
        return True
    except (RecursionError, ValueError):
        return False
    return False


def _redirect(answer: Answer, asker: Asker) -> Garbled:
    """Followed never: whoever is at the other end would be handed the key."""
    target = answer.headers.get("location", "")
    name = target.split("://", 1)[-1].split("/", 1)[0].rsplit("@", 1)[-1] if "://" in target else ""
    return Garbled(words.redirected(asker.host, asker.shown(name)), code=f"HTTP {answer.status}", advice=words.PORTAL)
