"""A cheap proof that a page has nothing for the content model to say: most posts are plain."""

from __future__ import annotations

from typing import Any

__all__ = ["is_plainly_valid"]


def is_plainly_valid(page: Any) -> bool:
    """Whether the page is made of ordinary parts in ordinary places with ordinary values."""
    return False
