"""The salon that these tests play in."""

from tests.salons import salon, salon_template, selling

__all__ = ["salon", "salon_template", "selling"]
