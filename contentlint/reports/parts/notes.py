"""What lines for people say of a fix, by its safety."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["FIX_NOTES"]

FIX_NOTES: Mapping[str, str] = {"": "", "safe": " [fixable]", "unsafe": " [fixable, unsafe]"}
