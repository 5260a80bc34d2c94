"""Libraries entered unexecuted are whole for whoever else asks for them."""

from __future__ import annotations

import subprocess
import sys

import pyromark
import pytest

from contentlint.document.pyro import OPTIONS, make_parser


def run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.stdout.strip()


def test_a_broken_post_needs_little_of_html5lib() -> None:
    program = """if True:
    import sys
    from contentlint import lint_text
    report = lint_text("<p>a<table><b>x</table>\\n")
    assert any(finding.rule.startswith("html/") for finding in report.findings), report
    assert "html5lib.html5parser" in sys.modules
    names = ("html5lib.serializer", "html5lib.treewalkers", "http.client", "urllib.request", "ssl")
    print([name for name in names if name in sys.modules])
    """
    assert run(program) == "[]"


@pytest.mark.parametrize(
    "use",
    [
        "import html5lib; print(html5lib.__version__)",
        "import html5lib; print(html5lib.parse('<p>a').tag)",
        "from html5lib import parse; print(parse('<p>a').tag)",
        "from html5lib import *; print(parse('<p>a').tag)",
        "from html5lib.html5parser import parse; print(parse('<meta charset=utf-8><p>a').tag)",
        "from html5lib._inputstream import HTMLInputStream; print(HTMLInputStream.__name__)",
        "from html5lib._tokenizer import HTMLTokenizer; print(HTMLTokenizer.__name__)",
        "import html5lib; print(html5lib.serialize(html5lib.parse('<p>a')))",
        "import html5lib.serializer as s; print(s.HTMLSerializer.__name__)",
        "import html5lib; print(html5lib.serializer.HTMLSerializer.__name__)",
        "from html5lib import treewalkers; print(treewalkers.getTreeWalker('etree').__name__)",
        "import turbohtml; print(turbohtml.__version__)",
        "from turbohtml import parse; print(parse('<p>a').select('p')[0].text)",
        "import pyromark; print(pyromark.html('*a*'), pyromark.__version__)",
        "from pyromark import Options, Markdown; print(Markdown(options=Options(2)).html('*a*'))",
        "import pyromark.event; print(pyromark.Theme)",
    ],
)
def test_others_have_the_library_as_it_is(use: str) -> None:
    ours = (
        "import contentlint.document.html5, contentlint.document.pyro; "
        "from contentlint.document.turbo import parse; "
    )
    assert run(ours + use) == run(use) != ""


def test_our_markdown_has_the_options_that_pyromark_names() -> None:
    names = ("TABLES", "FOOTNOTES", "STRIKETHROUGH", "TASKLISTS")
    options = [pyromark.Options[f"ENABLE_{name}"] for name in names]
    assert sum(options) == OPTIONS
    text = "|a|\n|-|\n|~~b~~|\n\n- [ ] c[^1]\n\n[^1]: d\n"
    assert make_parser().html(text) == pyromark.html(text, options=pyromark.Options(sum(options)))
