"""The pictures that front matter names, each with the path of its value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.document.nesting import names_of

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["PICTURE_FIELDS", "Path", "picture_values"]

PICTURE_FIELDS = names_of(
    "avatar background backgroundImage background_image banner bannerImage banner_image "
    "banner_img bg_image coverImage coverImg cover cover_image cover_img featureImage "
    "feature_image featured featuredImage featured_image featured_img feature headImg "
    "headerImage header_image headimg header hero heroImage hero_image image images img "
    "index_img og_image ogImage opengraph_image photo photos pic picture poster preview "
    "previewImage preview_image share_image shareImage socialImage social_image "
    "splash thumb thumbImg thumbnail thumbnailImage thumbnail_image top_img twitter_image"
)
"""Names that themes of all generators give to the field of a post's picture."""

_BESIDE = names_of(
    "actions alt attribution author authorLink author_link caption copyright credit credits "
    "cta_label cta_url description imageAlt image_description label link linkUrl text title video"
)
"""Names that themes give, in the map of a picture, to words and links of people about it."""

_DEEPEST = 4

Path = tuple[str | int, ...]


def picture_values(document: Document, further: Iterable[str] = ()) -> list[tuple[str, Path]]:
    """Every text in a picture field (in lists and maps, too) and its path; *further* are fields.

    What is in the usual fields is looked for once, and must not be changed.
    """
    if further:
        return _find_texts(document.front_matter.values, PICTURE_FIELDS.union(further))
    cache = document.front_matter.cache
    found: list[tuple[str, Path]] | None = cache.get("pictures")
    if found is None:
        found = cache["pictures"] = _find_texts(document.front_matter.values, PICTURE_FIELDS)
    return found


def _find_texts(values: Mapping[Any, Any], fields: frozenset[str]) -> list[tuple[str, Path]]:
    found: list[tuple[str, Path]] = []
    for name in values:
        if name in fields:
            value = values[name]
            if isinstance(value, str):
                found.append((value, (name,)))
            else:
                found += _texts(value, (name,))
    return found


def _texts(value: Any, path: Path) -> Iterator[tuple[str, Path]]:
    if isinstance(value, str):
        yield value, path
    elif len(path) > _DEEPEST:
        return
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in _BESIDE:
                yield from _texts(item, (*path, name))
