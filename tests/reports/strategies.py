"""Arbitrary lines and findings, with what makes text hard: wide, joined, hidden, hostile."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from contentlint.findings import Edit, Finding, Fix
from contentlint.source import Source

from .sample import make_finding

# A report is costly to make up: fewer of them, and no clock on a busy machine.
few = settings(max_examples=30, deadline=None)
many = settings(max_examples=100, deadline=None)

_WIDE = ["中", "文字", "，", "“", "e\u0301", "👩‍👩‍👧", "🏳️‍🌈", "🇨🇳", "❤️", "한글"]
_HIDDEN = ["\t", "\x1b[31m", "\u202e", "\u200b", "\u200d", "\x7f", "\x9b", "\u2028"]
_MARKUP = ["</script>", "<!--", "]]>", "&amp;", "|", "`", "a", "b c", " "]
_PIECES = st.sampled_from([*_WIDE, *_HIDDEN, *_MARKUP])
texts = st.lists(st.one_of(_PIECES, st.text(max_size=3)), max_size=10).map("".join)
lines = texts.map(lambda text: text.replace("\n", " ").replace("\r", " "))
_severities = st.sampled_from(["error", "warning", "info"])
_rules = st.sampled_from(["links/hotword", "style/inline-style", "text/blank", "html/stray"])
_values = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts)


@st.composite
def findings(draw: st.DrawFn, path: str | None = None) -> Finding:
    """A finding in a file of a few lines, its excerpt sometimes a window."""
    text = "\n".join(draw(st.lists(lines, min_size=1, max_size=3)))
    source = Source(text, path or draw(st.sampled_from(["a.md", "b/帖.md", "b/<i>.md"])))
    first, last = sorted(draw(st.tuples(*[st.integers(0, len(source.text))] * 2)))
    line = source.line_span(source.line_of(first))
    at = first - line.start
    low = draw(st.integers(0, at))
    window = (low, draw(st.integers(at, line.end - line.start)))
    edits = (Edit(first, last, draw(texts)), Edit(last, last, draw(texts)))
    count = draw(st.sampled_from([1, 2]))
    safety = st.sampled_from(["safe", "unsafe"])
    fix = draw(st.none() | st.builds(Fix, safety, texts, st.just(edits[:count])))
    return make_finding(
        source,
        (first, last),
        draw(_rules),
        draw(_severities),
        draw(texts),
        related=((draw(texts), first, last),) if draw(st.booleans()) else (),
        fix=fix,
        window=window,
        data=draw(st.dictionaries(texts, _values | st.lists(_values, max_size=2), max_size=2)),
    )


finding_lists = st.lists(findings(), max_size=5).map(
    lambda found: sorted(found, key=lambda f: (f.path, f.start, f.rule))
)
