"""However much is said at once, few notices are seen, the newest among them, and none goes uncounted."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.notifications import Notification, Notifications

from tui.notices import MOST, Notices

pytestmark = pytest.mark.row("T16", "X25")

Severity = Literal["information", "warning", "error"]


def notice(words: str, severity: Severity = "information") -> Notification:
    return Notification(words, timeout=60.0, severity=severity)


def words(notices: Notifications) -> list[str]:
    return [each.message for each in notices]


def said(shown: list[str]) -> int:
    """How many notices these account for."""
    total = 0
    for each in shown:
        summary = re.fullmatch(r"and ([\d,]+) more before", each)
        counted = re.search(r"  ×(\d+)$", each)
        total += int((summary or counted)[1].replace(",", "")) if summary or counted else 1  # type: ignore[index]
    return total


def test_the_same_one_again_is_counted() -> None:
    notices = Notices()
    for _ in range(300):
        notices.add(notice("nothing to undo"))
    assert words(notices) == ["nothing to undo  ×300"]


def test_three_hundred_are_a_few_and_a_number() -> None:
    notices = Notices()
    for number in range(300):
        notices.add(notice(f"message {number}"))
    assert words(notices) == ["and 297 more before", "message 297", "message 298", "message 299"]
    notices.clear()
    notices.add(notice("after that"))
    assert words(notices) == ["after that"]


def test_trouble_stays_longer_than_what_merely_informs() -> None:
    notices = Notices()
    notices.add(notice("the disk is full", "error"))
    for number in range(10):
        notices.add(notice(f"message {number}"))
    assert words(notices) == ["and 8 more before", "the disk is full", "message 8", "message 9"]


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(["information", "warning", "error"]))))
def test_none_goes_uncounted_and_the_newest_is_seen(many: list[tuple[str, Severity]]) -> None:
    notices = Notices()
    for text, severity in many:
        notices.add(notice(text, severity))
        shown = words(notices)
        assert len(shown) <= MOST
        assert shown[-1].partition("  ×")[0] == text
    assert said(words(notices)) == len(many)
    for each in list(notices):
        del notices[each]
    assert words(notices.add(notice("after that"))) == ["after that"]
