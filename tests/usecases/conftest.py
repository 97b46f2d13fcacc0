"""The salon that the use cases' tests play in."""

from tests.salons import salon, salon_template, selling
from tests.usecases.value_till import valued_template

__all__ = ["salon", "salon_template", "selling", "valued_template"]
