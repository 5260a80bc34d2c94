"""Findings as the JSON contract has them, written without making them where none was asked for.

A run over a neglected repository writes tens of thousands of these, most of which say what others
have said, at another place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from contentlint.findings import Finding, Fix, Hit, Related
from contentlint.json_text import encode_json, quote
from contentlint.kept import Kept
from contentlint.located import Located, Row, locate_fix, locate_related

if TYPE_CHECKING:
    from contentlint.rules.rule import Rule
    from contentlint.source import Source

__all__ = ["encode_finding", "encode_findings"]

_LONGEST_KEPT = 400
_MOST_KEPT = 2000
_HEADS: dict[tuple[str, str, str], bytes] = {}
_MANY = 12
"""From so many findings on, a list of all lines pays."""
_NOTHING_MORE = b'"related": [], "data": {}'
_PLACES = (
    b', "start": {"line": %d, "column": %d, "offset": %d}'
    b', "end": {"line": %d, "column": %d, "offset": %d}, '
)
_EDIT = b'{"start": %d, "end": %d, "text": %b}'


def encode_finding(finding: Finding) -> str:
    """Encode one finding as `finding_to_dict` and `encode_json` would, in a tenth of the time."""
    rule, severity, message, path, start, end, related, data, fix, _ = finding
    head = _encode_head((rule, severity, message)) + _WRITTEN[path]
    more = _encode_more(related, data) if related or data else _NOTHING_MORE
    edits = b"null" if fix is None else _encode_fix(fix)
    return _join(head, (*start, *end), more, edits).decode()


def encode_findings(findings: Sequence[Finding]) -> list[bytes]:
    """Encode each of *findings* as `encode_finding` does, in UTF-8; those not made stay so."""
    if isinstance(findings, Located) and not findings.are_made:
        return _RawEncoder(findings.source).encode_all(findings.raws)
    return [encode_finding(finding).encode() for finding in findings]


_Places = tuple[int, int, int, int, int, int]
"""Line, column and offset of the beginning, and of the end."""


class _RawEncoder:
    """Writes what rules found in one file; what tags spelt alike have in common, once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._path = _WRITTEN[source.path]
        self._is_raw = source.raw is source.text
        self._heads: dict[tuple[Rule, int, str | None, str | None], bytes] = {}

    def encode_all(self, raws: Sequence[Row]) -> list[bytes]:
        """Encode *raws*, in order; a line is looked up once for all that stand on it."""
        encoded: list[bytes] = []
        source, heads, is_raw = self._source, self._heads, self._is_raw
        line, low, high, before = 0, 0, -1, 0
        places: _Places
        if len(raws) > _MANY:
            source.find_lines()
        for (start, end), rule, hit, fix in raws:
            if not low <= start <= high:
                line, low, high = source.line_at(start)
                before = low - 1
            if is_raw and start <= end <= high:
                places = (line, start - before, start, line, end - before, end)
            else:
                places = (*source.position(start), *source.position(end))
            _, values, message, _, element, severity, related, data = hit
            if element is None:
                # an object that a raw finding holds keeps its number while the file is encoded
                key = (rule, id(values), message, severity)
                head = heads.get(key)
                if head is None:
                    head = heads[key] = self._head(rule, hit)
            else:
                head = self._head(rule, hit)
            more, edits = _NOTHING_MORE, b"null"
            if related or data:
                more = _encode_more(locate_related(hit, source), data or {})
            if fix is not None:
                edits = _encode_fix(fix if is_raw else locate_fix(fix, source))
            encoded.append(_join(head, places, more, edits))
        return encoded

    def _head(self, rule: Rule, hit: Hit) -> bytes:
        """What is written before the place."""
        return _encode_head((rule.id, hit[5] or rule.severity, rule.say(hit))) + self._path


def _join(head: bytes, places: tuple[int, ...], more: bytes, fix: bytes) -> bytes:
    """A finding of which *head* is written, between two *places*."""
    return b"".join((head, _PLACES % places, more, b', "fix": ', fix, b"}"))


def _encode_head(said: tuple[str, str, str]) -> bytes:
    """A finding up to its path: *said* are rule, severity and message."""
    head = _HEADS.get(said)
    if head is None:
        rule, severity, message = said
        head = b'{"rule": %b, "severity": "%b", "message": %b, "path": ' % (
            _WRITTEN[rule],
            severity.encode(),
            _WRITTEN[message],
        )
        if len(message) <= _LONGEST_KEPT:
            if len(_HEADS) >= _MOST_KEPT:
                _HEADS.clear()
            _HEADS[said] = head
    return head


def _encode_more(related: tuple[Related, ...], data: dict[str, Any]) -> bytes:
    places = b", ".join(map(_encode_related, related))
    written = encode_json(data).encode() if data else b"{}"
    return b'"related": [%b], "data": %b' % (places, written)


def _encode_related(place: Related) -> bytes:
    message, start, end = place
    return (
        b'{"message": %b, "start": {"line": %d, "column": %d, "offset": %d}, '
        b'"end": {"line": %d, "column": %d, "offset": %d}}'
    ) % (_WRITTEN[message], *start, *end)


_WRITTEN: Kept[bytes] = Kept(lambda text: quote(text).encode())
"""Texts as JSON in UTF-8: titles of fixes, for one, come again and again."""


def _fixes_of(safety: bytes) -> Kept[bytes]:
    head = b'{"safety": "%b", "title": ' % safety
    return Kept(lambda title: b'%b%b, "edits": [' % (head, _WRITTEN[title]))


_FIXES = {"safe": _fixes_of(b"safe"), "unsafe": _fixes_of(b"unsafe")}
"""Fixes up to their edits, by safety and title."""


def _encode_fix(fix: Fix) -> bytes:
    safety, title, edits = fix
    written = [_EDIT % (start, end, _WRITTEN[text]) for start, end, text in edits]
    return b"".join((_FIXES[safety][title], b", ".join(written), b"]}"))
