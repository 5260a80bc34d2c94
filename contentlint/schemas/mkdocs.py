"""Front matter of MkDocs pages, and of the theme Material (mkdocs.org, Meta-Data)."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from contentlint.schemas.post import Post
from contentlint.schemas.types import Anything, Flag, People, Text, Title, Words

__all__ = ["MkDocsPage"]

_META = "Source: mkdocs.org/user-guide/writing-your-docs, Meta-Data."
_MATERIAL = "Source: squidfunk.github.io/mkdocs-material/reference."
_BLOG = "Source: squidfunk.github.io/mkdocs-material/plugins/blog, Metadata."


class MkDocsPage(Post):
    """MkDocs takes a page's title from its navigation or its first heading, if it has none."""

    model_config = ConfigDict(title="Front matter of an MkDocs page")

    title: Title = Field(None, description=f"The title of the page. {_META}")
    template: Text = Field(None, description=f"The template that shows it. {_META}")
    description: Text = Field(None, description=f"A description for search. {_MATERIAL}")
    subtitle: Text = Field(None, description=f"What navigation shows below it. {_MATERIAL}")
    icon: Text = Field(None, description=f"The icon in navigation. {_MATERIAL}")
    status: Text = Field(None, description=f"Such as new or deprecated. {_MATERIAL}")
    hide: Words = Field(None, description=f"Parts of the page not to show. {_MATERIAL}")
    search: Anything = Field(None, description=f"Whether search finds it. {_MATERIAL}")
    date: Anything = Field(
        None, description=f"When it was published, or a map of such dates. {_BLOG}"
    )
    authors: People = Field(None, description=f"Who wrote it. {_BLOG}")
    pin: Flag = Field(None, description=f"Whether it is kept on top. {_BLOG}")
    slug: Text = Field(None, description=f"The name in the address. {_BLOG}")
    links: Anything = Field(None, description=f"Related pages. {_BLOG}")
    readtime: Anything = Field(None, description=f"The minutes it takes to read. {_BLOG}")
