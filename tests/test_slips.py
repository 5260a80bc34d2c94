"""Names that are slips of known ones, and names that only hold one."""

from __future__ import annotations

import pytest

from contentlint.slips import near_miss

KNOWN = frozenset({"categories", "description", "published", "redirect_to", "title", "updated"})


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("catgories", "categories"),
        ("Ttile", "title"),
        ("title:x", "title"),
        ("updated_", "updated"),
        ("og_description", None),
        ("published-at", None),
        ("mood", None),
    ],
)
def test_a_word_more_is_no_slip(name: str, meant: str | None) -> None:
    assert near_miss(name, KNOWN) == meant
