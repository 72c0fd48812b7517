"""Settings: which layer wins, what is refused and in which words, and that the example file tells everything."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from tui.cli import example_text
from tui.config import CHECKS, SETTINGS, Config, ConfigProblem, check_host, is_loopback, load


def written(folder: Path, text: str) -> Path:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return file


def refusal(folder: Path, text: str, profile: str | None = None) -> str:
    with pytest.raises(ConfigProblem) as problem:
        load(written(folder, text), profile=profile, environ={})
    return str(problem.value)


def test_without_a_file_everything_is_at_its_default(tmp_path: Path) -> None:
    config = load(tmp_path / "absent.toml", environ={})
    assert config == Config()
    assert set(config.origins.values()) == {"default"}


def test_flags_beat_the_environment_which_beats_the_profile_which_beats_the_file(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        'host = "https://file.example"\nnamespace = "file"\napi = "legacy"\nrefresh_seconds = 30\n'
        '[profiles.work]\nhost = "https://profile.example"\nnamespace = "profile"\napi = "v1"\n',
    )
    config = load(
        file,
        profile="work",
        flags={"namespace": "flag", "api": None},
        environ={"MEMORIES_API_HOST": "https://environment.example"},
    )
    assert (config.namespace, config.origins["namespace"]) == ("flag", "flag")
    assert (config.host, config.origins["host"]) == ("https://environment.example", "MEMORIES_API_HOST")
    assert (config.api, config.origins["api"]) == ("v1", f"{file} [work]")
    assert (config.refresh_seconds, config.origins["refresh_seconds"]) == (30, str(file))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('hots = "https://x.example"', "Did you mean 'host'?"),
        ("api = 'v2'", 'api must be "v1" or "legacy"'),
        ("uploads_at_once = 9", "a whole number from 1 to 8"),
        ("uploads_at_once = true", "a whole number from 1 to 8"),
        ("uploads_limit_kbit = -1", "a whole number from 0 to"),
        ("on_hangup = 'drain'", 'on_hangup must be "finish" or "stop"'),
        ("namespace = ' '", "a text that is not empty"),
        ("sync = 'recent:0'", '"recent:5000"'),
        ("read_only = 'yes'", "true or false"),
        ("allow_http = 'nas'", "a list of texts"),
        ("keys = 'x'", "a table of action"),
        ("host = https://x", "is not valid TOML"),
        ("profiles = 3", "profiles must be tables"),
    ],
)
def test_what_is_wrong_is_said_with_what_would_be_right(tmp_path: Path, text: str, words: str) -> None:
    assert words in refusal(tmp_path, text)


def test_a_limit_is_bytes_per_second_to_the_program(tmp_path: Path) -> None:
    assert Config().uploads_limit is None
    assert load(written(tmp_path, "uploads_limit_kbit = 800"), environ={}).uploads_limit == 100_000


def test_an_unknown_profile_names_those_there_are(tmp_path: Path) -> None:
    assert "(it has: lab, work)" in refusal(tmp_path, "[profiles.work]\n[profiles.lab]\n", profile="home")


@pytest.mark.row("D8")
def test_a_syntax_error_says_the_line(tmp_path: Path) -> None:
    assert "line 2" in refusal(tmp_path, 'api = "v1"\nhost == 3\n')


def test_a_byte_order_mark_is_no_trouble(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b'\xef\xbb\xbfnamespace = "bom"\n')
    assert load(file, environ={}).namespace == "bom"


@pytest.mark.row("D8")
def test_a_directory_or_latin_1_in_place_of_the_file_is_said(tmp_path: Path) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b'namespace = "caf\xe9"\n')
    with pytest.raises(ConfigProblem, match="not UTF-8"):
        load(latin, environ={})
    with pytest.raises(ConfigProblem, match="can't be read"):
        load(tmp_path, environ={})
    with pytest.raises(ConfigProblem, match="There is no file"):
        load(tmp_path / "absent.toml", must_exist=True, environ={})


def test_plain_http_is_for_this_machine_or_for_hosts_allowed_by_name() -> None:
    check_host("http://127.0.0.1:8742")
    check_host("http://localhost")
    check_host("http://[::1]:80")
    check_host("http://nas.example:80", ("nas.example",))
    for host in ("http://nas.example", "http://10.0.0.1", "http://localhost.example"):
        with pytest.raises(ConfigProblem, match="unprotected"):
            check_host(host)


@pytest.mark.parametrize(
    "host", ["", "api.memories.ai", "ftp://x.example", "https://", "https://u:p@x.example", "http://["]
)
def test_what_is_no_address_is_refused(host: str) -> None:
    with pytest.raises(ConfigProblem, match="no address"):
        check_host(host)


def test_only_loopback_is_loopback() -> None:
    assert is_loopback("127.3.4.5")
    assert is_loopback("localhost")
    assert not is_loopback("0.0.0.0")
    assert not is_loopback("example")


def test_the_example_holds_every_setting_at_its_default_and_nothing_else() -> None:
    document = tomllib.loads(example_text())
    assert set(document) == set(SETTINGS) == set(CHECKS) == {each.name for each in fields(Config)} - {"origins"}
    defaults = Config()
    for name, value in document.items():
        kept = tuple(value) if isinstance(value, list) else value
        assert kept == getattr(defaults, name), name


def test_recent_is_a_number_of_videos() -> None:
    assert Config(sync="recent:5000").newest_only == 5000
    assert Config(sync="full").newest_only is None
