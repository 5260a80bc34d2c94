"""Words for where an element belongs and for what another holds."""

from __future__ import annotations

__all__ = ["IN_HEAD", "WHERE", "words_for"]

IN_HEAD = "in <head>"
"""The place of what tells of the page and shows nothing."""

WHERE = {
    "li": "in <ul>, <ol> or <menu>",
    "dt": "in <dl>",
    "dd": "in <dl>",
    "figcaption": "first or last in <figure>",
    "legend": "first in <fieldset>",
    "summary": "first in <details>",
    "caption": "first in <table>",
    "option": "in <select>, <optgroup> or <datalist>",
    "optgroup": "in <select>",
    "source": "in <picture>, <video> or <audio>",
    "track": "in <video> or <audio>",
    "rt": "in <ruby>",
    "rp": "in <ruby>",
    "base": IN_HEAD,
    "link": IN_HEAD,
    "meta": IN_HEAD,
    "style": IN_HEAD,
    "title": IN_HEAD,
    "col": "in <colgroup>",
    "colgroup": "in <table>",
    "thead": "in <table>",
    "tbody": "in <table>",
    "tfoot": "in <table>",
    "tr": "in a table",
    "td": "in a table row",
    "th": "in a table row",
    "head": "in <html>",
    "body": "in <html>",
    "html": "at the root of a page",
}
"""Elements that belong in one place only, and that place."""


def words_for(content: frozenset[str]) -> str:
    """Words for what an element with this content model may hold."""
    if "flow" in content or "any" in content:
        return "running content"
    if "phrasing" in content:
        return "text and inline elements"
    if "text" in content:
        return "plain text"
    if "metadata" in content:
        return "information about the page"
    names = sorted(content - {"script", "none", "div", "noscript"})
    if not names:
        return "nothing"
    return ", ".join(f"<{name}>" for name in names)
