"""Codes that nobody guesses, for gift cards and vouchers."""

import secrets

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without those that look alike."""


def typed_code(text: str) -> str:
    """A code as it lies on file, from what was typed or scanned: paper has it in fours."""
    return "".join(text.split()).upper()


def new_code() -> str:
    """Twelve letters and digits: 60 bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(12))
