"""What Docusaurus demands of front matter: at an empty value, or one of another kind, it stops."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["is_converted", "is_refused_address", "stops_at", "stops_at_empty"]

_ALL = frozenset(
    (
        "title",
        "description",
        "keywords",
        "image",
        "slug",
        "draft",
        "unlisted",
        "hide_table_of_contents",
        "toc_min_heading_level",
        "toc_max_heading_level",
        "last_update",
    )
)
_DOCS = frozenset(
    (
        "id",
        "hide_title",
        "sidebar_key",
        "sidebar_label",
        "sidebar_position",
        "sidebar_class_name",
        "sidebar_custom_props",
        "displayed_sidebar",
        "pagination_label",
        "pagination_next",
        "pagination_prev",
        "custom_edit_url",
        "parse_number_prefixes",
    )
)
_BLOG = frozenset(
    (
        "id",
        "title_meta",
        "sidebar_label",
        "date",
        "authors",
        "author",
        "author_title",
        "author_url",
        "author_image_url",
    )
)
_MAY_BE_NULL = frozenset(
    (
        "custom_edit_url",
        "displayed_sidebar",
        "pagination_next",
        "pagination_prev",
    )
)
_MAY_BE_BLANK = frozenset(
    (
        "title",
        "title_meta",
        "description",
        "custom_edit_url",
    )
)
_NUMBER = pattern(r"\s*[-+]?\d+(?:\.\d+)?\s*\Z")
# what no relative address may hold; one with a scheme may hold any letters
_ODD = pattern(r"[^!-~]|[\\\"<>^`{|}\[\]]")
_SCHEME = pattern(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


def stops_at(doc: Document, name: Any) -> bool:
    """Whether Docusaurus stops at a value of the field *name* that is of another kind."""
    if doc.settings.generators != {"docusaurus"}:
        return False
    if name in _ALL:
        return True
    parts = PurePath(doc.source.path).parts
    if name == "tags":
        return "pages" not in parts
    if "blog" in parts:
        return name in _BLOG
    return "docs" in parts and name in _DOCS


def stops_at_empty(doc: Document, name: Any, value: Any) -> bool:
    """Whether Docusaurus stops at the *value* of a field, which is null or an empty text."""
    if not stops_at(doc, name) or name in (_MAY_BE_NULL if value is None else _MAY_BE_BLANK):
        return False
    return not (value == "" and name == "sidebar_label" and "blog" in doc.source.path)


def is_converted(doc: Document, value: Any, expected: str) -> bool:
    """Whether Docusaurus makes the true, false or number of a text that stands for one."""
    if doc.settings.generators != {"docusaurus"} or not isinstance(value, str):
        return False
    if expected == "true or false":
        return value.strip().lower() in ("true", "false")
    return expected == "a number" and _NUMBER.match(value) is not None


def is_refused_address(doc: Document, name: Any, value: str) -> bool:
    """Whether Docusaurus stops at *value*, the address of a picture, for the characters in it."""
    if name != "image" or not stops_at(doc, name):
        return False
    return _SCHEME.match(value) is None and _ODD.search(value) is not None
