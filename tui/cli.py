"""The command line: what was asked for, under which settings, and the only printing that we do.

Everything that takes time to import is imported by the command that needs it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui import __version__
from tui.commands.doctor import doctor
from tui.commands.jobs import jobs
from tui.commands.list import list_videos
from tui.commands.settings import TROUBLE, USAGE, Given, Trouble
from tui.commands.upload import upload
from tui.terminal.fitness import wants_lines

if TYPE_CHECKING:
    from tui.config import Config


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--demo", is_flag=True, help="A library on this machine: no key, no network.")
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Settings from this file.")
@click.option("--profile", metavar="NAME", help="Settings of this profile in the file.")
@click.option("--namespace", metavar="ID", help="The namespace (unique_id) to look at.")
@click.option("--api", type=click.Choice(["v1", "legacy"]), help="Which generation of the API to speak.")
@click.option("--host", metavar="URL", help="Where the service is.")
@click.option("--read-only", is_flag=True, default=None, help="Refuse everything that changes the library.")
@click.option("--theme", metavar="NAME", help="The colours of this run: a theme, or auto.")
@click.option("--linear", is_flag=True, help="Plain lines of text, for screen readers and simple terminals.")
@click.version_option(__version__, prog_name="memories-tui")
@click.pass_context
def main(context: click.Context, /, demo: bool, linear: bool, **given: Any) -> None:  # Any: click names them
    """The terminal home of a memories.ai video library.

    Your key: MEMORIES_API_KEY, or see `memories-tui config init`. Without one: memories-tui --demo
    """
    context.obj = asked = Given(demo=demo, **given)
    if context.invoked_subcommand is None and (linear or wants_lines(os.environ)):
        from tui.linear.run import run

        sys.exit(run(asked))
    if context.invoked_subcommand is None:
        from tui.launch import launch

        sys.exit(launch(asked.load(), demo=demo, config_file=asked.file))


main.add_command(upload)
main.add_command(list_videos)
main.add_command(jobs)
main.add_command(doctor)


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes any free one.")
@click.option(
    "--videos", type=click.IntRange(0, 5_000_000), default=None, help="Made-up videos, instead of the demo's."
)
@click.option(
    "--index-seconds", type=click.FloatRange(0), default=8.0, show_default=True, help="How long indexing takes."
)
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Keep the library here.")
@click.option("--key", help="The key it accepts; made up if not given.")
def serve(port: int, videos: int | None, index_seconds: float, data: Path | None, key: str | None) -> None:
    """Run the stand-in service on 127.0.0.1 and print its URL and key on one line."""
    from tui.local.server import run_service

    try:
        run_service(port=port, videos=videos, index_seconds=index_seconds, data=data, key=key, say=_say)
    except OSError as problem:
        raise Trouble(
            f"The stand-in could not start: {problem.strerror or 'the address is in use'}.", TROUBLE
        ) from None


@main.group()
def config() -> None:
    """Where the settings are, what they are, and a first file."""


@config.command()
@click.pass_obj
def path(given: Given) -> None:
    """Print the path of the settings file, whether it exists or not."""
    click.echo(os.fspath(given.file))


@config.command()
@click.pass_obj
def show(given: Given) -> None:
    """Print every setting with where its value came from, and the key masked."""
    from tui.config import SETTINGS
    from tui.text import safe_text

    loaded = given.load()
    for name in SETTINGS:
        value = safe_text(getattr(loaded, name), 200)
        click.echo(f"{name:18} {value:40} {safe_text(loaded.origins[name])}")
    click.echo(f"{'key':18} {_masked_key(loaded)}")


@config.command()
@click.pass_obj
def init(given: Given) -> None:
    """Write the settings file with every setting at its default, explained."""
    from tui.folders import private

    target = given.file
    private(target.parent)
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(example_text())
    except FileExistsError:
        raise Trouble(f"{os.fspath(target)} exists already; nothing was changed.", TROUBLE) from None
    target.chmod(0o600)
    click.echo(os.fspath(target))


def example_text() -> str:
    """config.example.toml, from the package or, in a checkout, from beside it."""
    package = Path(__file__).parent
    inside = package / "config.example.toml"
    return (inside if inside.exists() else package.parent / "config.example.toml").read_text(encoding="utf-8")


def _masked_key(loaded: Config) -> str:
    from tui.config import ConfigProblem
    from tui.credentials import find_key

    try:
        key = find_key(loaded)
    except ConfigProblem as problem:
        raise Trouble(str(problem), USAGE) from None
    return f"{key.masked:40} {key.origin}" if key else "none"


def _say(words: str) -> None:
    click.echo(words)
