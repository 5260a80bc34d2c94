"""Front matter of Zola pages and sections (getzola.org/documentation/content)."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from contentlint.schemas.post import Post
from contentlint.schemas.types import Date, Flag, Map, Text, Title, Whole, Words

__all__ = ["ZolaPost"]

_PAGE = "Source: getzola.org/documentation/content/page, Front matter."
_SECTION = "Source: getzola.org/documentation/content/section, Front matter."


class ZolaPost(Post):
    """Zola refuses a page with an unknown field at the top; own fields stand under extra."""

    model_config = ConfigDict(title="Front matter of a Zola page")

    title: Title = Field(description=f"The title of the page. {_PAGE}")
    description: Text = Field(None, description=f"A description of the page. {_PAGE}")
    date: Date = Field(None, description=f"When it was published. {_PAGE}")
    updated: Date = Field(None, description=f"When it was last changed. {_PAGE}")
    weight: Whole = Field(None, description=f"The place in a list. {_PAGE}")
    draft: Flag = Field(None, description=f"Whether it is built only on request. {_PAGE}")
    render: Flag = Field(None, description=f"Whether it has a page of its own. {_PAGE}")
    slug: Text = Field(None, description=f"The last part of the address. {_PAGE}")
    path: Text = Field(None, description=f"The whole address. {_PAGE}")
    aliases: Words = Field(None, description=f"Addresses that lead here. {_PAGE}")
    authors: Words = Field(None, description=f"Who wrote it. {_PAGE}")
    in_search_index: Flag = Field(None, description=f"Whether search finds it. {_PAGE}")
    template: Text = Field(None, description=f"The template. {_PAGE}")
    taxonomies: Map = Field(None, description=f"Terms for each taxonomy. {_PAGE}")
    extra: Map = Field(None, description=f"The site's own fields. {_PAGE}")
    sort_by: Text = Field(None, description=f"How its pages are ordered. {_SECTION}")
    page_template: Text = Field(None, description=f"The template of its pages. {_SECTION}")
    paginate_by: Whole = Field(None, description=f"How many pages a list shows. {_SECTION}")
    paginate_path: Text = Field(None, description=f"The address of later lists. {_SECTION}")
    paginate_reversed: Flag = Field(None, description=f"Whether lists are turned. {_SECTION}")
    insert_anchor_links: Text = Field(None, description=f"Links beside headings. {_SECTION}")
    transparent: Flag = Field(None, description=f"Whether its pages go up a level. {_SECTION}")
    redirect_to: Text = Field(None, description=f"Where readers are sent. {_SECTION}")
    generate_feeds: Flag = Field(None, description=f"Whether it has a feed. {_SECTION}")
