"""`memories-tui list`: the same query as on screen, answered by the service page by page, or by the index alone."""

from __future__ import annotations

import click

from tui.commands.settings import NOBODY_READS, Given, bugs_told, interruptible, place

_HELP = """Print the videos that match QUERY, newest first; all of them without one.

QUERY is what you type after / on the screen. Quote it as a whole, so that the shell leaves it alone:

\b
  memories-tui list 'beach tag:snow -tag:draft camera:"Canon EOS 5D"'
  memories-tui list --json --limit 20 status:failed

The service is asked and each page is printed as it arrives; what it can't filter itself (part of a name, several
tags, a radius over 20 km) is filtered here. Should it stop answering, that is said, nothing more is printed, and the
exit code is 1: what is printed is what the service has. --offline asks nobody and prints what the index on
this machine knows.

\b
Exit codes: 0 done, 1 the service could not be asked, 2 usage, query, settings or no key, 141 nobody reads on.
In JSON, times are milliseconds since the epoch, sizes bytes, lengths seconds.
"""


@click.command("list", help=_HELP, context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("query", nargs=-1, type=click.UNPROCESSED, metavar="[QUERY]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="The newest N; the service is asked for no more."
)
@click.option("--offline", is_flag=True, help="What the index on this machine knows.")
@click.pass_obj
def list_videos(given: Given, /, query: tuple[str, ...], as_json: bool, limit: int | None, offline: bool) -> None:
    if query == ("-h",):
        click.echo(click.get_current_context().get_help())
        return
    _refuse_options(query)
    with interruptible():
        here = place(given)
        with bugs_told(here):
            from tui.commands.listing import run

            everything = run(here, " ".join(query), as_json=as_json, limit=limit, offline=offline)
    if not everything:
        raise click.exceptions.Exit(NOBODY_READS)


def _refuse_options(query: tuple[str, ...]) -> None:
    """Unknown options reach us as words, since `-tag:draft` is no option: but what begins with two dashes is."""
    for word in query:
        if word.startswith("--"):
            raise click.NoSuchOption(word.split("=")[0])
