"""Our own colours: calm, designed so that they still tell states apart in 16 colours and on light ground."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="memories-dark",
    dark=True,
    primary="#7aa2f7",
    secondary="#7dcfff",
    accent="#bb9af7",
    warning="#e0af68",
    error="#f7768e",
    success="#9ece6a",
    foreground="#c8d0e8",
    background="#14161f",
    surface="#191c27",
    panel="#2a2f41",
    variables={
        "block-cursor-foreground": "#e6ebff",
        "block-cursor-background": "#2f3f68",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-foreground": "#c8d0e8",
        "block-cursor-blurred-background": "#232838",
        "block-cursor-blurred-text-style": "none",
        "border": "#7aa2f7",
        "border-blurred": "#333a50",
        "footer-background": "#14161f",
        "input-selection-background": "#2f3f68",
        "scrollbar": "#2f3f68",
        "scrollbar-background": "#14161f",
    },
)

LIGHT: Final = Theme(
    name="memories-light",
    dark=False,
    primary="#2e5fb8",
    secondary="#0f7a8a",
    accent="#7a3fb0",
    warning="#8a5a00",
    error="#b3263e",
    success="#2f7a1f",
    foreground="#23283a",
    background="#fafbfe",
    surface="#f1f3f9",
    panel="#d9deeb",
    variables={
        "block-cursor-foreground": "#101628",
        "block-cursor-background": "#c5d5f7",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-foreground": "#23283a",
        "block-cursor-blurred-background": "#e3e8f4",
        "block-cursor-blurred-text-style": "none",
        "border": "#2e5fb8",
        "border-blurred": "#c3cadb",
        "input-selection-background": "#c5d5f7",
        "scrollbar": "#b8c4e0",
        "scrollbar-background": "#fafbfe",
    },
)

THEMES: Final = (DARK, LIGHT)
TERMINAL: Final = "ansi-dark"
"""The terminal's own 16 colours: what NO_COLOR and a terminal without more get."""
