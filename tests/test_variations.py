"""What a rule says of its examples holds as well in a quote, a list, other line ends, other tags.

Each variation changes an example in a way that leaves the verdict as it is, or makes an end of it
(in a code block).  A sample of the examples is run always, all of them with ``-m slow``.  Where a
rule has a reason to answer otherwise, it stands in the tables below, with the number of the example
if it is one alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple
from zlib import crc32

import pytest

from contentlint.document import Document, SiteSettings
from contentlint.fixes import fix_source
from contentlint.linter import Linter
from contentlint.rules.registry import RuleSet, load_specs
from contentlint.rules.rule import Rule
from contentlint.source import Source

ENTRIES = load_specs()
NOT_ABOUT_BODIES = ("front-matter/", "limits/", "encoding/", "suppressions/")
ONE_IN = 10
ON_REQUEST = pytest.mark.skipif(
    "'slow' not in config.getoption('markexpr')", reason="all examples, run with -m slow"
)
FRONT = re.compile(r"(?:---\n.*?\n---\n|\+\+\+\n.*?\n\+\+\+\n)\n*|", re.DOTALL)
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:\s+[^<>]*?)?)(/?)>")
ATTRIBUTE = re.compile(r'(\s)([a-zA-Z][\w:-]*)="([^"<>]*)"')
WHOLE_PAGE = re.compile(r"<!doctype|<html[\s>]|<body[\s>]", re.IGNORECASE)
BREAKS_OFF = re.compile(r"<(?:!--|/?[a-zA-Z])[^<>]*\Z")

Change = Callable[[str], str]


class Variation(NamedTuple):
    """How a body is changed, and how what is found in it reads without the change."""

    change: Change
    undo: Change = str
    markdown_only: bool = True
    silent: bool = False


class Case(NamedTuple):
    """An example of a rule."""

    rule: str
    number: int
    example: Mapping[str, Any]

    @property
    def path(self) -> str:
        return str(self.example.get("filename", "post.md"))

    @property
    def text(self) -> str:
        return str(self.example.get("bad", self.example.get("good")))


def indent(first: str, rest: str) -> Change:
    """Put *first* before the first line, and *rest* before the others."""

    def change(body: str) -> str:
        lines = [f"{rest}{line}" if line or rest.strip() else line for line in body.split("\n")]
        return first + "\n".join(lines)[len(rest) :] if lines[0] else "\n".join(lines)

    return change


def outdent(rest: str) -> Change:
    marks = re.compile(rf"^(?:{re.escape(rest)}|{re.escape(rest.rstrip())}$)", re.MULTILINE)
    return lambda found: marks.sub("", found)


def contained(first: str, rest: str) -> Variation:
    return Variation(indent(first, rest), outdent(rest))


def around(before: str, after: str) -> Variation:
    return Variation(lambda body: f"{before}{body.rstrip()}\n{after}")


def tags(change: Callable[[re.Match[str]], str]) -> Variation:
    return Variation(lambda body: TAG.sub(change, body), markdown_only=False)


def attributes(change: Callable[[re.Match[str]], str]) -> Variation:
    return tags(lambda tag: f"<{tag[1]}{tag[2]}{ATTRIBUTE.sub(change, tag[3])}{tag[4]}>")


def bare(part: re.Match[str]) -> str:
    is_plain = part[3] and not re.search(r"[\s\"'`=<>]|/$", part[3])
    return f"{part[1]}{part[2]}={part[3]}" if is_plain else part[0]


def lines(end: str) -> Variation:
    return Variation(
        lambda body: body.replace("\n", end),
        lambda found: found.replace(end, "\n"),
        markdown_only=False,
    )


def in_comment(body: str) -> str:
    return f"Words.\n\n<!-- {body.replace('--', '- -').rstrip()} -->\n"


VARIATIONS = {
    "quote": contained("> ", "> "),
    "item": contained("- ", "  "),
    "numbered": contained("1. ", "   "),
    "nested": contained("- one\n  - ", "    "),
    "quoted-item": contained("> - ", ">   "),
    "div": around("<div>\n\n", "\n</div>\n"),
    "details": around("<details>\n<summary>More of it</summary>\n\n", "\n</details>\n"),
    "heading": around("## A heading\n\n", ""),
    "words": around("Some words before it.\n\n", "\nSome words after it.\n"),
    "chinese": around("春天来了，我们去散步。\n\n", "\n今天的天气很好。\n"),
    "emoji": around("🙂 &amp; 🙂&nbsp;one\n\n", ""),
    "after-code": around("```text\ncode <b>\n```\n\n", ""),
    "before-code": around("", "\n```text\ncode <b>\n```\n"),
    "long": around("word " * 3000 + "\n\n", ""),
    "fenced": Variation(lambda body: f"Words.\n\n~~~~~~~text\n{body}\n~~~~~~~\n", silent=True),
    "comment": Variation(in_comment, silent=True),
    "crlf": lines("\r\n"),
    "cr": lines("\r"),
    "no-end": Variation(lambda body: body.rstrip("\n"), markdown_only=False),
    "capitals": tags(lambda tag: f"<{tag[1]}{tag[2].upper()}{tag[3]}{tag[4]}>"),
    "single": attributes(lambda part: f"{part[1]}{part[2]}='{part[3].replace(chr(39), '&#39;')}'"),
    "unquoted": attributes(bare),
    "spaced": attributes(lambda part: f'{part[1]}{part[2]} = "{part[3]}"'),
    "data-first": tags(lambda t: t[0] if t[1] else f'<{t[2]} data-x="1"{t[3]}{t[4]}>'),
    "data-last": tags(lambda t: t[0] if t[1] else f'<{t[2]}{t[3].rstrip()} data-x="1" {t[4]}>'),
}
# about all of a post, its beginning or its end, or about the ends of its lines
ABOUT_THE_WHOLE = """
elements/empty#16 headings/fake-heading headings/level-skipped headings/underlined-text#7
headings/underlined-text#8 markdown/unparsed-heading#4 text/empty-body
text/final-newline text/mixed-newlines text/placeholder-text text/repeats-title text/too-short
text/trailing-whitespace text/truncated
"""
# what is read so at the top level only, or what readers get the better of in a quote or list
AT_THE_TOP = """
headings/underlined-text#14 headings/underlined-text#15 html/broken-table#9 html/misplaced#22
links/reference-unused#10
markdown/flat-list markdown/four-blanks markdown/html-as-code
markdown/joined-block markdown/lost-excerpt markdown/misread-table
markdown/text-as-code markdown/unclosed-fence markdown/unparsed-list markdown/unread-element
markdown/wide-signs#10 security/script#8 template/leftover-directive#10
template/mdx-syntax template/second-script template/unclosed-container#6 template/unclosed-tag#18
text/merge-conflict
"""
# a paragraph of a tight list has no <p> that a block could end; a sign after a bullet is a tag
IN_A_LIST = f"""{AT_THE_TOP} html/misplaced#8 markdown/unparsed-heading#5
    markdown/unparsed-heading#6"""
