"""Front matter of Hexo posts (hexo.io/docs/front-matter)."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from contentlint.schemas.post import Post
from contentlint.schemas.types import (
    Anything,
    Categories,
    Date,
    Flag,
    Image,
    Text,
    TextOrFlag,
    Title,
    Words,
)

__all__ = ["HexoPost"]

_DOCS = "Source: hexo.io/docs/front-matter, Settings & Their Default Values."
_CODE = "Source: Hexo's lib/plugins/processor/post."
_THEMES = "Source: none in Hexo itself; many themes read it."


class HexoPost(Post):
    """Hexo reads a title and a date in every post; without a date it takes the file's."""

    model_config = ConfigDict(title="Front matter of a Hexo post")

    title: Title = Field(description=f"The title of the post. {_DOCS}")
    date: Date = Field(description=f"When it was published. {_DOCS}")
    updated: Date = Field(None, description=f"When it was last changed. {_DOCS}")
    layout: TextOrFlag = Field(None, description=f"The layout; false for none. {_DOCS}")
    comments: Flag = Field(None, description=f"Whether readers may comment. {_DOCS}")
    tags: Words = Field(None, description=f"Tags, without order. {_DOCS}")
    categories: Categories = Field(
        None, description=f"Categories, from general to special; lists for several paths. {_DOCS}"
    )
    category: Categories = Field(None, description=f"Read where there are no categories. {_CODE}")
    tag: Words = Field(None, description=f"Read where there are no tags. {_CODE}")
    permalink: Title = Field(None, description=f"Overrides the address of the post. {_DOCS}")
    excerpt: Text = Field(None, description=f"The excerpt, as plain text. {_DOCS}")
    disableNunjucks: Flag = Field(  # noqa: N815 - the name Hexo gives it
        None, description=f"Whether tags such as {{{{ }}}} stay as they are. {_DOCS}"
    )
    lang: Text = Field(None, description=f"The language of the post. {_DOCS}")
    published: Flag = Field(None, description=f"Whether it is published at all. {_DOCS}")
    photos: Image = Field(None, description="Pictures of a gallery. Source: hexo.io/docs/variables")
    photo: Image = Field(None, description=f"Read where there are no photos. {_CODE}")
    link: Text = Field(
        None, description="The address a link post names. Source: hexo.io/docs/variables"
    )
    source: Text = Field(None, description="Where the file stands. Source: hexo.io/docs/variables")
    sticky: Anything = Field(None, description=f"How far up the post is kept. {_THEMES}")
    top: Anything = Field(None, description=f"How far up the post is kept. {_THEMES}")
    mathjax: Anything = Field(None, description=f"Whether formulas are set. {_THEMES}")
    katex: Anything = Field(None, description=f"Whether formulas are set. {_THEMES}")
    password: Text = Field(None, description=f"What opens a locked post. {_THEMES}")
    copyright: Anything = Field(None, description=f"The licence shown below the post. {_THEMES}")
    top_img: Image = Field(None, description=f"The picture at the head of the page. {_THEMES}")
    banner_img: Image = Field(None, description=f"The picture at the head of the page. {_THEMES}")
    index_img: Image = Field(None, description=f"The picture in overviews. {_THEMES}")
    banner: Image = Field(None, description=f"The picture at the head of the page. {_THEMES}")
