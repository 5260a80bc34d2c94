"""Finds pictures whose address was made for a short time: after it, their host shows nothing."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.links_places import host_of, is_masked
from contentlint.findings import HitRow, hit_of

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["expiring"]

_LONGEST: Final = 8000
_LAST_YEAR: Final = 2099
"""What works until later works for good, as far as a post is concerned."""
_DISCORD: Final = ("cdn.discordapp.com", "media.discordapp.net")
_GITHUB: Final = "private-user-images.githubusercontent.com"


def expiring(
    document: Document, _options: Mapping[str, Any], images: Sequence[Any]
) -> Iterator[HitRow]:
    """Pictures whose address itself says until when it works."""
    for image in images:
        url = (image.attr("src") or "").strip()
        if is_masked(document, url):
            continue
        host = host_of(url)
        end = _end_of(url, host)
        found = document.page.find_attribute(image, "src") if end is not None else None
        if end is not None and found is not None:
            yield hit_of(found[0], {"host": host, "until": f"{end:%Y-%m-%d %H:%M} UTC"})


def _end_of(url: str, host: str) -> datetime | None:
    """When the address *url* ceases to work, if it tells."""
    if not host or len(url) > _LONGEST:
        return None
    query = url.partition("?")[2].partition("#")[0]
    pairs = (part.partition("=") for part in query.split("&"))
    words = {name.lower(): value for name, _, value in pairs}
    try:
        end = _signed_end(words) or _shared_end(words, host)
    except (ValueError, OverflowError, RecursionError):
        return None  # not what these services write
    return end if end is None or end.year <= _LAST_YEAR else None


def _signed_end(words: Mapping[str, str]) -> datetime | None:
    """The end that is signed: by Amazon's form, Google's, Alibaba's, or Notion's."""
    for service in ("x-amz", "x-goog"):
        if f"{service}-expires" in words:
            start = datetime.strptime(words.get(f"{service}-date", ""), "%Y%m%dT%H%M%SZ")
            seconds = int(words[f"{service}-expires"])
            return start.replace(tzinfo=UTC) + timedelta(seconds=seconds)
    if "signature" not in words:
        return None
    if "expirationtimestamp" in words:
        return _moment(int(words["expirationtimestamp"]) // 1000)
    return _moment(int(words["expires"])) if "expires" in words else None


def _shared_end(words: Mapping[str, str], host: str) -> datetime | None:
    """The end of what was shared in a conversation on Discord or GitHub."""
    if host in _DISCORD and "hm" in words and "ex" in words:
        return _moment(int(words["ex"], 16))
    if host == _GITHUB and words.get("jwt", "").count(".") == 2:
        part = words["jwt"].split(".")[1]
        said = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        end = said.get("exp") if isinstance(said, dict) else None
        return _moment(end) if isinstance(end, int) else None
    return None


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(seconds=seconds)
