"""Front matter of Eleventy templates (11ty.dev/docs/data-frontmatter)."""

# ruff: noqa: N815 - the names are Eleventy's

from __future__ import annotations

from pydantic import ConfigDict, Field

from contentlint.schemas.post import Post
from contentlint.schemas.types import Anything, Date, Title, Words

__all__ = ["EleventyPage"]

_CONFIGURATION = "Source: 11ty.dev/docs/data-configuration."
_DATES = "Source: 11ty.dev/docs/dates."
_NAVIGATION = "Source: 11ty.dev/docs/plugins/navigation."


class EleventyPage(Post):
    """Eleventy needs no field; a template may compute its title, or take its folder's."""

    model_config = ConfigDict(title="Front matter of an Eleventy page")

    title: Title = Field(None, description=f"The title, for the layout. {_CONFIGURATION}")
    permalink: Anything = Field(None, description=f"The file it is written to. {_CONFIGURATION}")
    layout: Anything = Field(None, description=f"The layout around it. {_CONFIGURATION}")
    pagination: Anything = Field(None, description=f"What it is repeated for. {_CONFIGURATION}")
    tags: Words = Field(None, description=f"The collections it belongs to. {_CONFIGURATION}")
    date: Date = Field(
        None, description=f"When it was published, or Last Modified and the like. {_DATES}"
    )
    templateEngineOverride: Anything = Field(
        None, description=f"The languages it is written in. {_CONFIGURATION}"
    )
    eleventyExcludeFromCollections: Anything = Field(
        None, description=f"Collections without it. {_CONFIGURATION}"
    )
    eleventyComputed: Anything = Field(None, description=f"Computed fields. {_CONFIGURATION}")
    eleventyImport: Anything = Field(None, description=f"Collections it needs. {_CONFIGURATION}")
    eleventyNavigation: Anything = Field(None, description=f"Its place in menus. {_NAVIGATION}")
