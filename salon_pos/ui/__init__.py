"""The window: one shell, one package per screen, one door (`desk`) to everything below."""

# PySide reads the source of every module that is imported after it, and a start waits for that:
# what does not draw is imported first.
import salon_pos.usecases.checkout  # noqa: F401
