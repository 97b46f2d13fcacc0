"""The window: one shell, one package per screen, one door (`desk`) to everything below."""

# PySide reads the source of every module that is imported after it, and of what that one imports.
# A start waits for that: what does not draw is imported first.
import concurrent.futures.thread  # noqa: F401
import logging.handlers  # noqa: F401

import platformdirs  # noqa: F401

import salon_pos.usecases.checkout  # noqa: F401
