"""One JSON object a line, as it is known: the head, every finding, every error, the summary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contentlint.finding_json import encode_findings
from contentlint.findings import Finding
from contentlint.json_text import encode_json
from contentlint.reports import Format
from contentlint.totals import Totals, origin

__all__ = ["Writer"]


class Writer(Format):
    """The parts of the JSON report; each line's ``type`` says what part it is."""

    live = True

    def opening(self) -> str:
        """The report's own line."""
        return encode_json({"type": "report", **origin()}) + "\n"

    def format_file(self, _path: str, findings: Sequence[Finding]) -> str:
        """The findings of one file."""
        return self.encode_file(_path, findings).decode()

    def encode_file(self, _path: str, findings: Sequence[Finding]) -> bytes:
        """The same in UTF-8."""
        lines = [b'{"type": "finding", ' + text[1:] + b"\n" for text in encode_findings(findings)]
        return b"".join(lines)

    def tail(self, totals: Totals) -> str:
        """The errors of the run, and the summary."""
        lines: list[dict[str, Any]] = [
            {"type": "error", **error._asdict()} for error in totals.errors
        ]
        counts = {"files_checked": totals.files_checked, **totals.summary()}
        lines.append({"type": "summary", **counts})
        return "".join(encode_json(line) + "\n" for line in lines)
