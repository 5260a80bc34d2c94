"""One JSON object a line: the head, every error, every finding, the summary."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.findings import Finding
from contentlint.report import encode_findings, encode_json
from contentlint.reports import Format
from contentlint.totals import Totals

__all__ = ["Writer"]


class Writer(Format):
    """The parts of the JSON report; each line's ``type`` says what part it is."""

    def head(self, totals: Totals) -> str:
        """The report's own line, and the errors of the run."""
        lines = [{"type": "report", **totals.head()}]
        lines += [{"type": "error", **error._asdict()} for error in totals.errors]
        return "".join(encode_json(line) + "\n" for line in lines)

    def format_file(self, _path: str, findings: Sequence[Finding]) -> str:
        """The findings of one file."""
        return "".join(
            ['{"type": "finding", ' + text[1:] + "\n" for text in encode_findings(findings)]
        )

    def tail(self, totals: Totals) -> str:
        """The summary."""
        return encode_json({"type": "summary", **totals.summary()}) + "\n"
