"""What the conditions of a rule file hold for: each kind of test, on each thing it may look at."""

from __future__ import annotations

import json
from typing import Any

import pytest

from contentlint.document import Document
from contentlint.rules.loader import load_text
from contentlint.rules.rule import Rule
from contentlint.source import Source

RULE = """\
id: test/where
summary: A rule for the tests of conditions
severity: warning
why: It is here so that there is a condition, and nothing else matters about it at all.
match: {select: "[id]", where: %s}
message: "Found it in the text."
examples:
  - bad: '<b id="x">x</b>'
    finds: ['<b id="x">']
  - good: "nothing"
"""

PAGE = """\
<a id="1" href="http://www.Example.com:80/a/b.html?q=1#top" class="big Red">one</a>
<a id="2" href="//user@example.com./c" title="">two words</a>
<a id="3" href="/example.com/d" title=" Wide ">three</a>
<a id="4" href="https://[2001:db8::1]:8080/" class="red">four</a>
<a id="5" title="narrow">badexample.com</a>
"""


def matching(where: Any) -> str:
    rule = Rule(load_text(RULE % json.dumps(where), "where.yaml"))
    hits = rule.matcher.find(Document(Source.from_text(PAGE, "page.html")))
    return "".join(hit[4].attr("id") for hit in hits)


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"attribute": "title", "missing": True}, "14"),
        ({"attribute": "title", "missing": False}, "235"),
        ({"attribute": "title", "empty": True}, "124"),
        ({"attribute": "title", "empty": False}, "35"),
        ({"attribute": "title", "in": ["wide", "NARROW"]}, "35"),
        ({"attribute": "title", "in": [""]}, "2"),
        ({"attribute": "title", "not-in": ["wide"]}, "1245"),
        ({"attribute": "title", "matches": "^[a-z]"}, "5"),
        ({"attribute": "title", "contains": ["row", "id"]}, "35"),
        ({"attribute": "title", "starts-with": ["nar", "id"]}, "5"),
        ({"attribute": "title", "longer-than": 4}, "5"),
        ({"attribute": "title", "shorter-than": 4}, "124"),
        ({"attribute": "title", "longer-than": 3, "shorter-than": 5}, "3"),
        ({"text": True, "longer-than": 8}, "25"),
        ({"text": True, "starts-with": ["t"]}, "23"),
        ({"classes": True, "in": ["red"]}, "14"),
        ({"classes": True, "starts-with": ["re"], "longer-than": 2}, "4"),
        ({"attribute": "href", "part": "host", "in": ["Example.com"]}, "12"),
        ({"attribute": "href", "part": "host", "not-in": ["example.com"]}, "345"),
        ({"attribute": "href", "part": "host", "contains": ["EXAMPLE"]}, "12"),
        ({"attribute": "href", "part": "host", "starts-with": ["[2001"]}, "4"),
        ({"attribute": "href", "part": "host", "empty": True}, "35"),
        ({"attribute": "href", "part": "scheme", "in": ["HTTP"]}, "1"),
        ({"attribute": "href", "part": "scheme", "empty": True}, "235"),
        ({"attribute": "href", "part": "path", "in": ["/a/b.html", "/c", "/"]}, "124"),
        ({"attribute": "href", "part": "query", "in": ["q=1"]}, "1"),
        ({"attribute": "href", "part": "fragment", "in": ["top"]}, "1"),
        ([{"text": True, "contains": ["o"]}, {"attribute": "title", "missing": True}], "14"),
        ({"any": [{"text": True, "in": ["one"]}, {"attribute": "id", "in": ["5"]}]}, "15"),
        ({"not": {"attribute": "title", "empty": True}}, "35"),
        ({"not": {"text": True, "in": ["one"]}, "attribute": "title", "missing": True}, "4"),
    ],
)
def test_a_condition_holds_for(where: Any, found: str) -> None:
    assert matching(where) == found
