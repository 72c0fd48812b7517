"""A key that is refused: another one is entered while the program runs, and everything goes on with it."""

from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from textual import events

from tests.clips import make_clip
from tests.standin import kept_port
from tests.stories.acting import ready
from tests.stories.program import Program, running
from tests.stories.test_upload import choose, job_is
from tui.account import Account
from tui.another_key import BY_HAND, ENTERED, carry_over, write_key
from tui.config import Config
from tui.credentials import VARIABLE, Key, find_key
from tui.folders import Folders, private
from tui.local.demo import seed_demo
from tui.local.generate import generate
from tui.local.server import Server
from tui.local.service import make_service
from tui.local.store import Store
from tui.uploads.job import State

OLD = "sk-mavi-withdrawn-0123456789abcd"
NEW = "sk-mavi-made-anew-fedcba98765432"


@dataclass(slots=True)
class Place:
    """A service at one address, whose key can be made anew; and the file in which a person keeps theirs."""

    store: Store
    server: Server
    home: Path
    key: str = field(default=OLD, repr=False)

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def file(self) -> Path:
        return self.home / "key"

    @property
    def config(self) -> Config:
        return Config(host=self.url, api_key_file=str(self.file))

    def renew(self, store: Store | None = None) -> None:
        """From here on the service takes the other key, and no more the one before; it shows what is in `store`."""
        port = self.server.port
        self.server.__exit__()
        self.server = Server(make_service(store or self.store, key=NEW), port=port)
        self.server.__enter__()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    with Store() as store, kept_port() as port:
        seed_demo(store)
        found = Place(store, Server(make_service(store, key=OLD), port=port), tmp_path)
        found.file.write_text(OLD)
        found.file.chmod(0o600)
        found.server.__enter__()
        try:
            yield found
        finally:
            found.server.__exit__()


async def is_refused(program: Program, place: Place, store: Store | None = None) -> None:
    """The key there is was withdrawn while somebody read."""
    await program.is_synced()
    place.renew(store)
    await program.press("r")
    await program.sees("The service does not accept this", "g k enters another")


async def enter(program: Program, key: str) -> None:
    """Pastes a key into the card and sends it off."""
    await program.press("g", "k")
    await program.sees("Another API key")
    program.app.post_message(events.Paste(f"  {key}\n"))
    await program.is_calm()
    await program.press("enter")


async def leaves(program: Program, key: str) -> None:
    """Answers the last question."""
    await ready(program)
    program.send(key)
    await program.happens(lambda: program.app.return_value == ENTERED, "the app left for the other key")


@pytest.mark.row("N4")
async def test_another_key_is_entered_and_what_waited_goes_on(place: Place, tmp_path: Path) -> None:
    make_clip(tmp_path / "one.mp4")
    async with running(place, place.home, config=place.config, origin=str(place.file)) as program:
        await is_refused(program, place)
        await choose(program, "one.mp4")
        await program.press("ctrl+g")
        await job_is(program, State.WAITING)
        await program.says("The service does not accept this API key.")
        await program.press("escape")
        await enter(program, "sk-mavi-nobody-knows-this-one")
        await program.says("The service does not accept this API key. The service said: Authorization invalid")
        await program.press("escape")
        await enter(program, NEW)
        await program.sees("The service takes this key", "only for this run", "write it there")
        seen, known = program.text, program.services.index.total()
        assert NEW not in seen
        assert NEW[4:] not in seen
        await leaves(program, "w")
        entered = program.app.parting.entered
        assert entered is not None
        before = program.services.account
    assert find_key(place.config) == entered, "the next start finds it where it was written"
    assert stat.S_IMODE(place.file.stat().st_mode) == 0o600
    after = replace(before, key=entered)
    carry_over(before, after, program.services.folders)
    async with running(place, place.home, config=place.config, key=NEW) as program:
        assert program.services.index.total() == known, "what was known is known, before anything is asked"
        await job_is(program, State.READY)
        await program.is_synced()
        assert program.app.sync.weather.fair


