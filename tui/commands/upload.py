"""`memories-tui upload`: files, folders and addresses to the service, journalled, watched and accounted for."""

from __future__ import annotations

from typing import Any

import click

from tui.commands.form import Options
from tui.commands.settings import USAGE, Given, Trouble, bugs_told, interruptible, place

_HELP = """Upload videos: files, folders (at any depth), quoted patterns, addresses, or - for a list on stdin.

Each input ends in exactly one line on stdout, as soon as its outcome is known; everything else is said on stderr.
Without --wait that is when the service has accepted it (state indexing), with --wait when it is ready or failed. What
lies in a folder and is no video is listed as skipped, and no failure.

\b
Exit codes:
  0    everything was accepted (with --wait: is ready), or is in the library already
  1    something was refused, failed, or is still queued
  2    usage, settings, no key or a wrong one: nothing was queued
  3    of something it is not known whether it arrived: do not simply send it again
  130  Ctrl-C, 143 SIGTERM: what was queued goes on at the next start

An upload is in the journal before its first byte leaves, and never sent twice: after an interruption, a crash
or exit code 3, `memories-tui upload --resume`, or any later start, finds out and goes on.

In JSON, times are milliseconds since the epoch and sizes bytes.
"""


@click.command(help=_HELP)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--url", "urls", multiple=True, metavar="URL", help="The service fetches this itself; repeat it.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Repeat it, or use commas; up to 20.")
@click.option("--camera", metavar="TEXT", help="The camera's model.")
@click.option("--taken", metavar="TIME", help='When it was filmed, such as "2025-06-01 14:30:00" (UTC).')
@click.option("--place", metavar="PLACE", help="Where, in any usual notation, such as 39.9,116.4")
@click.option("--prompt", metavar="TEXT", help="What the transcription is to heed.")
@click.option("--callback", metavar="URL", help="The service calls this when it is done.")
@click.option("--keep-original/--no-keep-original", default=True, help="Whether the service keeps the file.")
@click.option(
    "--facts/--no-facts", default=True, help="Whether camera, time and place are read from the file where not given."
)
@click.option("--wait", is_flag=True, help="Until everything is ready or failed.")
@click.option(
    "--patience",
    type=click.FloatRange(min=0),
    default=360.0,
    show_default=True,
    metavar="SECONDS",
    help="Leave the rest to the next start when nothing has moved for so long; inf for never.",
)
@click.option("--resume", is_flag=True, help="Answer for what earlier runs left, too.")
@click.option("--dry-run", is_flag=True, help="Send nothing; say what would be sent.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
@click.option("-q", "--quiet", is_flag=True, help="On stderr only trouble and the sums.")
@click.pass_obj
def upload(
    given: Given,
    /,
    paths: tuple[str, ...],
    urls: tuple[str, ...],
    wait: bool,
    patience: float,
    resume: bool,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    **form: Any,  # click hands options over by name: these are the fields of Options
) -> None:
    if not (paths or urls or resume):
        raise Trouble("Name something to upload: files, folders, --url URL, or - for a list on stdin.", USAGE)
    options = Options(**form)
    with interruptible():
        here = place(given)
        if here.config.read_only and not dry_run:
            raise Trouble("Nothing is uploaded: the settings, or --read-only, say so.", USAGE)
        with bugs_told(here):
            from tui.commands.form import form_maker
            from tui.commands.sending import Wishes
            from tui.commands.uploading import Named, run

            maker = form_maker(options, here.account.dialect)
            wishes = Wishes(maker, wait=wait, patience=patience, resume=resume)
            code = run(here, Named(paths, urls), wishes, dry_run=dry_run, as_json=as_json, quiet=quiet)
    raise click.exceptions.Exit(code)
