"""What reading front matter gives: values, the places they stand at, and the problems met."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal

from contentlint.findings import Fix
from contentlint.named import NamedTuple
from contentlint.source import Span

__all__ = [
    "Format",
    "FrontMatter",
    "Path",
    "Place",
    "Places",
    "Problem",
    "Reading",
    "nests_deeper",
    "plain_reason",
]

Format = Literal["yaml", "toml", "json"]
Path = tuple[Any, ...]
"""Where a value stands inside the mapping: keys and list indices from the top."""


class Place(NamedTuple):
    """Offsets in ``Source.text`` of a key (``None`` for a list item) and of its value."""

    key: Span | None
    value: Span


Places = dict[Path, Place]


class Problem(NamedTuple):
    """A fault of syntax or shape found while reading.

    *code* says what kind it is (see `contentlint.checks.front_matter`, which turns each kind into
    one rule's findings), *cause* narrows it down, *words* fill the message.
    """

    code: str
    span: Span
    cause: str = ""
    words: Mapping[str, Any] = MappingProxyType({})
    related: tuple[tuple[str, Span], ...] = ()
    fix: Fix | None = None


def plain_reason(said: str, reasons: Sequence[tuple[str, str]]) -> str:
    """What a parser *said*, in the words that *reasons* have for what begins so, if any do."""
    return next((words for start, words in reasons if said.startswith(start)), said)


class Reading(NamedTuple):
    """What a handler makes of the text between the fences.

    *values* is ``None`` when the text holds something other than a mapping (*shape* names it).
    *places* builds the table of places when it is first needed; where one place is found without
    it, *place* does that.  *broken* names the fields that
    stand there but could not be read; *odd* tells that a number or a yes/no is spelled in a way
    that not every reader understands alike.
    """

    values: dict[Any, Any] | None
    places: Callable[[], Places]
    problems: list[Problem]
    shape: str = "mapping"
    broken: frozenset[str] = frozenset()
    odd: bool = False
    place: Callable[[Path], Place | None] | None = None


class FrontMatter:
    """One post's front matter: its values, each with its place, and its problems.

    ``format`` is ``None`` when the text has no front matter; then the spans are empty at 0 and
    the values are empty.  ``values`` are those `yaml.SafeLoader`, `tomllib` or `json` give; with
    a syntax error they are the fields that can be read one by one.  ``cache`` is for checks that
    share work.
    """

    __slots__ = (
        "_nearest",
        "_place",
        "_places",
        "block",
        "broken",
        "cache",
        "close_fence",
        "content",
        "format",
        "odd",
        "open_fence",
        "problems",
        "reading",
        "text",
        "values",
    )

    def __init__(
        self,
        text: str,
        format: Format | None,
        block: Span,
        content: Span,
        open_fence: Span,
        close_fence: Span | None,
        reading: Reading | None,
    ) -> None:
        self.text = text
        self.format = format
        self.block = block
        self.content = content
        self.open_fence = open_fence
        self.close_fence = close_fence
        self._places: Places | None = None
        self._nearest: dict[Path, Span] = {}
        self.cache: dict[str, Any] = {}
        self.reading = reading
        if reading is None:
            self.values: dict[Any, Any] = {}
            self.problems: list[Problem] = []
            self.broken: frozenset[str] = frozenset()
            self.odd = False
            self._place = None
        else:
            self.values = reading.values or {}
            self.problems = reading.problems
            self.broken = reading.broken
            self.odd = reading.odd
            self._place = reading.place

    @property
    def places(self) -> Places:
        """Every path of the values with its place; built on first use."""
        if self._places is None:
            self._places = {} if self.reading is None else self.reading.places()
        return self._places

    def place(self, path: Path) -> Place | None:
        """The place of the value at *path*, found without all the others where that can be."""
        return self.places.get(path) if self._place is None else self._place(path)

    @property
    def readable(self) -> bool:
        """Whether a site generator can read the block as it stands."""
        return not any(problem.code in _FATAL for problem in self.problems)

    def key(self, path: Path) -> Span | None:
        """The span of the key at *path* (for a list item: of its nearest key)."""
        while path:
            place = self.place(path)
            if place is not None and place.key is not None:
                return place.key
            path = path[:-1]
        return None

    def value(self, path: Path) -> Span | None:
        """The span of the value at *path*; for an empty value the empty span after its key."""
        place = self.place(path)
        return None if place is None else place.value

    def nearest(self, path: Path) -> Span:
        """The span of the value at *path*, or of the closest value around it, or the fence."""
        span = self._nearest.get(path)
        if span is None:  # several rules speak of one value
            span = self._nearest[path] = self._find_nearest(path)
        return span

    def _find_nearest(self, path: Path) -> Span:
        find = self._place or self.places.get
        while path:
            place = find(path)
            if place is not None:
                value = place[1]
                return value if value[1] > value[0] else self._at_key(path)
            path = path[:-1]
        return self.open_fence

    def spelling(self, path: Path) -> str:
        """The value at *path* as it is written, quotes included; empty when there is none."""
        span = self.value(path)
        return "" if span is None else self.text[span.start : span.end]

    def _at_key(self, path: Path) -> Span:
        return self.key(path) or self.open_fence


_FATAL = frozenset(
    {
        "syntax",
        "not-a-mapping",
        "unclosed",
        "fence",
        "too-deep",
        "too-large",
        "recursive",
        "character",
    }
)


def nests_deeper(value: Any, limit: int) -> bool:
    """Whether lists and mappings in *value* lie more than *limit* deep, without recursion."""
    level = [value]
    for _ in range(limit + 1):
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                below.extend(item.values())
            elif isinstance(item, list):
                below.extend(item)
        if not below:
            return False
        level = below
    return any(isinstance(item, (dict, list)) for item in level)
