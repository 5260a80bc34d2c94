"""The JSON Schema of the JSON report, made from models that mirror the contract."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["ReportModel", "report_schema"]

Count = Annotated[int, Field(ge=0)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)


class PositionModel(_Strict):
    """A place in the file as it stands, in Unicode code points; a byte order mark not counted."""

    line: Annotated[int, Field(ge=1)]
    """The line, from 1."""
    column: Annotated[int, Field(ge=1)]
    """The column, from 1."""
    offset: Count
    """The offset from the beginning of the file, from 0; ``\\r\\n`` counts as two."""


class RelatedModel(_Strict):
    """A further place that explains a finding."""

    message: str
    start: PositionModel
    end: PositionModel
    """Exclusive."""


class EditModel(_Strict):
    """Replace the characters from offset ``start`` up to ``end`` with ``text``."""

    start: Count
    end: Count
    text: str


class FixModel(_Strict):
    """Edits that do not overlap and together repair the finding."""

    safety: Literal["safe", "unsafe"]
    """``safe`` never changes what a reader sees, but for the fault itself."""
    title: str
    edits: list[EditModel]


class FindingModel(_Strict):
    """One fault at exact characters."""

    rule: Annotated[str, Field(min_length=1)]
    """The rule's id: ``family/name``."""
    severity: Literal["error", "warning", "info"]
    message: str
    path: str
    """Relative to the working directory where it lies below it, with ``/``."""
    start: PositionModel
    end: PositionModel
    """Exclusive."""
    related: list[RelatedModel]
    data: dict[str, Any]
    """What the rule has to tell a program; each rule has its own keys."""
    fix: FixModel | None


class ErrorModel(_Strict):
    """A file that could not be checked, or not be fixed wholly."""

    path: str
    message: str


class ToolModel(_Strict):
    """What wrote the report."""

    name: Literal["contentlint"]
    version: str


class SummaryModel(_Strict):
    """How many findings there are of each severity, how many are fixable, how many were fixed."""

    error: Count
    warning: Count
    info: Count
    fixable_safe: Count
    fixable_unsafe: Count
    fixed: Count


class ReportModel(_Strict):
    """What ``contentlint check --output-format json`` prints."""

    version: Literal[1]
    tool: ToolModel
    files_checked: Count
    errors: list[ErrorModel]
    findings: list[FindingModel]
    """Ordered by path, then start, then rule."""
    summary: SummaryModel


def report_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that every JSON report satisfies."""
    schema = ReportModel.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "contentlint report",
    }
