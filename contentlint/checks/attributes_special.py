"""The rules between an element's attributes, one function for each element that has any."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from contentlint.checks.attributes_embedded import EMBEDDED
from contentlint.checks.attributes_forms import FORMS
from contentlint.checks.attributes_links import LINKS
from contentlint.checks.attributes_metadata import METADATA
from contentlint.checks.attributes_scripts import SCRIPTS
from contentlint.checks.attributes_text import TEXT

if TYPE_CHECKING:
    from contentlint.checks.content_model_nesting import Frame
    from contentlint.checks.content_model_report import Report

__all__ = ["SPECIAL"]

SPECIAL: dict[str, Callable[[Report, Any, Frame], None]] = {
    **TEXT,
    **LINKS,
    **EMBEDDED,
    **FORMS,
    **METADATA,
    **SCRIPTS,
}
