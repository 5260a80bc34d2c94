"""The findings as compact data for the script of the HTML report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contentlint.findings import Finding
from contentlint.json_text import encode_json
from contentlint.reports import ReportContext
from contentlint.reports.parts.excerpts import part_excerpt, show_span
from contentlint.reports.parts.folding import Group, fold, list_places
from contentlint.reports.parts.visible import visible

__all__ = ["PageData"]

_REACH = 80
_MOST_PLACES = 30
_SEVERITIES = ("error", "warning", "info")
_FIXES = {"safe": 1, "unsafe": 2}
_MARKUP = (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"))


class _Index:
    """Numbers strings in the order they are first asked for."""

    __slots__ = ("numbers",)

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))


class PageData:
    """One JSON object in pieces, safe inside a script element whatever posts hold.

    ``files`` has for each post its entries: rule, severity, message, fix, title of the fix, how
    many findings it stands for, their places with excerpts, where the rest is, related places.
    """

    def __init__(self, context: ReportContext) -> None:
        self._context = context
        self._rules, self._texts = _Index(), _Index()

    def head(self) -> str:
        """The object up to the list of files."""
        return '{"files": ['

    def describe_file(self, path: str, findings: Sequence[Finding]) -> str:
        """The entry of one file."""
        entries = [
            _describe_group(group, findings, self._rules, self._texts) for group in fold(findings)
        ]
        return _encode([visible(path), entries])

    def tail(self) -> str:
        """What the entries refer to by number."""
        described = [_describe_rule(rule, self._context) for rule in self._rules.numbers]
        shown = [visible(text) for text in self._texts.numbers]
        return f'\n],\n"rules": {_encode(described)},\n"texts": {_encode(shown)}}}\n'


def _encode(value: Any) -> str:
    """JSON in which no tag, comment or reference can begin (HTML standard, 4.12.1.3)."""
    text = encode_json(value)
    for char, escape in _MARKUP:
        text = text.replace(char, escape)
    return text


def _describe_rule(rule: str, context: ReportContext) -> dict[str, str]:
    info = context.rules.get(rule)
    if info is None:
        return {"id": rule, "why": "", "url": ""}
    return {"id": rule, "why": _show_paragraphs(info.why), "url": info.url or ""}


def _show_paragraphs(text: str) -> str:
    """*text* made visible, its line breaks kept."""
    return "\n".join(visible(line) for line in text.strip().split("\n"))


def _describe_group(
    group: Group, findings: Sequence[Finding], rules: _Index, texts: _Index
) -> list[Any]:
    (rule, severity, message, _), indices, places = group
    first = findings[indices[0]]
    fix = first.fix
    rest = (
        f"and {list_places(places[_MOST_PLACES - 1 :], 60)}" if len(places) > _MOST_PLACES else ""
    )
    return [
        rules(rule),
        _SEVERITIES.index(severity),
        texts(message),
        0 if fix is None else _FIXES[fix.safety],
        -1 if fix is None else texts(fix.title),
        len(indices),
        [_describe_place(findings[index]) for index in indices[:_MOST_PLACES]],
        rest,
        [[start.line, start.column, visible(text)] for text, start, _ in first.related],
    ]


def _describe_place(finding: Finding) -> list[Any]:
    parts = part_excerpt(finding, _REACH)
    flags = parts.cut_before + 2 * parts.cut_after + 4 * parts.continues
    return [
        finding.start.line,
        finding.start.column,
        visible(parts.before),
        show_span(parts.marked),
        visible(parts.after),
        flags,
    ]
