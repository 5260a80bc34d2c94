"""Where a site's baseline and cache are, and a person's cache, mostly without `platformdirs`."""

from __future__ import annotations

import os
import sys

__all__ = ["SITE_BASELINE", "SITE_CACHE", "user_cache"]

SITE_BASELINE = ".contentlint-baseline.jsonl"
"""The file of a site's known findings, beside its configuration."""

SITE_CACHE = ".contentlint_cache"
"""The folder of a site's results, beside its configuration."""


def user_cache() -> str:
    """The folder of our own among the user's caches; it may not exist."""
    if sys.platform.startswith("linux") and "ANDROID_ROOT" not in os.environ:
        base = os.environ.get("XDG_CACHE_HOME", "")
        if not os.path.isabs(base):
            base = os.path.expanduser("~/.cache")
        return os.path.join(base, "contentlint")
    from platformdirs import user_cache_dir

    return user_cache_dir("contentlint")
