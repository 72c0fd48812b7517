"""What a checkout promises before anything runs: two commands, and exact versions of all that is installed."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def pinned() -> list[tuple[str, str, str]]:
    """Name, version and marker of each line that says one."""
    lines = (ROOT / "constraints.txt").read_text(encoding="ascii").splitlines()
    stated = [line for line in lines if line and not line.startswith("#")]
    found = [re.fullmatch(r'([\w.-]+)==([\w.]+)(?:; (python_version [<>]=? "3\.\d+"))?', line) for line in stated]
    assert all(found), "exact versions, no hashes, no hosts"
    return [(each[1], each[2], each[3] or "") for each in found if each is not None]


def test_every_dependency_has_an_exact_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(each for extra in extras.values() for each in extra)]
    names = {re.match(r"[\w.-]+", each)[0].lower().replace("_", "-") for each in wanted}  # type: ignore[index] # matches
    assert names <= {name.lower().replace("_", "-") for name, _, _ in pinned()}


@pytest.mark.parametrize("script", ["run", "check", ".ci/run"])
def test_the_commands_are_programs_that_the_readme_names(script: str) -> None:
    path = ROOT / script
    assert os.access(path, os.X_OK)
    assert path.read_text(encoding="utf-8").startswith("#!/")
    assert "./run" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "./check" in (ROOT / "README.md").read_text(encoding="utf-8")
    if script == ".ci/run":
        assert path.read_text(encoding="utf-8").splitlines()[-1].split()[:2] == ["exec", "./check"]


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "config.example.toml",
        ".gitignore",
        "docs/architecture.md",
        "screenshots",
    ],
)
def test_what_a_reader_looks_for_is_there(name: str) -> None:
    assert (ROOT / name).exists()
