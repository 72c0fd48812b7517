"""What is said on stderr while uploads go on: each change of state, why nothing moves, and one line of progress."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from tui.api.values import Weather
from tui.commands.outcome import Outcome, as_json, as_text
from tui.commands.output import Results, StdoutFull, Talk
from tui.uploads.job import Job, State

_ON_ITS_WAY: Final = (State.SENDING, State.SENT, State.INDEXING, State.UNSURE, State.WAITING, State.PAUSED)


class Telling:
    """Says everything once, in the order in which it happened."""

    def __init__(self, results: Results, talk: Talk, *, as_json: bool) -> None:
        self._results = results
        self._talk = talk
        self._as_json = as_json
        self._holds: frozenset[str] = frozenset()
        self._foul = ""
        """What is wrong with the line, while it lasts."""
        self.lost = ""
        """Why results could not be written; empty when they could, or when nobody wanted them any more."""

    def outcome(self, outcome: Outcome) -> None:
        """A line on stdout; on stderr, too, unless the same person sees both."""
        self._talk.clear()
        try:
            if self._as_json:
                self._results.json(as_json(outcome))
            else:
                self._results.text(*as_text(outcome))
            self._results.flush()
        except StdoutFull as full:
            self.lost = f"{full}"
            self._talk.say(f"The results can't be written: {full}. The uploads go on.")
        if self._as_json or not self._results.is_terminal:
            line = " ".join(cell.strip() for cell in as_text(outcome))
            self._talk.aside(line) if outcome.verdict == "done" else self._talk.say(line)

    def changed(self, job: Job) -> None:
        """A job has another state; not said where the progress line shows as much."""
        if not self._talk.has_progress:
            why = f": {job.problem}" if job.problem else ""
            number = f" as {job.video_no}" if job.video_no else ""
            self._talk.aside(f"{job.state.value} {job.source}{number}{why}")

    def holds(self, jobs: Iterable[Job]) -> None:
        """Why jobs wait, each reason once while it lasts."""
        waiting = [job for job in jobs if job.state is State.WAITING and job.problem and not job.elsewhere]
        now = frozenset(job.problem for job in waiting)
        for problem in sorted(now - self._holds):
            if self._foul and self._foul in problem:
                continue
            retry_at = next((job.retry_at for job in waiting if job.problem == problem), None)
            self._talk.say(f"Waiting: {problem}{_next_try(retry_at)}")
        self._holds = now

    def weather(self, weather: Weather) -> None:
        """How the line to the service is, when that has changed."""
        if weather.fair:
            if self._foul:
                self._talk.say("The service answers again.")
            self._foul = ""
        elif not self._foul:
            self._foul = weather.problem
            if not any(weather.problem in hold for hold in self._holds):
                self._talk.say(weather_words(weather))

    def progress(self, jobs: Sequence[Job], settled: int, total: int) -> None:
        """The line that a terminal shows."""
        if self._talk.has_progress:
            self._talk.progress(progress_words(jobs, settled, total))

    def say(self, words: str) -> None:
        self._talk.say(words)

    def aside(self, words: str) -> None:
        self._talk.aside(words)


def weather_words(weather: Weather) -> str:
    """One line with the service's own words and when it is tried again."""
    detail = f" ({weather.detail})" if weather.detail else ""
    return f"{weather.problem} {weather.advice}".strip() + detail + _next_try(weather.retry_at)


def progress_words(jobs: Sequence[Job], settled: int, total: int) -> str:
    """How far everything is, in plain words that stand still."""
    from tui.widgets.present import percent_text, rate_text

    tally = Counter(job.state for job in jobs if not job.is_finished and not job.elsewhere)
    parts = [f"{settled:,} of {total:,}", *(f"{tally[state]:,} {state.value}" for state in _ON_ITS_WAY if tally[state])]
    sending = [job for job in jobs if job.state is State.SENDING and not job.elsewhere]
    size = sum(job.size or 0 for job in sending)
    if size:
        rate = sum(job.rate or 0.0 for job in sending)
        parts.append(f"{percent_text(sum(job.sent for job in sending), size)} at {rate_text(rate)}")
    return ", ".join(parts)


def _next_try(retry_at: float | None) -> str:
    left = 0.0 if retry_at is None else retry_at - time.time()
    return f" Next try in {left:.0f} s." if left >= 1 else ""
