"""The findings of one file, whose places are looked up when somebody asks for them.

A run that only reports writes its text from what the rules found: thousands of findings are never
made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, overload

from contentlint.findings import (
    Edit,
    Excerpt,
    Finding,
    Fix,
    FixRow,
    Hit,
    HitRow,
    Range,
    Related,
    Severity,
)
from contentlint.named import NamedTuple
from contentlint.source import Position, Source, Span

if TYPE_CHECKING:
    from contentlint.rules.rule import Rule

__all__ = [
    "Brief",
    "Located",
    "Raw",
    "Row",
    "Said",
    "brief",
    "locate_fix",
    "locate_related",
    "name_row",
    "pick",
]

_WINDOW = 160
_LEAD = 60
_NOT_WORTH_A_CUT = 3
# so far into its line a finding may stand and be shown with the line's beginning
_UNCUT = _LEAD + _NOT_WORTH_A_CUT
_NO_EXCERPT = Excerpt("", 0, False)
# what a named tuple's own constructor calls, without the function around it
_new = tuple.__new__


class Raw(NamedTuple):
    """A hit with its rule and fix, before its place is translated to the file as it stands."""

    span: Span
    rule: Rule
    hit: Hit
    fix: Fix | None


Row = tuple[Range, "Rule", HitRow, "FixRow | None"]
"""A `Raw` as a plain tuple, and what it holds as plain as the check made it."""


Said = tuple[str, Severity, str, str]
"""What a finding says: rule, severity, message, and the safety of its fix (empty: none)."""
Brief = tuple[int, int, Said]
"""The 1-based line and column where a finding begins, and what it says."""


def name_row(row: Row) -> Raw:
    """*row* with names for all it holds."""
    span, rule, hit, fix = row
    place, values, message, own, element, severity, related, data = hit
    named = Hit(
        Span(*place),
        values,
        message,
        own and _name_fix(own),
        element,
        severity,
        tuple([(words, Span(*where)) for words, where in related]),
        data,
    )
    return Raw(Span(*span), rule, named, fix and _name_fix(fix))


def _name_fix(fix: FixRow) -> Fix:
    safety, title, edits = fix
    return Fix(safety, title, tuple([Edit(*edit) for edit in edits]))


class Located(Sequence[Finding]):
    """What the rules found in *source*, in order, as findings; they are made at first use."""

    __slots__ = ("_made", "raws", "source")

    def __init__(self, raws: Sequence[Row], source: Source) -> None:
        self.raws = raws
        self.source = source
        self._made: list[Finding] | None = None

    def __len__(self) -> int:
        return len(self.raws)

    @overload
    def __getitem__(self, index: int) -> Finding: ...

    @overload
    def __getitem__(self, index: slice) -> list[Finding]: ...

    def __getitem__(self, index: int | slice) -> Finding | list[Finding]:
        return self.made[index]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.made)

    def __eq__(self, other: object) -> bool:
        return self.made == (other.made if isinstance(other, Located) else other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self.made)

    @property
    def are_made(self) -> bool:
        """Whether somebody has asked for the findings themselves."""
        return self._made is not None

    @property
    def made(self) -> list[Finding]:
        """The findings themselves."""
        if self._made is None:
            shown = _mask_secrets(self.source.text, self.raws)
            self._made = _locate(self.raws, self.source, shown)
        return self._made

    def brief(self) -> list[Brief]:
        """Where each begins and what it says; none is made."""
        briefs: list[Brief] = []
        line_at = self.source.line_at
        line, low, high = 0, 0, -1
        told: dict[tuple[Rule, int, str | None, str | None, str], Said] = {}
        for (start, _), rule, hit, fix in self.raws:
            if not low <= start <= high:
                line, low, high = line_at(start)
            safety = "" if fix is None else fix[0]
            # an object that a row holds keeps its number as long as the row is held
            key = (rule, id(hit[1]), hit[2], hit[5], safety)
            said = told.get(key) if hit[4] is None else None
            if said is None:
                said = told[key] = (rule.id, hit[5] or rule.severity, rule.say(hit), safety)
            briefs.append((line, start - low + 1, said))
        return briefs

    def pick(self, indices: Sequence[int]) -> list[Finding]:
        """Those at *indices*, which ascend; the others stay unmade."""
        if self._made is not None:
            return [self._made[index] for index in indices]
        shown = _mask_secrets(self.source.text, self.raws)
        return _locate([self.raws[index] for index in indices], self.source, shown)

    def rules(self) -> list[str]:
        """The rules of the findings."""
        return [rule.id for _, rule, _, _ in self.raws]

    def grades(self) -> tuple[list[Severity], list[str]]:
        """The severities, and the safeties of the fixes (``""``: there is none)."""
        raws = self.raws
        severities = [hit[5] or rule.severity for _, rule, hit, _ in raws]
        return severities, ["" if fix is None else fix[0] for _, _, _, fix in raws]


def brief(findings: Sequence[Finding]) -> list[Brief]:
    """Where each of *findings* begins and what it says; those not made stay so."""
    if isinstance(findings, Located) and not findings.are_made:
        return findings.brief()
    briefs: list[Brief] = []
    for finding in findings:
        rule, severity, message, _, (line, column, _) = finding[:5]
        fix = finding.fix
        briefs.append((line, column, (rule, severity, message, "" if fix is None else fix.safety)))
    return briefs


def pick(findings: Sequence[Finding], indices: Sequence[int]) -> list[Finding]:
    """Those of *findings* at *indices*, which ascend; others that are not made stay so."""
    if isinstance(findings, Located):
        return findings.pick(indices)
    return [findings[index] for index in indices]


def _mask_secrets(text: str, raws: Iterable[Row]) -> str:
    """*text* as excerpts may show it: what a finding calls masked is made unreadable."""
    for span, _, hit, _ in raws:
        if hit[7] is not None and hit[7].get("masked"):
            start, end = span
            secret = "".join("\n" if character == "\n" else "•" for character in text[start:end])
            text = text[:start] + secret + text[end:]
    return text


def _locate(raws: Sequence[Row], source: Source, shown: str) -> list[Finding]:
    """Translate raw findings, in order, to positions of the file as it stands.

    A post has many findings on few lines, so that each line is looked up once.  *shown* is the
    text of *source* as excerpts may show it.
    """
    findings: list[Finding] = []
    path, is_raw = source.path, source.raw is source.text
    line, low, high = 0, 0, -1
    excerpt, shown_from = _NO_EXCERPT, -1
    for span, rule, hit, fix in raws:
        start, end = span
        if not low <= start <= high:
            line, low, high = source.line_at(start)
        at = start - _LEAD if start > low + _UNCUT else low
        if at != shown_from:  # findings near the beginning of a line all show the same
            stop, shown_from = at + _WINDOW, at
            cut = stop < high
            excerpt = _new(Excerpt, (shown[at : stop if cut else high], at - low, cut))
        if is_raw and low <= start <= high:
            first = _new(Position, (line, start - low + 1, start))
            if start <= end <= high:
                last = _new(Position, (line, end - low + 1, end))
            else:
                last = source.position(end)
        else:
            first, last = source.position(start), source.position(end)
        _, _, _, _, _, severity, related, data = hit
        values = (
            rule.id,
            severity or rule.severity,
            rule.say(hit),
            path,
            first,
            last,
            locate_related(related, source) if related else (),
            data or {},
            None if fix is None else _name_fix(fix) if is_raw else locate_fix(fix, source),
            excerpt,
        )
        findings.append(_new(Finding, values))
    return findings


def locate_related(related: Iterable[tuple[str, Range]], source: Source) -> tuple[Related, ...]:
    """The further places of a hit, as positions of the file as it stands."""
    return tuple(
        Related(words, source.position(start), source.position(end))
        for words, (start, end) in related
    )


def locate_fix(fix: FixRow, source: Source) -> Fix:
    """*fix* with the offsets and newlines of the file as it stands."""
    newline = source.newline
    safety, title, edits = fix
    located = tuple(
        Edit(source.raw_offset(start), source.raw_offset(end), text.replace("\n", newline))
        for start, end, text in edits
    )
    return Fix(safety, title, located)
