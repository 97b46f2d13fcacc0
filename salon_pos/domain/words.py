"""The translation marker, and names on file. `domain` names its sentences here; the edges
translate them."""


def N_(text: str) -> str:
    """Mark an English sentence for the catalogs and return it unchanged."""
    return text


class OnFile(str):
    """A name as it is on file, for a place in a sentence: the built-in ones are English there and
    translated where they are shown."""

    __slots__ = ()
