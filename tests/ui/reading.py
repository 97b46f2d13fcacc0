"""What lists and forms on screen hold, for tests to read."""

from typing import Any

from salon_pos.ui.widgets.form import Form
from salon_pos.ui.widgets.lists import TouchList


def entries(listed: TouchList) -> list[Any]:
    """What a list shows, headings left out."""
    return [entry for entry in listed.entries.entries if not entry.heading]


def headings(listed: TouchList) -> list[Any]:
    """The headings between them."""
    return [entry for entry in listed.entries.entries if entry.heading]


def field(form: Form, name: str) -> Any:
    """An input of a form, by the name that refusals use."""
    return form.inputs[name]
