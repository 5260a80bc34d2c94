"""Front matter of posts that a program makes from feeds and scraped pages."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from contentlint.schemas.post import Post
from contentlint.schemas.types import Categories, Date, Image, People, Text, Title

__all__ = ["NewsPost"]

_FEED = "Source: the RSS 2.0 specification (rssboard.org/rss-specification), element"


class NewsPost(Post):
    """A feed's item: without a title and a date, a list of news cannot be put in order."""

    model_config = ConfigDict(title="Front matter of a news post")

    title: Title = Field(description=f"The headline. {_FEED} title of item.")
    date: Date = Field(description=f"When the item appeared. {_FEED} pubDate of item.")
    author: People = Field(None, description=f"Who wrote it. {_FEED} author of item.")
    categories: Categories = Field(
        None, description=f"What it is filed under. {_FEED} category of item."
    )
    description: Text = Field(None, description=f"A summary. {_FEED} description of item.")
    headimg: Image = Field(None, description=f"The picture above it. {_FEED} enclosure of item.")
    thumbnail: Image = Field(
        None,
        description="The picture in lists. Source: Media RSS (rssboard.org/media-rss), element"
        " media:thumbnail.",
    )
    source: Text = Field(None, description=f"The feed it came from. {_FEED} source of item.")
    link: Text = Field(None, description=f"The page it came from. {_FEED} link of item.")
    guid: Text = Field(None, description=f"What tells it from other items. {_FEED} guid of item.")
