"""The colours of the book by what they stand for, each with a line of its own.

They differ in lightness, so that they survive greyscale, and keep apart for people who see no
red or no green. The hues are those of Okabe and Ito, made darker where thin lines need it.
"""

from typing import Any, NamedTuple


class Role(NamedTuple):
    """A colour and a line style; one never goes without the other."""

    color: str
    linestyle: Any

    @property
    def line(self) -> dict[str, Any]:
        """The keywords for a line of this role."""
        return {"color": self.color, "linestyle": self.linestyle}


L1 = Role("#004488", "-")
L2 = Role("#D97700", (0, (5, 1.6)))
MARK = Role("#00794F", (0, (1.2, 1.2)))
MUTED = Role("#767676", (0, (3, 2)))