IN_AN_ELEMENT = """
elements/nested-wrapper html/self-closing#9 html/unclosed-element#9 markdown/dropped-html
markdown/html-as-code#12 markdown/misread-table markdown/unread-element
"""
# what does harm, or is run, wherever it stands
IN_CODE = """
html/parse-error#1 html/parse-error#34 security/credential template/escaped-braces-in-code
template/lost-variable
template/unclosed-tag template/unreadable-tag text/control-character text/invisible-character
text/mojibake text/replacement-character
"""
# an element with data is one that a script may fill; an end tag without its slash has none
WITH_DATA = """
elements/empty elements/nested-wrapper html/stray-end-tag#9 html/stray-end-tag#10
html/unclosed-element#7 html/unclosed-element#8 html/unclosed-element#9 markdown/broken-tag#10
markdown/broken-tag#11 security/data-html-url#1 template/mdx-syntax#16 template/vue-syntax#5
template/vue-syntax#12
"""
EXCEPTIONS = {
    "quote": AT_THE_TOP,
    "item": IN_A_LIST,
    "numbered": IN_A_LIST,
    "nested": f"{IN_A_LIST} markdown/unparsed-markup#3",
    "quoted-item": IN_A_LIST,
    "div": IN_AN_ELEMENT,
    "details": IN_AN_ELEMENT,
    "chinese": "cjk/mixed-variants#2",
    "long": "text/invisible-character#8",
    "before-code": "markdown/unclosed-fence",
    # what VitePress makes of a code block is not read
    "after-code": "template/vue-syntax#11",
    "fenced": IN_CODE,
    "comment": f"""{IN_CODE} template/leftover-directive template/missing-target#2
        template/mdx-syntax template/unescaped-braces""",
    "crlf": "text/mixed-newlines",
    "cr": "text/mixed-newlines",
    "no-end": "text/final-newline text/mixed-newlines",
    # <Tabs> is a component, and so are tags in capitals
    "capitals": """html/invalid-nesting#25 html/invalid-nesting#26 html/misplaced#21
        html/unknown-element#10 markdown/unparsed-markup#24
        security/script#8 template/mdx-syntax template/second-script
        template/unescaped-braces#14 template/vue-syntax#7""",
    # quotation marks that are missing or nested mean something else then
    "single": "html/parse-error#19 html/parse-error#20 html/parse-error#35 security/meta-refresh#3",
    "unquoted": """html/parse-error html/self-closing#1 html/self-closing#4
        html/self-closing#10 markdown/unquoted-value
        security/svg-script#2 template/mdx-syntax#20 template/vue-syntax#4""",
    "data-first": WITH_DATA,
    "data-last": f"{WITH_DATA} markdown/unquoted-value#2",
}