@pytest.mark.row("N4")
@pytest.mark.parametrize(
    ("origin", "where"),
    [(VARIABLE, "set MEMORIES_API_KEY anew"), ("api_key_command", "change what api_key_command gives")],
)
async def test_what_a_variable_or_a_command_gives_is_changed_there(
    place: Place, monkeypatch: pytest.MonkeyPatch, origin: str, where: str
) -> None:
    async with running(place, place.home, origin=origin, size=(80, 24)) as program:
        await is_refused(program, place)
        await enter(program, NEW)
        await program.says(where)
        await leaves(program, "g")
        assert program.app.parting.entered is not None
        assert program.app.parting.entered.origin == BY_HAND
    assert place.file.read_text() == OLD, "nothing was written"


@pytest.mark.row("N4")
async def test_an_entered_key_leaves_no_trace(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    """Not in what is drawn, what is copied, the history of queries, the log, or any file of ours."""
    with caplog.at_level(logging.DEBUG):
        async with running(place, place.home, config=place.config, origin=str(place.file)) as program:
            await is_refused(program, place)
            await program.press("g", "k")
            await program.type(NEW)
            await program.sees("•" * len(NEW))
            await program.press("ctrl+a", "ctrl+shift+a", "ctrl+c", "ctrl+x")
            assert program.app.clipboard == ""
            assert NEW not in program.picture
            await program.press("enter")
            await program.sees("The service takes this key")
            await leaves(program, "o")
    assert NEW not in caplog.text
    assert OLD not in caplog.text
    files = [file for file in place.home.rglob("*") if file.is_file()]
    assert files
    assert [file for file in files if NEW.encode() in file.read_bytes()] == []


async def test_a_key_of_another_account_is_not_mixed_up(place: Place) -> None:
    with Store() as other:
        generate(other, 30)
        async with running(place, place.home, config=place.config, origin=str(place.file)) as program:
            await is_refused(program, place, other)
            await enter(program, NEW)
            await program.sees("Another library?", "go on: it is the same account")
            while "Another library?" in program.text:
                await program.press("b")
            assert program.app.parting.entered is None
            assert program.app.return_value is None
        place.server.__exit__()
        place.server = Server(make_service(place.store))
        place.server.__enter__()
    assert place.file.read_text() == OLD


async def test_who_has_nothing_to_enter_is_told_why(place: Place) -> None:
    async with running(place, place.home, size=(80, 24)) as program:
        await program.is_synced()
        for wrong, words in (
            ("", "The API key is empty."),
            ("Bearer sk-mavi-1234567", "leave out the word in front of it"),
            (OLD, "That is the key there is."),
        ):
            await program.press("g", "k")
            await program.sees("Another API key")
            await program.type(wrong)
            await program.press("enter")
            await program.says(words)
            await program.press("escape")
        await program.press("!")
        assert program.app.parting.entered is None


def test_what_is_under_the_new_name_already_stays(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "config", tmp_path / "data", tmp_path / "state", tmp_path / "log")
    before = Account("http://127.0.0.1:1", Key(OLD, "test"), "default", "v1")
    after = replace(before, key=Key(NEW, "test"))
    names = [before.namespace, before.dialect]
    private(folders.data)
    private(folders.state)
    folders.journal(*before.identity).write_text("waits")
    folders.library(*before.identity, *names).write_text("known")
    folders.library(*after.identity, *names).write_text("known better")
    carry_over(before, after, folders)
    assert folders.journal(*after.identity).read_text() == "waits"
    assert not folders.journal(*before.identity).exists()
    assert folders.library(*after.identity, *names).read_text() == "known better"
    assert folders.library(*before.identity, *names).read_text() == "known"


def test_a_key_is_written_whole_and_for_one_person_alone(tmp_path: Path) -> None:
    (tmp_path / "real").write_text(OLD)
    (tmp_path / "real").chmod(0o600)
    (tmp_path / "key").symlink_to("real")
    write_key(tmp_path / "key", NEW)
    assert (tmp_path / "key").is_symlink(), "a link stays one"
    assert find_key(Config(api_key_file=str(tmp_path / "key")), {}) == Key(NEW, str(tmp_path / "key"))
    with pytest.raises(OSError, match="No such file"):
        write_key(tmp_path / "nowhere" / "key", NEW)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["key", "real"]
