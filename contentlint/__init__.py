"""Lint posts: front matter, Markdown and HTML, with every finding at exact characters.

>>> from contentlint import lint_text
>>> report = lint_text("---\\ntitle: A post\\n---\\n<p>Hello</p></p>\\n", path="post.md")
>>> [finding.rule for finding in report.findings]
['html/stray-end-tag']
"""

from __future__ import annotations

TYPE_CHECKING = False  # as a type checker knows it: an import takes the time of many posts
if TYPE_CHECKING:
    from typing import Any

    from contentlint.api import lint_paths, lint_text
    from contentlint.config import Config
    from contentlint.errors import ConfigError, ContentlintError, RuleError
    from contentlint.findings import Edit, Finding, Fix, Related
    from contentlint.report import FileError, Report
    from contentlint.source import Position

__version__ = "0.1.0"

__all__ = [
    "Config",
    "ConfigError",
    "ContentlintError",
    "Edit",
    "FileError",
    "Finding",
    "Fix",
    "Position",
    "Related",
    "Report",
    "RuleError",
    "__version__",
    "lint_paths",
    "lint_text",
]

_HOMES = {
    "Config": "config",
    "ConfigError": "errors",
    "ContentlintError": "errors",
    "Edit": "findings",
    "FileError": "report",
    "Finding": "findings",
    "Fix": "findings",
    "Position": "source",
    "Related": "findings",
    "Report": "report",
    "RuleError": "errors",
    "lint_paths": "api",
    "lint_text": "api",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'contentlint' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"contentlint.{home}"), name)
