"""Until notebook 3 has its room: where it looks for ``signed``."""

from smarter_spending.words import signed

__all__ = ["signed"]