@cache
def cases() -> list[Case]:
    found = []
    for rule, entry in sorted(ENTRIES.items()):
        if rule.startswith(NOT_ABOUT_BODIES):
            continue
        for number, example in enumerate(entry.spec["examples"], 1):
            if "root" in (example.get("options") or ()) or not {"encoding", "reaches"}.isdisjoint(
                example
            ):
                continue
            found.append(Case(rule, number, example))
    return found


def linter_for(case: Case) -> Linter:
    presets = case.example.get("preset") or ("plain",)
    presets = (presets,) if isinstance(presets, str) else tuple(presets)
    entry = ENTRIES[case.rule]
    rule = Rule(entry.spec, dict(case.example.get("options") or {}), verified=entry.verified)
    return Linter(RuleSet([rule]), SiteSettings(presets))


def found_in(linter: Linter, text: str, path: str) -> list[str]:
    """What the rule finds in the body."""
    document = Document(Source.from_text(text, path), linter.settings)
    raws, errors, _ = linter.find(document)
    assert errors == []
    return [document.source.slice(r.span) for r in raws if r.span.start >= document.body_start]


def plain(found: list[str], undo: Change = str) -> Counter[str]:
    """*found* without what the spelling of tags changes."""
    words = [re.sub(r'\s*data-x="1"', "", undo(each)) for each in found]
    return Counter(re.sub(r"[\s\"']|&#39;", "", each).lower() for each in words)


def vary(name: str, case: Case) -> str | None:
    """The text of *case* varied, if it is one to vary so."""
    variation, text = VARIATIONS[name], case.text
    front = FRONT.match(text)
    end = front.end() if front else 0
    body = text[end:]
    is_html = case.path.endswith((".html", ".htm"))
    if variation.markdown_only and (
        is_html or not body.strip() or WHOLE_PAGE.search(body) or BREAKS_OFF.search(body)
    ):
        return None
    if name in ("crlf", "cr"):
        return variation.change(text)
    changed = variation.change(body)
    return text[:end] + changed if changed != body else None


def faults(name: str, sample: Callable[[Case], bool]) -> Iterator[str]:
    variation = VARIATIONS[name]
    for case in cases():
        varied = vary(name, case) if sample(case) and not is_excepted(name, case) else None
        if varied is None:
            continue
        linter = linter_for(case)
        expected = Counter() if variation.silent else plain(found_in(linter, case.text, case.path))
        got = plain(found_in(linter, varied, case.path), variation.undo)
        if got != expected:
            yield f"{case.rule} {case.number}: {dict(expected)} became {dict(got)} in {varied!r}"
        if not got:
            continue
        outcome = fix_source(linter, Source.from_text(varied, case.path), lambda rule, fix: True)
        again = fix_source(linter, outcome.source, lambda rule, fix: True)
        if outcome.errors or again.source.raw != outcome.source.raw:
            yield f"{case.rule} {case.number}: {outcome.errors} for the fix of {varied!r}"


def is_excepted(name: str, case: Case) -> bool:
    excepted = EXCEPTIONS.get(name, "").split()
    if VARIATIONS[name].markdown_only:
        excepted += ABOUT_THE_WHOLE.split()
    return case.rule in excepted or f"{case.rule}#{case.number}" in excepted


def is_in_sample(name: str) -> Callable[[Case], bool]:
    """One of so many, and always the same, whatever examples are added."""
    return lambda case: crc32(f"{name} {case.text}".encode()) % ONE_IN == 0


@pytest.mark.parametrize("name", VARIATIONS)
def test_a_sample_of_examples_keeps_its_verdict(name: str) -> None:
    assert list(faults(name, is_in_sample(name))) == []


@pytest.mark.slow
@ON_REQUEST
@pytest.mark.parametrize("name", VARIATIONS)
def test_every_example_keeps_its_verdict(name: str) -> None:
    assert list(faults(name, lambda case: True)) == []
