"""Codes that nobody guesses, for gift cards and vouchers."""

import secrets

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without those that look alike."""


def new_code() -> str:
    """Twelve letters and digits: 60 bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(12))
