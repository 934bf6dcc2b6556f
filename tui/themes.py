"""The desk's colours: one set for terminals that show them truly, one made of a terminal's own sixteen."""

from __future__ import annotations

from dataclasses import replace

from textual.theme import BUILTIN_THEMES, Theme

TRUE = Theme(
    name="kartotek",
    primary="#8fb3d9",
    secondary="#6f8fb0",
    accent="#e0c285",
    foreground="#d7dbe0",
    background="#14181d",
    surface="#1d242c",
    panel="#202832",
    warning="#e0b060",
    error="#ef8278",
    success="#8ec59a",
    dark=True,
    variables={"muted": "#8b96a3", "line": "#3d4a58"},
)

SIXTEEN = replace(
    BUILTIN_THEMES["ansi-dark"],
    name="kartotek-16",
    primary="ansi_cyan",
    accent="ansi_yellow",
    variables={**BUILTIN_THEMES["ansi-dark"].variables, "muted": "ansi_default", "line": "ansi_default"},
)
