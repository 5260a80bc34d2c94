from __future__ import annotations

import io
from collections.abc import Callable

import pytest

import contentlint
from contentlint import reports
from contentlint.report import Report
from contentlint.reports import ReportContext

from .sample import make_context

Render = Callable[..., str]


def write_text(name: str, report: Report, context: ReportContext | None = None) -> str:
    """The text of *report* in the format called *name*."""
    out = io.BytesIO()
    reports.write_report(name, report, out, context or make_context())
    return out.getvalue().decode("utf-8")


@pytest.fixture
def render(monkeypatch: pytest.MonkeyPatch) -> Render:
    """A function that writes a report in a format and returns the text."""
    monkeypatch.setattr(contentlint, "__version__", "1.2.3")

    return write_text
