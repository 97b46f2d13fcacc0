"""Salon POS: the desktop program a hair or beauty salon runs its day on."""

__version__ = "0.1.0"
