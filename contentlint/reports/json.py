"""The report as the JSON contract has it, one finding a line."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.finding_json import encode_findings
from contentlint.findings import Finding
from contentlint.report import json_head, json_tail
from contentlint.reports import Format
from contentlint.totals import Totals

__all__ = ["Writer"]


class Writer(Format):
    """The JSON of a report; its schema is ``contentlint schema report``."""

    live = True
    between = ",\n"

    def opening(self) -> str:
        """The report up to its first finding."""
        return json_head()

    def format_file(self, _path: str, findings: Sequence[Finding]) -> str:
        """The findings of one file, one a line."""
        return self.encode_file(_path, findings).decode()

    def encode_file(self, _path: str, findings: Sequence[Finding]) -> bytes:
        """The same in UTF-8."""
        return b",\n".join(encode_findings(findings))

    def tail(self, totals: Totals) -> str:
        """The report from its last finding on."""
        return json_tail(totals)
