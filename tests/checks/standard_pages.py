"""Helpers: judge a fragment or a whole page, and list what is wrong by rule and message."""

from contentlint.checks.content_model_walk import walk
from contentlint.document import Document
from contentlint.source import Source

PAGE = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>A page</title>{head}'
    "</head>\n<body>{body}</body></html>\n"
)


def document(text, path="post.html"):
    return Document(Source.from_text(text, path))


def problems(text, path="post.html"):
    """What is wrong, as ``rule:message`` (without severity), for a fragment."""
    found = []
    for rule, items in walk(document(text, path)).problems.items():
        found.extend(f"{rule}:{item.message}" if item.message else rule for item in items)
    return sorted(found)


def page(body, head=""):
    return problems(PAGE.format(body=body, head=head), "page.html")
