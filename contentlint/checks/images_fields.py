"""The pictures that front matter names, each with the path of its value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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

_DEEPEST = 4

Path = tuple[str | int, ...]


def picture_values(document: Document, further: Iterable[str] = ()) -> Iterator[tuple[str, Path]]:
    """Every text in a picture field (in lists and maps, too) and its path; *further* are fields."""
    values = document.front_matter.values
    for name in values:
        if name in PICTURE_FIELDS or (further and name in further):
            value = values[name]
            if isinstance(value, str):
                yield value, (name,)
            else:
                yield from _texts(value, (name,))


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
            yield from _texts(item, (*path, name))
