"""One JSON object a line: the head, every error, every finding, the summary."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.finding_json import encode_findings
from contentlint.findings import Finding
from contentlint.json_text import encode_json
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
        return self.encode_file(_path, findings).decode()

    def encode_file(self, _path: str, findings: Sequence[Finding]) -> bytes:
        """The same in UTF-8."""
        lines = [b'{"type": "finding", ' + text[1:] + b"\n" for text in encode_findings(findings)]
        return b"".join(lines)

    def tail(self, totals: Totals) -> str:
        """The summary."""
        return encode_json({"type": "summary", **totals.summary()}) + "\n"
