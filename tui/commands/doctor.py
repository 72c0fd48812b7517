"""`memories-tui doctor`: what is right and wrong around the program, in order, with what to change."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from tui.commands.output import Results, StdoutFull
from tui.commands.settings import NOBODY_READS, TROUBLE, Given, Trouble, interruptible

if TYPE_CHECKING:
    from tui.account import Account
    from tui.config import Config
    from tui.credentials import Key
    from tui.doctor.report import Case
    from tui.doctor.service import Reply
    from tui.doctor.terminal import Tty
    from tui.folders import Folders


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Look at terminal, clipboard, settings, key, service, disk and files, and say what to change.

    Works without a key and without a network, changes nothing, and prints no secret. The service is asked one
    cheap question. Exit codes: 0 fine, 1 something is a problem, 2 usage.
    """
    if context.invoked_subcommand is None:
        given: Given = context.obj
        with interruptible():
            found_problem = run(given, as_json=as_json)
        if found_problem:
            raise click.exceptions.Exit(TROUBLE)


@doctor.command()
def keys() -> None:
    """Ask for the keys that the program uses, one by one, and say which arrive."""
    from tui.commands.doctor_keys import ask_for_keys

    ask_for_keys()


def run(given: Given, *, as_json: bool) -> bool:
    """Prints the report; answers whether something is a problem."""
    from tui.doctor import report

    results = Results()
    findings = []
    try:
        for finding in report.examine(_case(given)):
            findings.append(finding)
            if not as_json:
                for line in report.lines(finding):
                    results.text(line)
                results.flush()
        if as_json:
            results.json(report.as_json(findings))
        else:
            results.text("")
            results.text(report.verdict(findings))
        results.flush()
    except StdoutFull as full:
        raise Trouble(f"The report could not be written: {full}.") from None
    if results.closed:
        raise click.exceptions.Exit(NOBODY_READS)
    return report.has_problem(findings)


def _case(given: Given) -> Case:
    from tui.config import ConfigProblem
    from tui.credentials import find_key
    from tui.doctor.report import Case
    from tui.folders import Folders

    folders, environ, tty = Folders.usual(), dict(os.environ), _tty()
    try:
        config = given.load()
    except Trouble as trouble:
        return Case(environ, tty, folders, given.file, None, trouble.message)
    key, key_problem = None, ""
    try:
        key = None if given.demo else find_key(config)
    except ConfigProblem as problem:
        key_problem = f"{problem}"
    account = _account(given, config, key)
    return Case(
        environ,
        tty,
        folders,
        given.file,
        config,
        key=key,
        key_problem=key_problem,
        demo=given.demo,
        identity=account.identity if account else None,
        namespace=config.namespace,
        dialect=account.dialect if account else "",
        ask=_asker(account, folders) if account and not given.demo else None,
    )


def _account(given: Given, config: Config, key: Key | None) -> Account | None:
    from tui.account import DEMO_HOST, DEMO_KEY, Account
    from tui.credentials import Key

    if given.demo:
        return Account(DEMO_HOST, Key(DEMO_KEY, "demo"), config.namespace, "v1", demo=True)
    return Account(config.host, key, config.namespace, config.api) if key else None


def _asker(account: Account, folders: Folders) -> Callable[[], Reply]:
    import asyncio

    return lambda: asyncio.run(_asked(account, folders))


async def _asked(account: Account, folders: Folders) -> Reply:
    from tui.api.clock import SystemClock
    from tui.api.errors import Unreachable
    from tui.doctor.service import Reply, ask_service
    from tui.engine import connected

    clock = SystemClock()
    try:
        client, close = connected(account, folders, clock=clock, on_weather=lambda _weather: None)
    except ValueError as problem:  # our own words: what can't be used of host, key, proxy or certificates
        return Reply(account.host, error=Unreachable(f"{problem}"))
    try:
        return await ask_service(client, clock)
    finally:
        await client.aclose()
        close()


def _tty() -> Tty:
    from tui.doctor.terminal import Tty

    encoding = (sys.stdout.encoding if sys.stdout else None) or "ascii"
    try:
        size = os.get_terminal_size(1)
    except OSError:
        return Tty(is_terminal=False, encoding=encoding)
    return Tty(True, size.columns, size.lines, encoding)
