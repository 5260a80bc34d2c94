"""What stands in Markdown's text that its rules look for: most posts hold none of it.

A sign promises nothing: it is there whenever its rule finds something, and at times when it does
not.  Each is a look at the rendered page for a few characters, of which code may be the cause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from contentlint.rules.triggers import FACTS, bits_of

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["CODE_END", "MARKDOWN_SIGNS", "markdown_signs"]

CODE_END: Final = "</code></pre>\n"
"""How a page ends whose last block is code."""
MARKDOWN_SIGNS: Final = bits_of(
    (
        *("last-code", "literal-stars", "literal-number-signs", "literal-brackets"),
        *("literal-bars", "literal-references"),
    )
)
"""The facts of a post that `markdown_signs` finds out."""

_CODE, _STARS = FACTS["last-code"], FACTS["literal-stars"]
_NUMBER_SIGNS, _BRACKETS = FACTS["literal-number-signs"], FACTS["literal-brackets"]
_BARS, _REFERENCES = FACTS["literal-bars"], FACTS["literal-references"]


def markdown_signs(document: Document) -> int:
    """The bits of `MARKDOWN_SIGNS` that hold for *document*."""
    if document.kind != "markdown":
        return 0
    html, plain = document.page.html, document.latin
    signs = _CODE if html.endswith(CODE_END) else 0
    # these characters are looked for first, since they are few in Chinese
    if b"**" in plain and "**" in html:
        signs |= _STARS
    if b"#" in plain and ("<p>#" in html or "\n##" in html):
        signs |= _NUMBER_SIGNS
    if b"]" in plain and ("]（" in html or "] (" in html or "](" in html or "[http" in html):
        signs |= _BRACKETS
    if b"|" in plain and "|\n|" in html:
        signs |= _BARS
    if b"&" in plain and "&amp;" in html:
        signs |= _REFERENCES
    return signs
