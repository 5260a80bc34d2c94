"""What a reader sees of a page besides letters: what counts, what does not, and whole posts."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.config import CommandChoice
from contentlint.document import Document
from contentlint.project import Fixing, Project
from contentlint.proof_shape import Run, changed_shape, read_shape
from contentlint.source import Source
from tests.test_speed import FEED_POST

SEEDS = sorted(Path("seeds").iterdir())
BLOCKS = st.lists(
    st.sampled_from(
        ["Text\n", "\n", "- a\n", "- b\n\n", "  more\n", "1. c\n", "> d\n", "## E\n", "---\n",
         "    f\n", "| g | h |\n|---|---|\n", "One<br>two\n", "One  \ntwo\n", "<p>i</p>\n",
         "<ul><li>j</li></ul>\n", "![k](k.png)\n", "a <div>l</div> b\n"]
    ),
    max_size=10,
).map("".join)  # fmt: skip
NOTHING = [
    "<p></p>\n",
    "<div>\n<div></div>\n</div>\n",
    "<b></b>",
    "<!-- x -->\n",
    "\u200b",
    "<h2></h2>\n",
]


def shape(text: str, path: str = "post.md") -> list[Run]:
    return read_shape(Document(Source.from_text(text, path)), lambda text: text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("One\n", "<p>One</p>\n"),
        ("One\n", "<div><p></p>One<br></div>\n"),
        ("One two\n", "One\ntwo\n"),
        ("One<br><br><br>two\n", "One<br><br>two\n"),
        ("One **two**\n", "One two\n"),
        ("- one\n- two\n", "<ul><li>one</li><li>two</li></ul>\n"),
        ("- one\n\n- two\n", "<ul><li><p>one</p></li><li>two</li></ul>\n"),
    ],
)
def test_what_looks_the_same_is_the_same(one: str, other: str) -> None:
    assert changed_shape(shape(one), shape(other), is_safe=True) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("One\n\ntwo\n", "One two\n"),
        ("One<br>two\n", "One two\n"),
        ("One<br><br>two\n", "One<br>two\n"),
        ("- one\n- two\n", "- one\n\n- two\n"),
        ("- one\n- two\n", "- one\n* two\n"),
        ("- one\n- two\n", "- one\n  - two\n"),
        ("- one\n- two\n", "1. one\n2. two\n"),
        ("# one\n", "## one\n"),
        ("> one\n", "one\n"),
        ("    one\n", "one\n"),
        ("```\n  one\ntwo\n```\n", "```\none\ntwo\n```\n"),
        ("One\n\n---\n\ntwo\n", "One\n\ntwo\n"),
        ("<table><tr><td><td>a</table>", "<table><tr><td>a</table>"),
        ("a ![](a.png)\n", "a\n"),
    ],
)
def test_what_looks_otherwise_is_told(one: str, other: str) -> None:
    assert changed_shape(shape(one), shape(other), is_safe=True) is not None
    assert changed_shape(shape(other), shape(one), is_safe=True) is not None


def project() -> Project:
    return Project(CommandChoice(), isolated=True)


@given(BLOCKS, st.sampled_from(NOTHING), st.integers(0, 9), st.sampled_from(["a.md", "a.html"]))
def test_safe_fixes_keep_what_a_reader_sees(text: str, nothing: str, at: int, path: str) -> None:
    lines = text.splitlines(keepends=True)
    lines.insert(at, nothing)
    before = "".join(lines)
    fixed, _ = MADE.fix_bytes(before.encode(), path, Fixing())
    assert seen_in(before, path) == seen_in(fixed.decode(), path)


MADE = project()


def seen_in(text: str, path: str) -> list[tuple[str, str]]:
    """Where each run of words of the page stands, and the words, without what nobody sees."""
    runs = [(run[1], " ".join(run[2].replace("\u200b", "").split())) for run in shape(text, path)]
    # an item that begins with nothing begins with what follows it
    return [(where.replace("li p", "li"), words) for where, words in runs if words]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
@pytest.mark.parametrize("unsafe", [False, True])
def test_no_fix_of_a_whole_post_is_refused(path: Path, unsafe: bool) -> None:
    fixed, result = MADE.fix_bytes(path.read_bytes(), path.name, Fixing(unsafe=unsafe))
    assert result.unfixed == ()
    assert fixed or result.fixed == 0


def test_a_post_of_a_feed_keeps_its_paragraphs() -> None:
    fixed, result = MADE.fix_bytes(FEED_POST.encode(), "post.md", Fixing())
    assert result.fixed
    assert shape(fixed.decode()) == shape(FEED_POST)
