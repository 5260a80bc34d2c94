"""The rules between the attributes of <meta>."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from contentlint.html_standard.urls import url_fault
from contentlint.html_standard.values import mime_fault
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.checks.content_model_nesting import Frame
    from contentlint.checks.content_model_report import Report

__all__ = ["METADATA"]

_REFRESH = pattern(r"([0-9]+)(?:;[ \t\n\f\r]+url=(.*))?", re.I | re.S)


def _meta(report: Report, node: Any, _parent: Frame) -> None:
    kinds = [
        name
        for name in ("name", "http-equiv", "charset", "itemprop", "property")
        if node.attr(name) is not None
    ]
    if not kinds:
        report.missing(node, "name", "Without it nobody knows what the content means.")
        return
    if "itemprop" in kinds:
        for name in kinds:
            if name in ("name", "http-equiv", "charset"):
                report.misplaced(node, "itemprop", f"it cannot stand beside {name}")
                return
    content = node.attr("content")
    if "charset" in kinds:
        if content is not None and len(kinds) == 1:
            report.misplaced(node, "content", "a <meta charset> has no content")
        report.misplaced_all(node, "name http-equiv", "it cannot stand beside charset")
    elif content is None:
        report.missing(node, "content", "Without it the element says nothing.")
    media = node.attr("media")
    if media is not None and (node.attr("name") or "").lower() != "theme-color":
        report.misplaced(node, "media", "it belongs to name=theme-color")
    if "http-equiv" in kinds and content is not None:
        _directive(report, node, (node.attr("http-equiv") or "").lower(), content)


def _directive(report: Report, node: Any, name: str, content: str) -> None:
    if name == "refresh":
        reason = _refresh_fault(content)
    elif name == "content-type":
        plain = re.fullmatch(r"text/html;\s*charset=([A-Za-z0-9_:.-]+)\s*", content, re.I)
        reason = None if plain else (mime_fault(content) or "it must be text/html; charset=utf-8")
        if plain and plain.group(1).lower() not in ("utf-8", "utf8"):
            reason = "the only encoding allowed is utf-8"
    elif name == "x-ua-compatible":
        reason = None if content.lower() == "ie=edge" else "the only value is IE=edge"
    elif name == "content-language":
        reason = "the language belongs in lang on <html>"
    elif name == "content-security-policy":
        reason = _policy_fault(content)
    else:
        return
    if reason:
        report.value(node, "content", reason)


def _refresh_fault(content: str) -> str | None:
    found = _REFRESH.fullmatch(content)
    if not found:
        return "write seconds, or seconds, a semicolon, a blank, url= and an address"
    url = found.group(2)
    if url is None:
        return None
    if url[:1] in ("'", '"'):
        return "the address stands without quotation marks"
    fault = url_fault(url, empty=False)
    return f"in its address, {fault.reason}" if fault else None


_KEYWORD = pattern(
    r"'(?:none|self|unsafe-inline|unsafe-eval|unsafe-hashes|strict-dynamic|"
    r"report-sample|wasm-unsafe-eval|unsafe-allow-redirects|inline-speculation-"
    r"rules|trusted-types-eval|allow-duplicates|script|report-sha(?:256|384|512)|"
    r"nonce-[A-Za-z0-9+/_-]+={0,2}|sha(?:256|384|512)-[A-Za-z0-9+/_-]+={0,2})'",
    re.I,
)


def _policy_fault(content: str) -> str | None:
    if not content.isascii():
        return "it may hold ASCII characters only"
    for directive in content.split(";"):
        for word in directive.split()[1:]:
            if "'" in word and not _KEYWORD.fullmatch(word):
                return f"{word[:40]} is not a source that a policy knows"
    return None


METADATA: dict[str, Callable[[Report, Any, Frame], None]] = {"meta": _meta}
