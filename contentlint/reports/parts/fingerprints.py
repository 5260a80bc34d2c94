"""An identity for each finding that survives edits elsewhere in the file."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from contentlint.findings import Finding

__all__ = ["fingerprint_text", "with_fingerprints"]

_REACH = 40


def with_fingerprints(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Pair each finding with 32 hexadecimal digits, different for each of one report.

    They are made of the path, the rule, the marked text and what stands near it on the line, not
    of line numbers; equal ones are told apart by their order.
    """
    seen: Counter[str] = Counter()
    for finding in findings:
        key = _identify(finding)
        seen[key] += 1
        yield finding, fingerprint_text(f"{key}\0{seen[key]}")


def _identify(finding: Finding) -> str:
    text, skipped, _ = finding.excerpt
    start, end = finding.start, finding.end
    at = start.column - 1 - skipped
    to = end.column - 1 - skipped if end.line == start.line else len(text)
    near = " ".join(text[max(at - _REACH, 0) : max(to, 0) + _REACH].split())
    return f"{finding.path}\0{finding.rule}\0{near}"


def fingerprint_text(text: str) -> str:
    """32 hexadecimal digits for *text*, the same on every machine."""
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=16).hexdigest()
