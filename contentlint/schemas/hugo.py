"""Front matter of Hugo pages (gohugo.io/content-management/front-matter)."""

# ruff: noqa: N815 - the names are Hugo's

from __future__ import annotations

from pydantic import ConfigDict, Field

from contentlint.schemas.post import Post
from contentlint.schemas.types import (
    Anything,
    Categories,
    Date,
    Flag,
    Image,
    Map,
    Maps,
    People,
    Text,
    Title,
    Whole,
    Words,
)

__all__ = ["HugoPost"]

_DOCS = "Source: gohugo.io/content-management/front-matter, Fields."
_DATES = "Source: gohugo.io/configuration/front-matter, Dates."
_TAXONOMIES = "Source: gohugo.io/content-management/taxonomies, Default taxonomies."


class HugoPost(Post):
    """Hugo takes field names in any case."""

    model_config = ConfigDict(title="Front matter of a Hugo page")

    title: Title = Field(description=f"The title of the page. {_DOCS}")
    linkTitle: Text = Field(None, description=f"A shorter title for links. {_DOCS}")
    date: Date = Field(None, description=f"The date of the page. {_DOCS}")
    publishDate: Date = Field(None, description=f"Before it, the page is not built. {_DOCS}")
    expiryDate: Date = Field(None, description=f"After it, the page is not built. {_DOCS}")
    lastmod: Date = Field(None, description=f"When it was last changed. {_DOCS}")
    modified: Date = Field(None, description=f"Another name of lastmod. {_DATES}")
    pubdate: Date = Field(None, description=f"Another name of publishDate. {_DATES}")
    published: Date = Field(None, description=f"Another name of publishDate. {_DATES}")
    unpublishdate: Date = Field(None, description=f"Another name of expiryDate. {_DATES}")
    draft: Flag = Field(None, description=f"Whether it is built only on request. {_DOCS}")
    headless: Flag = Field(None, description=f"Whether the bundle has no page. {_DOCS}")
    isCJKLanguage: Flag = Field(
        None, description=f"Whether words are counted as in Chinese, Japanese, Korean. {_DOCS}"
    )
    description: Text = Field(None, description=f"A description for the page's head. {_DOCS}")
    summary: Text = Field(None, description=f"What lists show of the page. {_DOCS}")
    keywords: Words = Field(None, description=f"Keywords of the page. {_DOCS}")
    aliases: Words = Field(None, description=f"Addresses that lead here. {_DOCS}")
    slug: Text = Field(None, description=f"The last part of the address. {_DOCS}")
    url: Text = Field(None, description=f"The whole address. {_DOCS}")
    type: Text = Field(None, description=f"The content type, which selects templates. {_DOCS}")
    layout: Text = Field(None, description=f"The template. {_DOCS}")
    markup: Text = Field(None, description=f"The markup language of the text. {_DOCS}")
    outputs: Words = Field(None, description=f"The output formats. {_DOCS}")
    weight: Whole = Field(None, description=f"The place in a list. {_DOCS}")
    translationKey: Text = Field(None, description=f"What joins translations. {_DOCS}")
    params: Map = Field(None, description=f"The site's own fields. {_DOCS}")
    build: Map = Field(None, description=f"What is built of the page. {_DOCS}")
    cascade: Maps = Field(None, description=f"Values for the pages below. {_DOCS}")
    menus: Anything = Field(None, description=f"The menus it stands in. {_DOCS}")
    menu: Anything = Field(
        None, description="The menus it stands in. Source: gohugo.io/content-management/menus."
    )
    resources: Anything = Field(None, description=f"Names and titles of its files. {_DOCS}")
    sitemap: Anything = Field(None, description=f"Its entry in the site map. {_DOCS}")
    tags: Words = Field(None, description=f"Terms of the taxonomy tags. {_TAXONOMIES}")
    categories: Categories = Field(
        None, description=f"Terms of the taxonomy categories. {_TAXONOMIES}"
    )
    authors: People = Field(
        None,
        description="Who wrote it, in many themes. Source: gohugo.io/methods/site/taxonomies.",
    )
    series: Words = Field(
        None,
        description="The series it belongs to. Source: gohugo.io/templates/embedded, Open Graph.",
    )
    images: Image = Field(
        None, description="Pictures for previews. Source: gohugo.io/templates/embedded, Open Graph."
    )
    videos: Words = Field(
        None, description="Films for previews. Source: gohugo.io/templates/embedded, Open Graph."
    )
    audio: Words = Field(
        None, description="Sound for previews. Source: gohugo.io/templates/embedded, Open Graph."
    )
