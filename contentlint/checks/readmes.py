"""Tells READMEs, which code hosts show to readers, from the pages of a site."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["is_shown_by_hosts"]

_README = pattern(r"(?i)readme(?:[._-][\w-]+)*\.(?:md|markdown)")
_PAGES = frozenset({"docusaurus", "mkdocs"})
"""Generators that make a page of a README, but for the one beside their settings."""


def is_shown_by_hosts(document: Document) -> bool:
    """Whether the post is a README that is no page of a site; VuePress makes a page of any.

    Code hosts take classes and styles out of HTML, and leave attributes such as ``align``.
    """
    settings = document.settings
    folder, name = os.path.split(document.source.path)
    if not _README.fullmatch(name) or "vitepress" in settings.generators:
        return False
    if _PAGES.isdisjoint(settings.generators):
        return True
    return settings.root is not None and os.path.abspath(folder) == str(settings.root)
