"""Where a generated post takes its decisions from: a random number, or the bytes of a fuzzer."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Protocol, TypeVar

__all__ = ["ByteChoices", "Choices", "RandomChoices", "pick"]

T = TypeVar("T")


class Choices(Protocol):
    """A source of decisions."""

    def number(self, most: int) -> int:
        """A number from 0 to *most*; 0 is the simplest."""


class RandomChoices:
    """Decisions by chance."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def number(self, most: int) -> int:
        return self._chance.randint(0, most)


class ByteChoices:
    """Decisions that *data* spells out; the simplest ones after its end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def number(self, most: int) -> int:
        width = 1 if most < 256 else 2
        taken = self._data[self._at : self._at + width]
        self._at += width
        return int.from_bytes(taken, "big") % (most + 1)


def pick(choices: Choices, options: Sequence[T]) -> T:
    """One of *options*; the first is the simplest."""
    return options[choices.number(len(options) - 1)]
