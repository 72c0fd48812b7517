"""From what sockets, TLS and httpx raise to our own errors: theirs have empty texts, or the key in them."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator
from datetime import datetime
from typing import Final

import httpx

from tui.api import words
from tui.api.errors import ApiError, Interrupted, Unreachable
from tui.api.limits import Limits

FAULTS: Final = (httpx.HTTPError, httpx.StreamError, ssl.SSLError, OSError)
"""Everything that the line can raise. TimeoutError is an OSError."""

# From OpenSSL's x509_vfy.h, which Python does not name.
_NOT_YET_VALID: Final = 9
_EXPIRED: Final = 10
_NAME_MISMATCHES: Final = {62, 64}


def fault(error: Exception, host: str, limits: Limits, *, answer_within: float) -> ApiError:
    """The error of ours for one of FAULTS; the limits (seconds) are for the sentences."""
    match error:
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            return Unreachable(words.no_connection(host, limits.connect), advice=words.CHECK_NETWORK)
        case httpx.ProxyError():
            return Unreachable(words.proxy(host), advice=words.CHECK_PROXY)
        case httpx.ConnectError():
            return _no_connection(error, host)
        case httpx.WriteTimeout():
            return Interrupted(words.stalled(host, limits.write))
        case httpx.TimeoutException() | TimeoutError():
            return Interrupted(words.silent(host, answer_within))
        case httpx.RemoteProtocolError():
            return Interrupted(words.hung_up(host))
        case httpx.DecodingError():
            return Interrupted(words.damaged(host))
    return Interrupted(words.dropped(host))


def _no_connection(error: Exception, host: str) -> Unreachable:
    causes = tuple(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            is_of_time = cause.verify_code in {_EXPIRED, _NOT_YET_VALID}
            advice = words.CHECK_CLOCK if is_of_time else words.NOTHING_SENT
            return Unreachable(_certificate(cause.verify_code, host), advice=advice)
        if isinstance(cause, socket.gaierror):
            return Unreachable(words.not_found(host), advice="Check the network and the host's name.")
    numbers = {cause.errno for cause in causes if isinstance(cause, OSError)}
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Unreachable(words.no_tls(host), advice=f"{words.NOTHING_SENT} Check the host and its port.")
    if errno.ECONNREFUSED in numbers:
        return Unreachable(words.refused(host), advice="Check that the service runs there, and the port.")
    if numbers & {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}:
        return Unreachable(words.no_route(host), advice=words.CHECK_NETWORK)
    return Unreachable(words.unreachable(host), advice=words.CHECK_NETWORK)


def _certificate(verify_code: int, host: str) -> str:
    today = datetime.now().astimezone().strftime("%Y-%m-%d")
    if verify_code == _EXPIRED:
        return words.certificate_expired(host, today)
    if verify_code == _NOT_YET_VALID:
        return words.certificate_early(host, today)
    if verify_code in _NAME_MISMATCHES:
        return words.certificate_name(host)
    return words.certificate_unknown(host)


def _causes(error: BaseException, depth: int = 0) -> Iterator[BaseException]:
    """The error and everything that led to it: anyio hides the real reason in groups, httpcore in chains."""
    yield error
    if depth > 10:
        return
    inner = [error.__cause__, None if error.__cause__ is not None else error.__context__]
    if isinstance(error, BaseExceptionGroup):
        inner.extend(error.exceptions)
    for cause in inner:
        if cause is not None:
            yield from _causes(cause, depth + 1)
