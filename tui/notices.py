"""The notices at the edge of the screen: a few at most, the same one counted, since each costs a layout and a line."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Self

from textual.notifications import Notification, Notifications

MOST: Final = 4
"""Notices that are seen at once, with the line that counts the others."""


class Notices(Notifications):
    """Takes the place of `App._notifications`: Textual's own shows all there are, hundreds at once."""

    def __init__(self) -> None:
        super().__init__()
        self._times: dict[str, int] = {}
        """How often each of them was said, by its identity."""
        self._said: dict[str, str] = {}
        """Its own words, without that number."""
        self._left_out = 0
        self._summary = ""

    def add(self, notification: Notification) -> Self:
        """One more: the same as one that is seen becomes that one with a number, the oldest make room."""
        self._forget_expired()
        times = 1
        for each in list(self._notifications.values()):
            if self._said.get(each.identity) == notification.message and each.title == notification.title:
                times += self._times[each.identity]
                self._drop(each.identity)
        words = notification.message
        shown = replace(notification, message=f"{words}  ×{times}") if times > 1 else notification
        self._notifications[shown.identity] = shown
        self._times[shown.identity], self._said[shown.identity] = times, words
        self._make_room(shown)
        return self

    def clear(self) -> Self:
        self._notifications.clear()
        self._forget_expired()
        return self

    def _forget_expired(self) -> None:
        self._reap()
        for identity in self._times.keys() - self._notifications.keys():
            del self._times[identity], self._said[identity]
        if self._summary not in self._notifications:
            self._left_out = 0

    def _make_room(self, newest: Notification) -> None:
        """Words that merely inform go first, and never the newest."""
        others = [each for each in self._notifications.values() if each.identity != self._summary]
        leaving = sorted(others, key=lambda each: (each is newest, each.severity != "information", each.raised_at))
        for each in leaving[: max(0, len(others) - (MOST - 1))]:
            self._left_out += self._times[each.identity]
            self._drop(each.identity)
            self._count_those(newest)

    def _count_those(self, newest: Notification) -> None:
        self._notifications.pop(self._summary, None)
        words = f"and {self._left_out:,} more before"
        summary = Notification(words, timeout=newest.timeout)
        self._summary = summary.identity
        self._notifications = {summary.identity: summary, **self._notifications}

    def _drop(self, identity: str) -> None:
        del self._notifications[identity], self._times[identity], self._said[identity]
