"""Slips of the keyboard: which known name an unknown one was meant to be."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["near_miss"]

_PLURALS = frozenset({"author", "authors", "categorie", "category", "keyword", "tag"})
_SHORT = 5
_LONG = 8


@lru_cache(maxsize=4096)
def near_miss(name: str, known: frozenset[str]) -> str | None:
    """The known name that *name* is most likely a slip of; ``None`` where it is a word itself."""
    before, colon, _ = name.partition(":")
    if colon and before in known:
        return before  # a blank is missing after the colon
    folded = name.lower().replace("-", "").replace("_", "")
    best: tuple[int, str] | None = None
    for candidate in sorted(known):
        plain = candidate.lower().replace("_", "")
        allowed = _tolerance(folded, plain)
        if abs(len(folded) - len(plain)) > allowed:
            continue
        if plain != folded and _is_part(name, candidate):
            continue
        distance = 0 if plain == folded else _distance(folded, plain)
        if distance <= allowed and (best is None or distance < best[0]):
            best = (distance, candidate)
    return None if best is None else best[1]


def _is_part(name: str, known: str) -> bool:
    """Whether *name* is a word more than *known*, as og_description is, and so no slip of it."""
    joined = f"_{name.lower().replace('-', '_')}_"
    return f"_{known.lower()}_" in joined and "__" not in joined


def _tolerance(name: str, known: str) -> int:
    """How many slips of the pen are believed in a name of this length."""
    if name == known:
        return 0
    if name + "s" == known or known + "s" == name:
        return 1 if name in _PLURALS or known in _PLURALS else -1
    if sorted(name) == sorted(known) and len(name) == len(known):
        return 1
    shorter = min(len(name), len(known))
    if shorter < _SHORT:
        return -1
    return 2 if shorter >= _LONG else 1


def _distance(first: str, second: str) -> int:
    """Edits, swaps of neighbours counted as one, from one word to the other."""
    above: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        older, above, row = above, row, [i]
        for j, b in enumerate(second, 1):
            cost = min(row[j - 1] + 1, above[j] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
