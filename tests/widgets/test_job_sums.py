"""All uploads in one line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.screens.uploading import job, some_of_each
from tui.uploads.job import State
from tui.widgets.job_sums import counts, sums, sums_text
from tui.widgets.lines import plain
from tui.widgets.present import cells


@given(st.lists(st.sampled_from(State)), st.one_of(st.none(), st.integers(0, 200)))
def test_the_sums_account_for_every_upload(states: list[State], width: int | None) -> None:
    jobs = tuple(job(n, state) for n, state in enumerate(states))
    assert sum(count for _state, count in counts(jobs)) == len(jobs)
    if jobs:
        assert sum(
            int(text.split()[-2] if width is None else _number(text)) for text, _ in sums(jobs, width)[1:]
        ) == len(jobs)


def _number(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def test_the_sums_fit_where_all_states_occur() -> None:
    assert cells(plain(sums(some_of_each(), 56))) <= 56
    assert sums_text(some_of_each()).startswith("12 uploads  ↑ 1 sending")


def test_the_state_that_is_looked_at_keeps_its_word_and_is_marked() -> None:
    narrow = plain(sums(some_of_each(), 76, State.FAILED))
    assert "▸✗ 1 failed" in narrow
    assert "ready" not in narrow
