"""Proof that a fix left alone what readers see besides letters: paragraphs, lines, items, cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from contentlint.document.spellings import names_of
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = [
    "HIDDEN",
    "Run",
    "changed_shape",
    "letters_of",
    "read_shape",
    "without_code",
    "without_looseness",
]

Run = tuple[int, str, str]
"""Text that stands in one piece: how many of the elements around it hold the text before, too; the
names of these elements; the text, with a mark for each line break and each picture."""

# what begins on a line of its own
_BLOCKS = names_of(
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li "
    "listing main menu nav ol p plaintext pre search section summary table tbody td tfoot th "
    "thead tr ul xmp"
)
# those of them that look like no other (a paragraph does in a list: there it is loose)
_SHAPES = names_of(
    "blockquote caption dd dt figcaption h1 h2 h3 h4 h5 h6 li ol pre summary table td th tr ul"
)
_THINGS = names_of(
    "audio button canvas embed iframe img input meter object progress select svg math "
    "textarea video"
)
HIDDEN = frozenset(("script", "style", "template", "title", "head", "noscript"))
"""Elements whose text no reader sees."""
# characters that no text holds: Unicode gives them to programs for such purposes
_BREAK, _THING = "\ufdd0", "\ufdd1"
_MARKS = {ord(_BREAK): None, ord(_THING): None}
_BREAKS = pattern(f" ?{_BREAK}(?: ?{_BREAK})*+ ?")
_LISTS = frozenset(("ol", "ul"))
_LOOSE = " li p"
_SHOWN = 30
_MOST_BREAKS = 2  # more of them make a gap that is larger, but a gap


def read_shape(document: Document, clean: Callable[[str], str]) -> list[Run]:
    """The page as a reader sees it: its texts in order, each with what it stands in.

    *clean* drops what nobody sees of a text.  What shows nothing is left out, but for the cells of
    tables.
    """
    cache = document.page.cache
    if "shape" not in cache:
        reader = _Reader(clean, is_masked=bool(document.templates.tags))
        reader.read(document.page.dom)
        cache["shape"] = reader.runs
    runs: list[Run] = cache["shape"]
    return runs


class _Reader:
    """A walk over a page."""

    def __init__(self, clean: Callable[[str], str], *, is_masked: bool) -> None:
        self.runs: list[Run] = []
        self._clean = clean
        self._is_masked = is_masked
        self._parts: list[str] = []
        self._path: list[str] = []
        self._known = 0
        self._count = 0
        self._lists: list[int] = []
        self._loose: set[int] = set()
        self._bare: list[tuple[int, int]] = []

    def read(self, tree: Any) -> None:
        parts, stack = self._parts, [tree]
        while stack:
            node = stack.pop()
            if type(node) is str:
                self._end(node)
                continue
            tag = getattr(node, "tag", None)
            if tag is None:
                if type(node).__name__ in ("Text", "CData"):
                    parts.append(node.data)
                    continue
            elif tag in _BLOCKS:
                self._begin(tag)
                stack.append(tag)
            elif tag in HIDDEN:
                continue
            elif tag == "br":
                parts.append(_BREAK)
            elif tag in _THINGS:
                parts.append(_THING)
            stack.extend(reversed(node.children))

        for index, number in self._bare:
            if number in self._loose:
                known, path, text = self.runs[index]
                self.runs[index] = (known, path + " p", text)

    def _begin(self, tag: str) -> None:
        if self._parts:
            self._flush()
        if tag in _SHAPES or (tag == "p" and self._path[-1:] == ["li"]):
            self._path.append(tag)
            if tag in _LISTS:
                self._lists.append(self._count)
                self._count += 1
        elif tag == "hr":
            self._parts.append(_THING)

    def _end(self, tag: str) -> None:
        is_cell = tag in ("td", "th")
        if self._parts or is_cell:
            self._flush(is_cell=is_cell)
        path = self._path
        if path and path[-1] == tag:
            path.pop()
            if tag in _LISTS:
                self._lists.pop()
            self._known = min(self._known, len(path))

    def _flush(self, *, is_cell: bool = False) -> None:
        path = self._path
        text = "".join(self._parts)
        self._parts.clear()
        text = self._fold_code(text) if "pre" in path else self._fold(text)
        if text or (is_cell and self._known < len(path)):
            if self._lists and path[-1] == "p":
                self._loose.add(self._lists[-1])
            elif self._lists and path[-1] == "li":
                self._bare.append((len(self.runs), self._lists[-1]))
            self.runs.append((self._known, " ".join(path), text))
            self._known = len(path)

    def _fold(self, text: str) -> str:
        text = " ".join(text.split())
        if self._is_masked or not text.isprintable():
            text = " ".join(self._clean(text).split())
            if _BREAK in text:
                text = _BREAKS.sub(_shorter, text).strip(_BREAK)
        return text

    def _fold_code(self, text: str) -> str:
        lines = text.replace(_BREAK, "\n").split("\n")
        return "\n".join([self._clean(line).rstrip() for line in lines]).strip("\n")


def _shorter(match: Any) -> str:
    run: str = match.group()
    return _BREAK * min(_MOST_BREAKS, run.count(_BREAK))


def letters_of(runs: Sequence[Run]) -> str:
    """All that can be read, without blanks."""
    return _letters("".join([text for _, _, text in runs]))


def _letters(text: str) -> str:
    return "".join(text.translate(_MARKS).split())


def without_code(runs: Sequence[Run]) -> list[Run]:
    """Those of *runs* that do not stand in code."""
    return [run for run in runs if "pre" not in run[1].split()]


def changed_shape(old: Sequence[Run], new: Sequence[Run], *, is_safe: bool) -> str | None:
    """Say how *new* looks other than *old*, or ``None`` if it does not.

    What is not safe may change letters, and with them take whole texts away or write them.
    """
    if old == new:
        return None
    if len(old) != len(new):
        return _changed_count(old, new, is_safe=is_safe)
    for (_, before, was), (_, after, now) in zip(old, new, strict=True):
        if before != after:
            return _moved(now, before, after)
        if was != now and (is_safe or not _is_explained(was, now)):
            return _changed_marks(was, now)
    for one, other in zip(old, new, strict=True):
        if one[0] != other[0]:
            return f"a list, an item or a cell would begin elsewhere, at {_quoted(other[2])}"
    return None


def without_looseness(runs: Sequence[Run]) -> list[Run]:
    """The same *runs* as if no list had empty lines between its items."""
    tight: list[Run] = []
    for known, path, text in runs:
        if path.endswith(_LOOSE):
            # the last name, and the blank before it, are the paragraph's
            tight.append((min(known, path.count(" ")), path[: -len(" p")], text))
        else:
            tight.append((known, path, text))
    return tight


def _is_explained(was: str, now: str) -> bool:
    """Whether marks come and go only with letters."""
    change = len(_letters(now)) - len(_letters(was))
    for mark in (_BREAK, _THING):
        marks = now.count(mark) - was.count(mark)
        if marks * change <= 0 and marks:
            return False
    return True


def _changed_marks(was: str, now: str) -> str:
    if was.count(_BREAK) != now.count(_BREAK):
        return f"a line would end elsewhere in {_quoted(now)}"
    if was.count(_THING) != now.count(_THING):
        return f"a picture, a field or a frame would come or go in {_quoted(now)}"
    return f"words, lines or pictures would stand together otherwise in {_quoted(now)}"


def _changed_count(old: Sequence[Run], new: Sequence[Run], *, is_safe: bool) -> str | None:
    """What to say of more texts or fewer: only as a whole may they come and go."""
    if not is_safe:
        # a list may be loose for the sake of what comes or goes
        old, new = without_looseness(old), without_looseness(new)
    lost, gained = _without(old, new), _without(new, old)
    was, now = Counter(letters_of(lost)), Counter(letters_of(gained))
    made = "joined to what stands beside it"
    for more, fewer, changed in ((lost, gained, was - now), (gained, lost, now - was)):
        excess = Counter(run[1] for run in more) - Counter(run[1] for run in fewer)
        sizes = sorted(max(1, len(_letters(run[2]))) for run in more if run[1] in excess)
        if excess and (is_safe or sum(sizes[: excess.total()]) > changed.total()):
            run = next(run for run in more if run[1] in excess)
            return f"{_quoted(run[2])} would be {made}"
        made = "parted from what stands beside it"
    return None


def _without(runs: Sequence[Run], others: Sequence[Run]) -> list[Run]:
    """Those of *runs* that are not among the *others*, whatever stands before them."""
    left, found = Counter(run[1:] for run in others), []
    for run in runs:
        if left[run[1:]]:
            left[run[1:]] -= 1
        else:
            found.append(run)
    return found


def _moved(text: str, before: str, after: str) -> str:
    was, now = (
        f"in <{path.replace(' ', '><')}>" if path else "in none" for path in (before, after)
    )
    return f"{_quoted(text)} would stand {now} instead of {was}"


def _quoted(text: str) -> str:
    text = " ".join(text.translate(_MARKS).split())
    return f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"“{text}”"
