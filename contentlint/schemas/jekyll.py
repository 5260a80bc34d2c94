"""Front matter of Jekyll posts and pages (jekyllrb.com/docs/front-matter)."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from contentlint.schemas.post import Post
from contentlint.schemas.types import (
    Anything,
    Categories,
    Date,
    Flag,
    FlagOrList,
    Image,
    People,
    Permalink,
    Text,
    TextOrFlag,
    Title,
    Words,
)

__all__ = ["JekyllPost"]

_GLOBAL = "Source: jekyllrb.com/docs/front-matter, Predefined Global Variables."
_POSTS = "Source: jekyllrb.com/docs/front-matter, Predefined Variables for Posts."
_VARIABLES = "Source: jekyllrb.com/docs/variables, Page Variables."
_SEO = "Source: the plug-in jekyll-seo-tag, docs/usage.md."
_THEMES = "Source: the theme "
_REDIRECT = "Source: the plug-in jekyll-redirect-from, README."


class JekyllPost(Post):
    """Jekyll takes a post's date and title from its file name, and other pages need neither."""

    model_config = ConfigDict(title="Front matter of a Jekyll post")

    title: Title = Field(None, description=f"The title of the page. {_VARIABLES}")
    layout: TextOrFlag = Field(
        None, description=f"The layout file; none or null for none. {_GLOBAL}"
    )
    permalink: Permalink = Field(None, description=f"The address of the page. {_GLOBAL}")
    published: Flag = Field(None, description=f"False keeps the post back. {_GLOBAL}")
    date: Date = Field(None, description=f"Overrides the date in the file's name. {_POSTS}")
    category: Words = Field(None, description=f"The category of the post. {_POSTS}")
    # a list in the list becomes a category of brackets and quotes, and a part of the address
    categories: Words = Field(  # type: ignore[assignment]
        None, description=f"The categories of the post. {_POSTS}"
    )
    # lists in the list are taken apart
    tags: Categories = Field(  # type: ignore[assignment]
        None, description=f"The tags of the post. {_POSTS}"
    )
    tag: Categories = Field(None, description=f"The tag of the post. {_POSTS}")
    comments: FlagOrList = Field(  # type: ignore[assignment]
        None,
        description="Whether readers may comment, or what they said."
        " Source: jekyll-import, which writes the comments of WordPress here.",
    )
    excerpt: Text = Field(None, description=f"What lists show of the post. {_VARIABLES}")
    excerpt_separator: Text = Field(
        None, description="Where the excerpt ends. Source: jekyllrb.com/docs/posts, Post excerpts."
    )
    slug: Text = Field(None, description=f"The name in the address. {_VARIABLES}")
    render_with_liquid: Flag = Field(
        None,
        description="Whether Liquid runs over it. Source: jekyllrb.com/docs/liquid/tags,"
        " Disabling Liquid.",
    )
    author: People = Field(None, description=f"Who wrote it. {_SEO}")
    authors: People = Field(None, description=f"Who wrote it, the first of whom counts. {_SEO}")
    description: Text = Field(None, description=f"A description for search engines. {_SEO}")
    image: Image = Field(None, description=f"The picture for previews. {_SEO}")
    lang: Text = Field(None, description=f"The language of the page. {_SEO}")
    locale: Text = Field(None, description=f"The language and country of the page. {_SEO}")
    last_modified_at: Date = Field(None, description=f"When it was last changed. {_SEO}")
    last_modified_date: Anything = Field(
        None, description=f"When it was last changed, or now. {_THEMES}Just the Docs."
    )
    canonical_url: Text = Field(None, description=f"The address that counts. {_SEO}")
    redirect_from: Words = Field(None, description=f"Addresses that lead here. {_REDIRECT}")
    redirect_to: Words = Field(None, description=f"Where readers are sent. {_REDIRECT}")
    redirect: Anything = Field(
        None, description=f"Where the entry in a list leads. {_THEMES}al-folio."
    )
    sitemap: Anything = Field(
        None,
        description="Whether it is in the site map. Source: the plug-in jekyll-sitemap, README.",
    )
