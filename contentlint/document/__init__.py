"""One post as the linter sees it: source, front matter, body, templates, page."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from contentlint.document.characters import KINDS, may_hold_odd
from contentlint.document.frontmatter import FrontMatter, read
from contentlint.document.html import Page
from contentlint.document.templates import Templates, mask
from contentlint.lazy import lazy
from contentlint.patterns import pattern
from contentlint.presets import GENERATORS, understood_by

if TYPE_CHECKING:
    from pathlib import Path

    from contentlint.source import Source

__all__ = ["Document", "SiteSettings"]

_HTML_ENDINGS = (".html", ".htm")
_DIALECTS = frozenset({"nunjucks", "liquid", "hugo"})
_HEXO_DIALECTS = _DIALECTS | {"nested-raw"}
_MDX_DIALECTS = frozenset({"mdx"})
_DOCUSAURUS_DIALECTS = frozenset({"mdx", "docusaurus"})
_BOXES = frozenset({"boxes"})
_ENGINES = "templateEngineOverride"
_BOX_MARKS = ("!!!", "???", "===")
_VUE_DIALECTS = _DIALECTS | {"vue"}
_COMPONENT_DIALECTS = _DIALECTS | {"components"}

_INDENTING = pattern(r"^[ \t]*(?:!!!|\?\?\?\+?|===[+!]?)[ \t]+[\"\w]", re.MULTILINE)
_SHORTCODES_ONLY = frozenset({"hugo"})
_UNTITLED = frozenset({"nav_order", "nav_exclude", "has_children", "has_toc", "grand_parent"})
# what a post says to have its braces left alone
_LEFT_ALONE = {"disableNunjucks": (True, "hexo"), "render_with_liquid": (False, "jekyll")}


class SiteSettings:
    """What checks may know of the site: presets in force, front-matter settings, root, today.

    *origin* is the configuration file that says so; *mdx_site* is the folder of a site that reads
    its ``.md`` files as MDX, too (`site_settings.find_mdx_site`); *generators* are those of the
    presets that name one (checks ask for them, and for presets only where their order or a kind
    of site matters); *understood* is what they take in posts besides Markdown and HTML;
    *drops_html* says that they surely leave that HTML out (`site_settings.drops_html`).
    """

    __slots__ = (
        "drops_html",
        "front_matter",
        "generators",
        "mdx_site",
        "origin",
        "presets",
        "root",
        "today",
        "understood",
    )

    def __init__(
        self,
        presets: tuple[str, ...] = (),
        front_matter: Any = None,
        root: Path | None = None,
        today: date | None = None,
        origin: Path | None = None,
        mdx_site: str | None = None,
        drops_html: bool = False,
    ) -> None:
        self.presets = presets
        self.generators = GENERATORS.intersection(presets)
        self.understood = understood_by(presets)
        self.front_matter = front_matter
        self.root = root
        self.origin = origin
        self.mdx_site = mdx_site
        self.drops_html = drops_html
        self.today = today or date.today()


class Document:
    """One post, read once; its parts are made when they are first needed."""

    def __init__(self, source: Source, settings: SiteSettings | None = None) -> None:
        self.source = source
        self.settings = settings or SiteSettings()
        name = source.path.lower()
        self.kind: Literal["markdown", "html"] = (
            "html" if name.endswith(_HTML_ENDINGS) else "markdown"
        )
        self.front_matter: FrontMatter = read(source.text)
        self.is_mdx = name.endswith(".mdx") or (
            self.settings.mdx_site is not None and self._is_compiled(self.settings.mdx_site)
        )
        """Whether MDX reads the post: by its ending, or as its site has MDX read all of them."""
        self.looks_outside = False
        """Set by a check that saw other files, or a day to come: such a result is not cached."""
        self.suppressions: Any = None
        """What its comments hold back, once they were read (`contentlint.suppressions`)."""
        self.body_start: int = self.front_matter.block.end if self.front_matter.format else 0

    def look_outside(self, root: str = "") -> Path | None:
        """The root of the site, or a *root* that is told, for a check that sees its other files.

        ``None`` where no site is known: there is nothing to look at.
        """
        site = self.settings.root
        if root:
            from pathlib import Path

            site = Path(root)
        if site is not None:
            self.looks_outside = True
        return site

    def _is_compiled(self, site: str) -> bool:
        """Whether the post, not told to be so by its ending, is MDX as all of its *site* are."""
        path = self.source.path
        if not path.endswith(".md"):
            return False
        from contentlint.document.template_mdx import is_content

        values = self.front_matter.values
        table = values.get("mdx")
        told = table.get("format") if type(table) is dict else values.get("format")
        return told in (None, "mdx") and is_content(path, site)

    @lazy
    def names_us(self) -> bool:
        """Whether the text may name contentlint (`contentlint.suppression_comments.NAMED`)."""
        return "ontentlin" in self.latin

    @lazy
    def latin(self) -> str:
        """The ASCII and Latin-1 characters of the text alone: in Chinese they are few.

        What is sought among them and is not there is not in the text.
        """
        # not as bytes: to look for one costs an exception, in Python itself, each time
        return self.source.text.encode("latin-1", "ignore").decode("latin-1")

    @lazy
    def kinds(self) -> str:
        """A letter for each character of `latin` (`contentlint.document.characters.KINDS`)."""
        return self.latin.encode("latin-1").translate(KINDS).decode("ascii")

    @lazy
    def may_hold_odd(self) -> bool:
        """Whether there may be an odd character outside Latin-1 (`may_hold_odd`)."""
        return may_hold_odd(self.source.text, self.source.written)

    @lazy
    def body(self) -> str:
        """The text after the front matter."""
        return self.source.text[self.body_start :]

    @lazy
    def templates(self) -> Templates:
        """The body with its template tags masked, equal in length, and the list of them."""
        return mask(self.body, self._dialects(), html=self.kind == "html")

    def _dialects(self) -> frozenset[str]:
        """What is to be masked (`contentlint.document.templates.mask`)."""
        generators, is_markdown = self.settings.generators, self.kind == "markdown"
        if "docusaurus" in generators and is_markdown:
            # whether its version reads all of MDX or not, it knows components and their attributes
            return _DOCUSAURUS_DIALECTS
        if self.is_mdx:
            return _MDX_DIALECTS
        if "mkdocs" in generators and is_markdown and "<" in self.body:
            boxes = _BOXES if any(mark in self.body for mark in _BOX_MARKS) else frozenset()
            return boxes | _DIALECTS
        if "{" in self.body and not self.runs_templates:
            return _SHORTCODES_ONLY
        engines = self.front_matter.values.get(_ENGINES) if "eleventy" in generators else None
        if isinstance(engines, str) and "webc" in engines:
            return _VUE_DIALECTS  # whose components have attributes of the same signs
        if "vue" in self.settings.understood and is_markdown:
            return _VUE_DIALECTS
        if "hexo" in generators and "{" in self.body:
            return _HEXO_DIALECTS
        return _COMPONENT_DIALECTS if "components" in self.settings.understood else _DIALECTS

    @property
    def runs_templates(self) -> bool:
        """Whether Nunjucks or Liquid may run in this post; its front matter can forbid that."""
        values, generators = self.front_matter.values, self.settings.generators
        for name, (value, generator) in _LEFT_ALONE.items():
            if values.get(name) is value:
                return generator not in generators and bool(generators)
        return True

    @property
    def has_components(self) -> bool:
        """Whether tags and attributes that HTML does not know may be those of components."""
        return self.is_mdx or "components" in self.settings.understood

    @property
    def may_show_title(self) -> bool:
        """Whether the site may show the title above the text: whoever writes MDX decides that.

        Just the Docs, a theme of Jekyll that is known by its fields, shows no title either.
        """
        if "jekyll" in self.settings.generators and not _UNTITLED.isdisjoint(
            self.front_matter.values
        ):
            return False
        return not self.is_mdx or bool(self.settings.generators)

    @property
    def has_unread_markdown(self) -> bool:
        """Whether the site reads Markdown where it is not read here.

        It stands in elements marked so, and indented below MkDocs's marks.
        """
        understood = self.settings.understood
        if "markdown-attribute" in understood and "markdown" in self.page.attributes:
            return True
        return "admonition" in understood and _INDENTING.search(self.body) is not None

    @property
    def has_template_tags(self) -> bool:
        """Whether anything was masked; ``False`` where nobody has asked for the templates yet."""
        return "templates" in self.__dict__ and bool(self.templates.tags)

    def hides_template(self, element: Any) -> bool:
        """Whether template tags stand within *element* and may show more than its tree tells.

        Those alone on their lines leave a comment or blanks in the page.
        """
        if not self.templates.tags:
            return False
        place = None if "<!--" in element.inner_html else self.page.element(element)
        if place is None:
            return "<!--" in element.inner_html
        tag = self.page.start_tag(element)
        start = tag.span.end if tag is not None and tag.verbatim else place.span.start
        return self.templates.overlap(start - self.body_start, place.span.end - self.body_start)

    @lazy
    def page(self) -> Page:
        """The rendered body and its tree."""
        return Page(self)

    def close(self) -> None:
        """Forget what was worked out: it is freed at once, without a search for cycles."""
        page = self.__dict__.pop("page", None)
        if page is not None:
            page.__dict__.clear()
