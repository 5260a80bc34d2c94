"""The report as the JSON contract has it, one finding a line."""

from __future__ import annotations

from contentlint.findings import Finding
from contentlint.report import encode_finding, json_head, json_tail
from contentlint.reports import Format
from contentlint.totals import Totals

__all__ = ["Writer"]


class Writer(Format):
    """The JSON of a report; its schema is ``contentlint schema report``."""

    between = ",\n"

    def head(self, totals: Totals) -> str:
        """The report up to its first finding."""
        return json_head(totals)

    def format_file(self, _path: str, findings: list[Finding]) -> str:
        """The findings of one file, one a line."""
        return ",\n".join(map(encode_finding, findings))

    def encode_file(self, _path: str, findings: list[Finding]) -> bytes:
        """The same in UTF-8: most findings are all ASCII, which is encoded by copying it."""
        texts = [encode_finding(finding) for finding in findings]
        return b",\n".join([text.encode("utf-8", "backslashreplace") for text in texts])

    def tail(self, totals: Totals) -> str:
        """The report from its last finding on."""
        return json_tail(totals)
