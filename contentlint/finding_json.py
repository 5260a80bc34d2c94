"""Findings as the JSON contract has them, written without making them where none was asked for.

A run over a neglected repository writes tens of thousands of these, most of which say what others
have said, at another place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from contentlint.findings import Edit, Finding, Fix, Hit, Related
from contentlint.json_text import QUOTED, encode_json
from contentlint.kept import Kept
from contentlint.located import Located, Raw, locate_fix, locate_related

if TYPE_CHECKING:
    from contentlint.rules.rule import Rule
    from contentlint.source import Source

__all__ = ["encode_finding", "encode_findings"]

_LONGEST_KEPT = 400
_MOST_KEPT = 2000
_HEADS: dict[tuple[str, str, str], str] = {}
_NOTHING_MORE = '"related": [], "data": {}'


def encode_finding(finding: Finding) -> str:
    """Encode one finding as `finding_to_dict` and `encode_json` would, in a tenth of the time."""
    rule, severity, message, path, start, end, related, data, fix, _ = finding
    head = _encode_head((rule, severity, message)) + QUOTED[path]
    more = _encode_more(related, data) if related or data else _NOTHING_MORE
    return _join(head, (*start, *end), more, "null" if fix is None else _encode_fix(fix))


def encode_findings(findings: Sequence[Finding]) -> list[bytes]:
    """Encode each of *findings* as `encode_finding` does, in UTF-8; those not made stay so."""
    if isinstance(findings, Located) and not findings.are_made:
        return _RawEncoder(findings.source).encode_all(findings.raws)
    return [encode_finding(finding).encode() for finding in findings]


_Key = tuple["Rule", int, "str | None", "str | None", "str | None", "str | None", "str | None"]
_Places = tuple[int, ...]
"""Line, column and offset of two places, and what the one edit of a fix replaces."""


class _RawEncoder:
    """Writes what rules found in one file.

    What tags spelt alike have in common is written once, with the places left open.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._path = QUOTED[source.path]
        self._is_raw = source.raw is source.text
        self._templates: dict[_Key, bytes] = {}

    def encode_all(self, raws: Sequence[Raw]) -> list[bytes]:
        """Encode *raws*, in order; a line is looked up once for all that stand on it."""
        if not self._is_raw:
            position = self._source.position
            return [self._encode(raw, (*position(raw[0][0]), *position(raw[0][1]))) for raw in raws]
        encoded: list[bytes] = []
        line_at, templates = self._source.line_at, self._templates
        line, low, high, before = 0, 0, -1, 0
        for raw in raws:
            (start, end), rule, (_, values, message, _, element, severity, related, data), fix = raw
            if not low <= start <= high:
                line, low, high = line_at(start)
                before = low - 1
            places: _Places
            if start <= end <= high:
                places = (line, start - before, start, line, end - before, end)
            else:
                places = (line, start - before, start, *self._source.position(end))
            if element is not None or related or data or (fix is not None and len(fix[2]) != 1):
                encoded.append(self._encode(raw, places))
                continue
            # an object that a raw finding holds keeps its number while the file is encoded
            if fix is None:
                key: _Key = (rule, id(values), message, severity, None, None, None)
            else:
                safety, title, ((first, last, text),) = fix
                key = (rule, id(values), message, severity, safety, title, text)
                places = (*places, first, last)
            template = templates.get(key)
            if template is None:
                template = templates[key] = self._make_template(raw)
            encoded.append(template % places)
        return encoded

    def _encode(self, raw: Raw, places: _Places) -> bytes:
        """A finding that shares nothing with others, as `encode_finding` would write it."""
        _, rule, hit, fix = raw
        more, edits = _NOTHING_MORE, "null"
        if hit[6] or hit[7]:
            more = _encode_more(locate_related(hit, self._source), hit[7] or {})
        if fix is not None:
            edits = _encode_fix(fix if self._is_raw else locate_fix(fix, self._source))
        return _join(self._head(rule, hit), places, more, edits).encode()

    def _make_template(self, raw: Raw) -> bytes:
        """A finding as ``%`` takes it: with its two places, and that of its one edit, left open."""
        _, rule, hit, fix = raw
        edits = "null"
        if fix is not None:
            safety, title, ((_, _, text),) = fix
            edit = _join_edit("%d", "%d", QUOTED[text].replace("%", "%%"))
            edits = f"{_FIXES[safety][title].replace('%', '%%')}{edit}]}}"
        head = self._head(rule, hit).replace("%", "%%")
        return _join(head, _OPEN, _NOTHING_MORE, edits).encode()

    def _head(self, rule: Rule, hit: Hit) -> str:
        """What is written before the place."""
        return _encode_head((rule.id, hit[5] or rule.severity, rule.say(hit))) + self._path


_Number = int | str
"""A number, or what is to be replaced by one."""


_OPEN = ("%d",) * 6


def _join(head: str, places: Sequence[_Number], more: str, fix: str) -> str:
    """A finding of which *head* is written, between two places: line, column, offset of each."""
    line, column, at, last, until, end = places
    return (
        f'{head}, "start": {{"line": {line}, "column": {column}, "offset": {at}}}, '
        f'"end": {{"line": {last}, "column": {until}, "offset": {end}}}, {more}, "fix": {fix}}}'
    )


def _encode_head(said: tuple[str, str, str]) -> str:
    """A finding up to its path: *said* are rule, severity and message."""
    head = _HEADS.get(said)
    if head is None:
        rule, severity, message = said
        head = (
            f'{{"rule": {QUOTED[rule]}, "severity": "{severity}", "message": {QUOTED[message]}, '
            '"path": '
        )
        if len(message) <= _LONGEST_KEPT:
            if len(_HEADS) >= _MOST_KEPT:
                _HEADS.clear()
            _HEADS[said] = head
    return head


def _encode_more(related: tuple[Related, ...], data: dict[str, Any]) -> str:
    places = ", ".join(map(_encode_related, related))
    return f'"related": [{places}], "data": {encode_json(data) if data else "{}"}'


def _encode_related(place: Related) -> str:
    message, start, end = place
    return (
        f'{{"message": {QUOTED[message]}, '
        f'"start": {{"line": {start[0]}, "column": {start[1]}, "offset": {start[2]}}}, '
        f'"end": {{"line": {end[0]}, "column": {end[1]}, "offset": {end[2]}}}}}'
    )


def _fixes_of(safety: str) -> Kept[str]:
    return Kept(lambda title: f'{{"safety": "{safety}", "title": {QUOTED[title]}, "edits": [')


_FIXES = {safety: _fixes_of(safety) for safety in ("safe", "unsafe")}
"""Fixes up to their edits, by safety and title."""


def _encode_fix(fix: Fix) -> str:
    safety, title, edits = fix
    return f"{_FIXES[safety][title]}{', '.join([_encode_edit(edit) for edit in edits])}]}}"


def _encode_edit(edit: Edit) -> str:
    start, end, text = edit
    return _join_edit(start, end, QUOTED[text])


def _join_edit(start: _Number, end: _Number, text: str) -> str:
    return f'{{"start": {start}, "end": {end}, "text": {text}}}'
