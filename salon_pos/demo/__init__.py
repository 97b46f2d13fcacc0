"""A believable salon to try things on, made through the use cases with a clock of its own."""

from salon_pos.demo.salon import PIN, make_demo

__all__ = ["PIN", "make_demo"]
