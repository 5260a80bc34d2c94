"""Front matter of VitePress pages (vitepress.dev/reference/frontmatter-config)."""

# ruff: noqa: N815 - the names are VitePress's

from __future__ import annotations

from pydantic import ConfigDict, Field

from contentlint.schemas.post import Post
from contentlint.schemas.types import (
    Anything,
    Categories,
    Flag,
    Map,
    Text,
    TextOrFlag,
    Title,
    Words,
)

__all__ = ["VitePressPage"]

_DOCS = "Source: vitepress.dev/reference/frontmatter-config."
_BLOG = "Source: none in VitePress itself; themes of VuePress read it."


class VitePressPage(Post):
    """VitePress takes a page's title from its first heading, if it has none."""

    model_config = ConfigDict(title="Front matter of a VitePress page")

    title: Title = Field(None, description=f"The title of the page. {_DOCS}")
    category: Categories = Field(None, description=f"Its category. {_BLOG}")
    tag: Words = Field(None, description=f"Its tags. {_BLOG}")
    titleTemplate: TextOrFlag = Field(None, description=f"What is put after the title. {_DOCS}")
    description: Text = Field(None, description=f"The description of the page. {_DOCS}")
    head: Anything = Field(None, description=f"Elements for the page's head. {_DOCS}")
    layout: TextOrFlag = Field(None, description=f"doc, home or page; false for none. {_DOCS}")
    hero: Map = Field(None, description=f"What stands at the head of the home page. {_DOCS}")
    features: Anything = Field(None, description=f"What the home page praises. {_DOCS}")
    navbar: Anything = Field(None, description=f"Whether to show the bar on top. {_DOCS}")
    sidebar: Anything = Field(None, description=f"Whether to show the side bar. {_DOCS}")
    aside: TextOrFlag = Field(None, description=f"Where the outline stands. {_DOCS}")
    outline: Anything = Field(None, description=f"The headings in the outline. {_DOCS}")
    lastUpdated: Anything = Field(None, description=f"When it was last changed. {_DOCS}")
    editLink: Flag = Field(None, description=f"Whether to link to its source. {_DOCS}")
    footer: Anything = Field(None, description=f"Whether to show the footer. {_DOCS}")
    pageClass: Text = Field(None, description=f"A class for the page. {_DOCS}")
    isHome: Flag = Field(None, description=f"Whether it is the home page. {_DOCS}")
    markdownStyles: Flag = Field(None, description=f"Whether a home page has styles. {_DOCS}")
    prev: Anything = Field(None, description=f"The page before. {_DOCS}")
    next: Anything = Field(None, description=f"The page after. {_DOCS}")
