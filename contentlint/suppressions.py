"""What comments hold back: which findings they cover, and which of them cover nothing.

A comment covers a finding that starts in its range, whatever rule it is of, but for the rules of
the family ``suppressions``, which judge the comments themselves.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from contentlint.judge import Judge
from contentlint.named import NamedTuple
from contentlint.source import Source
from contentlint.suppression_comments import (
    Comment,
    Directive,
    Malformed,
    Target,
    read_comments,
)

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["FAMILY", "Idle", "Judge", "Suppressions", "collect"]

FAMILY = "suppressions/"
"""The family of the rules about the comments; no comment covers them."""

_LIMITS = "limits"
_MOST = 10_000


class Idle(NamedTuple):
    """A part of a comment without effect; *alone* if nothing would be left without it."""

    directive: Directive
    target: Target
    alone: bool


class _Interval(NamedTuple):
    start: int
    end: int
    target: Target


def collect(document: Document) -> Suppressions:
    """Read the comments of *document*; posts that do not name the linter have none."""
    found: list[Directive | Malformed] = []
    if document.names_us:
        for each in read_comments(document):
            found.append(each)
            if len(found) == _MOST:
                break
    return Suppressions(document.source, document.body_start, found)


class Suppressions:
    """The comments of one post, and the record of which were needed."""

    def __init__(self, source: Source, body_start: int, found: list[Directive | Malformed]) -> None:
        self.directives = [each for each in found if isinstance(each, Directive)]
        self.malformed = [each for each in found if isinstance(each, Malformed)]
        self.judge: Judge | None = None
        self._source = source
        self._body_start = body_start
        self._by_line: dict[tuple[bool, int], list[Target]] = {}
        self._blocks: dict[bool, _Blocks] = {True: _Blocks(), False: _Blocks()}
        self._idle_ends: list[Idle] = []
        own_lines = {line for each in found for line in self._lines_of_its_own(each.comment)}
        for directive in self.directives:
            self._file(directive, own_lines)

    def covers(self, rule: str, start: int) -> bool:
        """Whether a comment holds back a finding of *rule* at *start*; notes which one did."""
        if not self.directives or rule.startswith(FAMILY):
            return False
        if rule.startswith(f"{_LIMITS}/") and self._names_limit(rule):
            return True
        in_front = start < self._body_start
        covered = False
        line = self._source.line_of(start)
        for target in self._by_line.get((in_front, line), ()):
            if _matches(target.name, rule):
                target.used = covered = True
        block = self._blocks[in_front].find(rule, start)
        if block is not None:
            block.used = covered = True
        return covered

    def _names_limit(self, rule: str) -> bool:
        """Whether a comment names *rule* or its family: such a finding is about the whole post."""
        named = [
            target
            for directive in self.directives
            if directive.verb != "enable"
            for target in directive.targets
            if target.name and _matches(target.name, rule)
        ]
        for target in named:
            target.used = True
        return bool(named)

    def unused(self) -> Iterator[Idle]:
        """What covered nothing, though its rules ran; what the judge cannot know is left out."""
        if self.judge is None:
            return
        for directive in self.directives:
            if directive.verb == "enable":
                continue
            idle = [target for target in directive.targets if self._is_idle(target, self.judge)]
            useless = idle + [each for each in directive.targets if self._is_unknown(each)]
            for target in idle:
                yield Idle(directive, target, len(useless) == len(directive.targets))
        yield from self._idle_ends

    def unknown(self) -> Iterator[Idle]:
        """The names that are neither a rule nor a family."""
        if self.judge is None:
            return
        for directive in self.directives:
            unknown = [target for target in directive.targets if self._is_unknown(target)]
            rest = [target for target in directive.targets if target not in unknown]
            vain = directive.verb != "enable" and all(
                self._is_idle(target, self.judge) for target in rest
            )
            for target in unknown:
                yield Idle(directive, target, vain or not rest)

    def _is_unknown(self, target: Target) -> bool:
        if self.judge is None or not target.name:
            return False
        family = target.name + "/"
        return target.name not in self.judge.known and not any(
            rule.startswith(family) for rule in self.judge.known
        )

    def _is_idle(self, target: Target, judge: Judge) -> bool:
        if target.used or self._is_unknown(target) or target.name.startswith(_LIMITS):
            return False  # a limit on time may be reached today, and not tomorrow
        if target.name in judge.known:
            return judge.active is None or target.name in judge.active
        return judge.whole

    def _lines_of_its_own(self, comment: Comment) -> range:
        """The lines that hold nothing but the comment."""
        source = self._source
        first, last = source.line_of(comment.span.start), source.line_of(comment.span.end)
        before = source.text[source.line_span(first).start : comment.span.start]
        after = source.text[comment.span.end : source.line_span(last).end]
        return range(0) if (before + after).strip() else range(first, last + 1)

    def _file(self, directive: Directive, own_lines: set[int]) -> None:
        """Put a directive where `covers` finds it."""
        comment = directive.comment
        blocks = self._blocks[comment.in_front]
        if directive.verb == "disable":
            start = 0 if comment.in_front and self._opens(comment) else comment.span.start
            for target in directive.targets:
                blocks.open(target, start)
        elif directive.verb == "enable":
            for target in directive.targets:
                if not blocks.close(target.name, comment.span.start):
                    self._idle_ends.append(Idle(directive, target, len(directive.targets) == 1))
        else:
            for line in self._lines_covered(directive, own_lines):
                place = self._by_line.setdefault((comment.in_front, line), [])
                place.extend(directive.targets)

    def _opens(self, comment: Comment) -> bool:
        """Whether no field stands above: then the fence, and what is above it, are meant too."""
        above = self._source.text[: comment.span.start].lstrip().split("\n")[1:]
        return all(not line.strip() or line.lstrip().startswith("#") for line in above)

    def _lines_covered(self, directive: Directive, own_lines: set[int]) -> range:
        """The lines a directive is about: blank lines and further comments are stepped over."""
        source = self._source
        span = directive.comment.span
        if directive.verb == "disable-line":
            return range(source.line_of(span.start), source.line_of(span.end) + 1)
        first = line = source.line_of(span.end) + 1
        last = source.line_count()
        while line <= last and (
            line in own_lines or not source.slice(source.line_span(line)).strip()
        ):
            line += 1
        return range(first, line + 1)


class _Blocks:
    """The disable and enable comments of the front matter, or of the body, in order."""

    def __init__(self) -> None:
        self._events: dict[str, list[tuple[int, int, Target | None]]] = {}
        self._count = 0
        self._open: dict[str, set[str]] = {}
        self._known: dict[str, tuple[list[int], list[_Interval]]] = {}

    def open(self, target: Target, start: int) -> None:
        """Hold back *target* from *start* on."""
        self._add(target.name, start, target)
        self._open.setdefault(target.name.partition("/")[0], set()).add(target.name)

    def close(self, name: str, at: int) -> bool:
        """Hold *name* back no longer; whether it, or a part of it, was."""
        self._add(name, at, None)
        family = name.partition("/")[0]
        was_open = "" in self._open or bool(self._open if not name else self._open.get(family))
        if "/" in name:
            names = self._open.get(family, set())
            was_open = "" in self._open or bool(names & {name, family})
            names.discard(name)
        elif name:
            self._open.pop(family, None)
        else:
            self._open.clear()
        return was_open

    def find(self, rule: str, offset: int) -> Target | None:
        """What holds *rule* back at *offset*."""
        if not self._events:
            return None
        if rule not in self._known:
            intervals = list(self._intervals(rule))
            self._known[rule] = ([interval.start for interval in intervals], intervals)
        starts, intervals = self._known[rule]
        index = bisect_right(starts, offset) - 1
        if index < 0 or offset >= intervals[index].end:
            return None
        return intervals[index].target

    def _add(self, name: str, at: int, target: Target | None) -> None:
        self._count += 1
        self._events.setdefault(name, []).append((at, self._count, target))

    def _intervals(self, rule: str) -> Iterator[_Interval]:
        """Where *rule* is held back; the comment that began it stands for those inside."""
        names = ("", rule.partition("/")[0], rule)
        events = sorted(
            (event for name in names for event in self._events.get(name, ())),
            key=lambda event: event[1],
        )
        begun: tuple[int, Target] | None = None
        for at, _, target in events:
            if target is not None:
                begun = begun or (at, target)
            elif begun is not None:
                yield _Interval(begun[0], at, begun[1])
                begun = None
        if begun is not None:
            yield _Interval(begun[0], 1 << 62, begun[1])


def _matches(name: str, rule: str) -> bool:
    return not name or name == rule or rule.startswith(name + "/")
