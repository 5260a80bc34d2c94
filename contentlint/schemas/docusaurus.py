"""Front matter of Docusaurus documents and blog posts."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from contentlint.schemas.post import Post
from contentlint.schemas.types import (
    Date,
    Flag,
    Image,
    List,
    Map,
    Number,
    People,
    Text,
    Title,
)

__all__ = ["DocusaurusPost"]

_BLOG = "Source: docusaurus.io/docs/api/plugins/@docusaurus/plugin-content-blog, front matter."
_DOCUMENTS = "Source: docusaurus.io/docs/api/plugins/@docusaurus/plugin-content-docs, front matter."


class DocusaurusPost(Post):
    """The fields of the two content plug-ins."""

    model_config = ConfigDict(title="Front matter of a Docusaurus document")

    title: Title = Field(
        None, description=f"The title of the page; else its first heading. {_DOCUMENTS}"
    )
    title_meta: Text = Field(None, description=f"The title in the page's head. {_DOCUMENTS}")
    id: Text = Field(None, description=f"The document's identity. {_DOCUMENTS}")
    slug: Text = Field(None, description=f"The address of the page. {_DOCUMENTS}")
    description: Text = Field(None, description=f"A description for search. {_DOCUMENTS}")
    keywords: List = Field(None, description=f"Keywords for search. {_DOCUMENTS}")
    image: Image = Field(None, description=f"The picture for previews. {_DOCUMENTS}")
    date: Date = Field(None, description=f"When it was published. {_BLOG}")
    authors: People = Field(None, description=f"Who wrote it. {_BLOG}")
    author: People = Field(None, description=f"Who wrote it (older form). {_BLOG}")
    author_title: Text = Field(None, description=f"The author's role (older form). {_BLOG}")
    author_url: Text = Field(None, description=f"The author's page (older form). {_BLOG}")
    author_image_url: Image = Field(None, description=f"The author's picture (older form). {_BLOG}")
    tags: List = Field(None, description=f"Tags, by name or with label and permalink. {_BLOG}")
    draft: Flag = Field(None, description=f"Whether it is left out of builds. {_DOCUMENTS}")
    unlisted: Flag = Field(None, description=f"Whether it is left out of lists. {_DOCUMENTS}")
    hide_title: Flag = Field(None, description=f"Whether the title is hidden. {_DOCUMENTS}")
    hide_table_of_contents: Flag = Field(
        None, description=f"Whether the headings are not listed. {_DOCUMENTS}"
    )
    toc_min_heading_level: Number = Field(None, description=f"The first level. {_DOCUMENTS}")
    toc_max_heading_level: Number = Field(None, description=f"The last level. {_DOCUMENTS}")
    sidebar_label: Text = Field(None, description=f"Its name in the side bar. {_DOCUMENTS}")
    sidebar_position: Number = Field(None, description=f"Its place in the side bar. {_DOCUMENTS}")
    sidebar_class_name: Text = Field(None, description=f"Its class in the side bar. {_DOCUMENTS}")
    sidebar_key: Text = Field(None, description=f"Its key in the side bar. {_DOCUMENTS}")
    sidebar_custom_props: Map = Field(None, description=f"Values for themes. {_DOCUMENTS}")
    displayed_sidebar: Text = Field(None, description=f"The side bar shown. {_DOCUMENTS}")
    pagination_label: Text = Field(None, description=f"Its name in the pager. {_DOCUMENTS}")
    pagination_next: Text = Field(None, description=f"The document after. {_DOCUMENTS}")
    pagination_prev: Text = Field(None, description=f"The document before. {_DOCUMENTS}")
    parse_number_prefixes: Flag = Field(
        None, description=f"Whether numbers in names are dropped. {_DOCUMENTS}"
    )
    custom_edit_url: Text = Field(None, description=f"Where it can be edited. {_DOCUMENTS}")
    last_update: Map = Field(None, description=f"Who changed it last, and when. {_DOCUMENTS}")
    mdx: Map = Field(
        None, description="How it is compiled. Source: docusaurus.io/docs/markdown-features."
    )
    wrapperClassName: Text = Field(  # noqa: N815 - the name Docusaurus gives it
        None,
        description="A class of the page. Source: docusaurus.io/docs/api/plugins/"
        "@docusaurus/plugin-content-pages, front matter.",
    )
