"""The front matter that every kind of site shares."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from contentlint.schemas.types import (
    Anything,
    Categories,
    Date,
    Flag,
    Image,
    People,
    Text,
    TextOrFlag,
    Title,
    Words,
)

__all__ = ["Post"]


class Post(BaseModel):
    """What a post may say about itself, wherever it is published.

    Unknown fields are allowed: themes and plug-ins add dozens.  Types are strict: the text
    ``"false"`` is not false.
    """

    model_config = ConfigDict(strict=True, extra="allow", title="Front matter of a post")

    title: Title = Field(description="The heading of the post, as readers see it.")
    date: Date = Field(None, description="When the post was published.")
    updated: Date = Field(None, description="When it was last changed.")
    description: Text = Field(None, description="A sentence for search engines and previews.")
    excerpt: Text = Field(None, description="What overviews show of the post.")
    author: People = Field(None, description="Who wrote it.")
    categories: Categories = Field(None, description="The sections it belongs to.")
    tags: Words = Field(None, description="Keywords it is filed under.")
    keywords: Words = Field(None, description="Keywords for search engines.")
    layout: TextOrFlag = Field(None, description="The template that shows it; false for none.")
    permalink: Text = Field(None, description="The address of the page.")
    lang: Text = Field(None, description="The language it is written in, such as en or zh-CN.")
    draft: Flag = Field(None, description="Whether it is not to be published yet.")
    comments: Flag = Field(None, description="Whether readers may comment.")
    headimg: Image = Field(None, description="The picture above the text.")
    thumbnail: Image = Field(None, description="The small picture in overviews.")
    cover: Image = Field(None, description="The picture on the cover or the card.")
    image: Image = Field(None, description="The picture that previews show.")
    toc: Anything = Field(None, description="Whether, or how, to show a table of contents.")
