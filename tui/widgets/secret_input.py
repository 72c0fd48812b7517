"""A line for what nobody may read over a shoulder: dots for letters, and no way out of it but being sent off."""

from __future__ import annotations

from tui.widgets.line_input import LineInput


class SecretInput(LineInput):
    """What is typed or pasted is never drawn, and never copied or cut to a clipboard."""

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(placeholder=placeholder, id=id)
        self.password = True

    def action_copy(self) -> None:
        """Nothing leaves this line."""

    def action_cut(self) -> None:
        """Nothing leaves this line."""
