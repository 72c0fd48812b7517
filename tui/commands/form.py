"""What accompanies each upload: the options, checked as the form on screen checks them, and what the file says."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tui.api.endpoints import CAPABILITIES
from tui.api.values import Dialect, UploadForm
from tui.commands.settings import USAGE, Trouble
from tui.frozen import dataclass
from tui.uploads.desk import Facts


@dataclass(frozen=True, slots=True)
class Options:
    """As they were written; None for what was not."""

    tags: tuple[str, ...] = ()
    camera: str | None = None
    taken: str | None = None
    place: str | None = None
    prompt: str | None = None
    callback: str | None = None
    keep_original: bool = True
    facts: bool = True
    """Whether a file's own camera, capture time and place go with it where no option says otherwise."""


def form_maker(options: Options, dialect: Dialect) -> Callable[[Facts | None], UploadForm]:
    """From what a file says of itself to its form. Raises Trouble for an option that can't be sent."""
    from tui.widgets.prefill import EACH, FROM_FILES, form_of

    _refuse_what_is_not_spoken(options, dialect)
    texts = _checked(options)
    if options.facts and CAPABILITIES[dialect].upload_metadata:
        texts |= {name: EACH for name in FROM_FILES if name not in texts}
    return lambda facts: form_of(texts, options.keep_original, facts)


def _checked(options: Options) -> dict[str, str]:
    from tui.widgets import form_checks

    checks = {
        "tags": form_checks.check_tags,
        "camera": form_checks.check_camera,
        "taken": form_checks.check_taken,
        "place": form_checks.check_place,
        "callback": form_checks.check_callback,
    }
    texts = _written(options)
    for name, check in checks.items():
        found = check(texts[name]) if name in texts else None
        if found is not None and not found.fine:
            problem = found.problem.replace("enter makes it", "write") if found.swapped else found.problem
            raise Trouble(f"--{name.removesuffix('s')}: {problem}.", USAGE)
    return texts


def _written(options: Options) -> dict[str, str]:
    texts: Mapping[str, str | None] = {
        "tags": ", ".join(options.tags) or None,
        "camera": options.camera,
        "taken": options.taken,
        "place": options.place,
        "prompt": options.prompt,
        "callback": options.callback,
    }
    return {name: text for name, text in texts.items() if text is not None}


def _refuse_what_is_not_spoken(options: Options, dialect: Dialect) -> None:
    why_not = CAPABILITIES[dialect].why_not("upload_metadata")
    given = (options.tags, options.camera, options.taken, options.place, options.prompt, not options.keep_original)
    if why_not and any(given):
        raise Trouble(why_not, USAGE)
