"""The colours: a dark and a light theme."""

from __future__ import annotations

from typing import Any

from textual.theme import Theme


def _theme(name: str, dark: bool, authors: str, **colours: Any) -> Theme:
    variables = {f"author-{n}": colour for n, colour in enumerate(authors.split())}
    variables["footer-key-foreground"] = colours["accent"]
    return Theme(name=name, dark=dark, variables=variables, **colours)


THEMES = (
    _theme(
        "dark",
        True,
        "#7aa2f7 #9ece6a #e0af68 #bb9af7 #7dcfff #f7768e",
        primary="#7aa2f7",
        secondary="#7dcfff",
        accent="#bb9af7",
        success="#9ece6a",
        warning="#e0af68",
        error="#f7768e",
        foreground="#d5d9e8",
        background="#16171f",
        surface="#1b1d27",
        panel="#21232f",
    ),
    _theme(
        "light",
        False,
        "#1d56b8 #2f6f1c #8a5a00 #7038a8 #00687f #b02a4e",
        primary="#1d56b8",
        secondary="#00687f",
        accent="#7038a8",
        success="#2f6f1c",
        warning="#8a5a00",
        error="#b02a4e",
        foreground="#23252e",
        background="#ffffff",
        surface="#f6f7f9",
        panel="#eceef3",
    ),
)
