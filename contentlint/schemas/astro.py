"""Front matter of Astro's Markdown pages, its blog template and Starlight."""

# ruff: noqa: N815 - the names are Astro's

from __future__ import annotations

from pydantic import ConfigDict, Field

from contentlint.schemas.post import Post
from contentlint.schemas.types import (
    Anything,
    Date,
    Flag,
    Image,
    Map,
    Text,
    TextOrFlag,
    Title,
    Words,
)

__all__ = ["AstroPost"]

_MARKDOWN = "Source: docs.astro.build/en/guides/markdown-content."
_COLLECTIONS = "Source: docs.astro.build/en/guides/content-collections."
_BLOG = "Source: the blog template of Astro, src/content.config.ts."
_STARLIGHT = "Source: starlight.astro.build/reference/frontmatter."


class AstroPost(Post):
    """A collection's own schema decides in Astro; these are the fields its documents name."""

    model_config = ConfigDict(title="Front matter of an Astro entry")

    title: Title = Field(description=f"The title of the entry. {_COLLECTIONS}")
    description: Text = Field(None, description=f"A description of the entry. {_BLOG}")
    pubDate: Date = Field(None, description=f"When it was published. {_BLOG}")
    updatedDate: Date = Field(None, description=f"When it was last changed. {_BLOG}")
    heroImage: Image = Field(None, description=f"The picture above the text. {_BLOG}")
    layout: TextOrFlag = Field(None, description=f"The path of a layout component. {_MARKDOWN}")
    slug: Text = Field(None, description=f"The entry's own address. {_COLLECTIONS}")
    draft: Flag = Field(None, description=f"Whether it is left out. {_COLLECTIONS}")
    tags: Words = Field(None, description=f"Tags of the entry. {_COLLECTIONS}")
    template: Text = Field(None, description=f"doc or splash. {_STARLIGHT}")
    hero: Map = Field(None, description=f"What stands at the head of the page. {_STARLIGHT}")
    sidebar: Map = Field(None, description=f"Its entry in the side bar. {_STARLIGHT}")
    tableOfContents: Anything = Field(None, description=f"The headings listed. {_STARLIGHT}")
    editUrl: TextOrFlag = Field(None, description=f"Where the page can be edited. {_STARLIGHT}")
    head: Anything = Field(None, description=f"Elements for the page's head. {_STARLIGHT}")
    lastUpdated: Anything = Field(None, description=f"When it was last changed. {_STARLIGHT}")
    prev: Anything = Field(None, description=f"The page before. {_STARLIGHT}")
    next: Anything = Field(None, description=f"The page after. {_STARLIGHT}")
    pagefind: Flag = Field(None, description=f"Whether search finds it. {_STARLIGHT}")
    banner: Map = Field(None, description=f"An announcement above the page. {_STARLIGHT}")
