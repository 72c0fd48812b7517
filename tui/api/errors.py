"""Every way in which a call can fail, sorted by the question that a caller must ask: did it happen?

ApiError
├─ Unreachable     never got there: nothing happened
├─ RateLimited     turned away at the door: nothing happened
├─ Interrupted     it may have happened
├─ Unauthorized    the key is missing, wrong or disabled
├─ OutOfCredit     the account's credits are used up
├─ AtCapacity      no more is indexed for now: nothing happened
├─ Refused         understood, and no
├─ SourceUnreadable  our own file can't be read: nothing happened
├─ SourceChanged   our own file changed while it was being sent: nothing happened, the request was never completed
└─ Garbled         an answer that is not the API we know
"""

from __future__ import annotations


class ApiError(Exception):
    """Weather: shown, survived, and retried where that is safe."""

    def __init__(self, what: str, *, message: str = "", code: str = "", advice: str = "") -> None:
        """`what` happened in plain words; the service's own `message` and `code`; `advice` for what to do."""
        super().__init__(what)
        self.what = what
        self.message = message
        self.code = code
        self.advice = advice
        self.call = ""
        """What was asked, as `POST /path`, where that is known."""

    @property
    def detail(self) -> str:
        """The service's own words with its code in brackets, or nothing."""
        return " ".join(part for part in (self.message, f"[{self.code}]" if self.code else "") if part)


class Unreachable(ApiError):
    """The connection was never made: nothing happened, and it is always safe to try again."""


class RateLimited(ApiError):
    """Turned away at the door: nothing happened."""

    def __init__(
        self,
        what: str,
        *,
        message: str = "",
        code: str = "",
        advice: str = "",
        retry_after: float | None = None,
    ) -> None:
        """`retry_after` in seconds, where the service said so."""
        super().__init__(what, message=message, code=code, advice=advice)
        self.retry_after = retry_after


class Interrupted(ApiError):
    """The line dropped, timed out or the service stumbled: it may have happened."""


class Unauthorized(ApiError):
    """The key is missing, wrong or disabled."""


class OutOfCredit(ApiError):
    """The account has no credits left; the service pauses until it is recharged."""


class AtCapacity(ApiError):
    """The account's cap on what is indexed within two hours is reached: nothing happened, and reading goes on."""


class Refused(ApiError):
    """Understood, and no."""


class Garbled(ApiError):
    """An answer that is not the API we know: HTML, cut JSON, wrong shapes."""


class SourceUnreadable(ApiError):
    """The file can't be read, or is none: nothing happened."""


class SourceChanged(ApiError):
    """The file changed while it was being sent. The request was cut off before its end: nothing happened."""
