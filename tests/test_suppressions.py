"""Comments that hold findings back: where they count, what they cover, what is said of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint import lint_text
from contentlint.document import Document
from contentlint.findings import Finding
from contentlint.linter import Linter
from contentlint.project import Fixing, Project
from contentlint.rules.registry import RuleChoice, choose, load_specs
from contentlint.source import Source
from contentlint.suppressions import Judge, Suppressions, collect

RED = '<p style="color: red">Red</p>'
HTTP = "[a link](http://example.org/)"
ABOUT = ("style/inline-style", "links/insecure")


def lint(text: str, path: str = "post.md") -> list[Finding]:
    return lint_text(text, path).findings


def found(text: str, path: str = "post.md", *, about: tuple[str, ...] = ABOUT) -> list[str]:
    """``rule:line`` of the findings the tests are about, and of all about comments."""
    return [
        f"{finding.rule}:{finding.start.line}"
        for finding in lint(text, path)
        if finding.rule in about or finding.rule.startswith("suppressions/")
    ]


def fix(text: str, path: str = "post.md") -> str:
    data, _ = Project(isolated=True).fix_bytes(text.encode(), path, Fixing(unsafe=False))
    return data.decode()


def post(body: str, front: str = "title: A post\ndate: 2024-05-01") -> str:
    return f"---\n{front}\n---\n\n{body}"


# --- what a comment covers ---


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<!-- contentlint-disable-next-line -->\n{RED}\n", []),
        (f"<!-- contentlint-disable-next-line style -->\n{RED}\n", []),
        (f"<!-- contentlint-disable-next-line style/inline-style -->\n{RED}\n", []),
        (f"<!--contentlint-disable-next-line style, links--why: so-->\n{RED}\n", None),
        (f"<!-- contentlint-disable-next-line style/inline-style -- why -->\n\n\n{RED}\n", []),
        (f"<!-- contentlint-disable-next-line style — the form needs it -->\n{RED}\n", []),
        (f"<!--\ncontentlint-disable-next-line style,\n  links\n-- why\n-->\n{RED}\n", None),
        (f"{RED} <!-- contentlint-disable-line style -->\n", []),
        (f"{RED} <!-- contentlint-disable-line -->\n", []),
        (f"<!-- contentlint-disable -->\n{RED}\n\n{HTTP}\n", []),
        (f"<!-- contentlint-disable style, links -->\n{RED}\n\n{HTTP}\n", []),
        (
            f"<!-- contentlint-disable style -->\n{RED}\n<!-- contentlint-enable -->\n{RED}\n",
            ["style/inline-style:9"],
        ),
        (
            f"<!-- contentlint-disable -->\n{RED}\n<!-- contentlint-enable style/inline-style -->\n"
            f"{RED}\n\n{HTTP}\n",
            ["style/inline-style:9"],
        ),
        (
            f"<!-- contentlint-disable style/inline-style -->\n{RED}\n"
            f"<!-- contentlint-enable style/inline-style -->\n{RED}\n",
            ["style/inline-style:9"],
        ),
        (
            f"<!-- contentlint-disable-next-line links -->\n{RED}\n",
            ["suppressions/unused:6", "style/inline-style:7"],
        ),
        (
            f"{RED}\n<!-- contentlint-disable-line style -->\n",
            ["style/inline-style:6", "suppressions/unused:7"],
        ),
        (
            f"<!-- contentlint-disable-next-line style -->\n{RED}\n{RED}\n",
            ["style/inline-style:8"],
        ),
        (f"> <!-- contentlint-disable-next-line style -->\n> {RED}\n", []),
        (f"- <!-- contentlint-disable-next-line style -->\n  {RED}\n", []),
        (
            "<!-- contentlint-disable-next-line style -->\n"
            f"<!-- contentlint-disable-next-line links -->\n{RED} <b>{HTTP}</b>\n",
            ["suppressions/unused:7"],
        ),
    ],
)
def test_what_a_comment_covers(body: str, expected: list[str] | None) -> None:
    result = found(post(body))
    if expected is None:  # the second name of the list is in vain
        assert [name.partition(":")[0] for name in result] == ["suppressions/unused"]
    else:
        assert result == expected


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    text = post(f"<!-- contentlint-disable-next-line style -->\n{RED}\n\n{HTTP}\n")
    assert found(text) == ["links/insecure:9"]
    assert found("\ufeff" + text.replace("\n", "\r\n")) == ["links/insecure:9"]


def test_the_report_counts_what_was_held_back() -> None:
    text = post(f"<!-- contentlint-disable style -->\n{RED}\n\n{RED}\n")
    assert lint_text(text).suppressed == 2


@pytest.mark.parametrize(
    "body",
    [
        f"```html\n<!-- contentlint-disable -->\n```\n\n{RED}\n",
        f"    <!-- contentlint-disable -->\n\n{RED}\n",
        f"Written as `<!-- contentlint-disable -->`, then:\n\n{RED}\n",
        f"<script>/* <!-- contentlint-disable --> */</script>\n\n{RED}\n",
        f"<textarea><!-- contentlint-disable --></textarea>\n\n{RED}\n",
        f"# contentlint-disable\n\n{RED}\n",
        f"<!-- See contentlint-disable in the handbook. -->\n\n{RED}\n",
        f'<p title="<!-- contentlint-disable -->">x</p>\n\n{RED}\n',
        f"\\<!-- contentlint-disable -->\n\n{RED}\n",
    ],
)
def test_what_only_looks_like_a_comment(body: str) -> None:
    assert [name.partition(":")[0] for name in found(post(body))] == ["style/inline-style"]


def test_html_pages() -> None:
    text = f"<!-- contentlint-disable-next-line style -->\n{RED}\n{RED}\n"
    assert found(text, "page.html") == ["style/inline-style:3"]
    whole = f"<!doctype html>\n<html><body>\n{text}</body></html>\n"
    assert found(whole, "page.html") == ["style/inline-style:5"]


def test_mdx_comments() -> None:
    text = f"{{/* contentlint-disable-next-line links -- no certificate */}}\n{HTTP}\n\n{HTTP}\n"
    assert found(text, "post.mdx") == ["links/insecure:4"]
    assert found(text, "post.md") == ["links/insecure:2", "links/insecure:4"]


# --- front matter ---

DATE = "date: Mon, 06 May 2024 10:00:00 GMT"
FRONT_ABOUT = ("front-matter/date-format", "front-matter/missing-field", *ABOUT)


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        (f"title: A\n{DATE}", ["front-matter/date-format:3"]),
        (f"title: A\n# contentlint-disable-next-line front-matter/date-format\n{DATE}", []),
        (f"title: A\n{DATE}  # contentlint-disable-line front-matter -- as printed", []),
        (f"# contentlint-disable front-matter\ntitle: A\n{DATE}", []),
        (
            f"# contentlint-disable front-matter\ntitle: A\n# contentlint-enable\n{DATE}",
            ["suppressions/unused:2", "front-matter/date-format:5"],
        ),
        (f"title: 'A # contentlint-disable'\n{DATE}", ["front-matter/date-format:3"]),
        (
            f"title: |\n  A\n  # contentlint-disable\n{DATE}",
            ["front-matter/date-format:5"],
        ),
        (f'title: "A\n  # contentlint-disable"\n{DATE}', ["front-matter/date-format:4"]),
        (f"title: A# contentlint-disable\n{DATE}", ["front-matter/date-format:3"]),
    ],
)
def test_yaml_comments(front: str, expected: list[str]) -> None:
    assert found(f"---\n{front}\n---\n\nText.\n", about=FRONT_ABOUT) == expected


def test_a_comment_on_top_covers_the_fence_and_what_stands_above() -> None:
    text = "\n---\n# what it is\n# contentlint-disable front-matter\nauthor: B\n---\n\nText.\n"
    about = ("front-matter/missing-field", "front-matter/leading-content")
    assert found(text.replace("# contentlint-disable front-matter\n", ""), about=about) != []
    assert found(text, about=about) == []


def test_front_matter_comments_end_with_the_front_matter() -> None:
    text = f"---\n# contentlint-disable\ntitle: A\n{DATE}\n---\n\n{RED}\n"
    assert found(text, about=FRONT_ABOUT) == ["style/inline-style:7"]


def test_comments_beyond_a_syntax_error() -> None:
    front = "title: 'It's'\n# contentlint-disable-next-line style\ntags: 'x # contentlint-disable'"
    text = f"---\n{front}\n---\n\n{RED}\n"
    assert found(text) == ["suppressions/unused:3", "style/inline-style:7"]


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("# contentlint-disable front-matter", True),
        ('title = "x" # contentlint-disable front-matter', True),
        ('title = "x # contentlint-disable front-matter"', False),
        ("title = 'x # contentlint-disable front-matter'", False),
        ('title = """\n# contentlint-disable front-matter\n"""', False),
        ("title = '''\n# contentlint-disable front-matter\n'''", False),
        (r'title = "a \" b" # contentlint-disable front-matter', True),
        ("# what it is\n# contentlint-disable front-matter", True),
    ],
)
def test_toml_comments(line: str, counts: bool) -> None:
    text = f'+++\n{line}\ndate = "Mon, 06 May 2024 10:00:00 GMT"\n+++\n\nText.\n'
    rules = [name for name in found(text, about=FRONT_ABOUT) if "date-format" in name]
    assert (rules == []) is counts


def test_json_front_matter_has_no_comments() -> None:
    text = '{\n"title": "# contentlint-disable",\n"date": "Mon, 06 May 2024 10:00:00 GMT"\n}\n\nx\n'
    assert found(text, about=FRONT_ABOUT) == ["front-matter/date-format:3"]


# --- what is said about comments ---


def spans(text: str, rule: str) -> list[str]:
    return [
        text[finding.start.offset : finding.end.offset]
        for finding in lint(text)
        if finding.rule == rule
    ]


def test_findings_stand_at_the_comment_or_at_the_name_in_it() -> None:
    comment = "<!-- contentlint-disable-line style, nonsense/x, links -- 长三角 -->"
    text = post(f"😀苹果 {comment} {RED}\n")
    assert spans(text, "suppressions/unused") == ["links"]
    assert spans(text, "suppressions/unknown-rule") == ["nonsense/x"]
    assert spans(post("<!-- contentlint-disable-line -->\n"), "suppressions/unused") == [
        "<!-- contentlint-disable-line -->"
    ]
    wrong = "<!-- contentlint-disable-lines x -->"
    assert spans(post(f"{wrong}\n"), "suppressions/malformed") == [wrong]


def test_no_comment_holds_back_what_is_said_about_comments() -> None:
    text = post("<!-- contentlint-disable -->\n<!-- contentlint-disable-line style/nope -->\n")
    assert found(text) == ["suppressions/unused:6", "suppressions/unknown-rule:7"]


def test_a_narrowed_run_does_not_call_comments_unused() -> None:
    text = post(f"<!-- contentlint-disable style -->\n{RED}\n<!-- contentlint-disable-line -->\n")
    report = lint_text(text, select=["links", "suppressions"])
    assert report.findings == []
    exact = text.replace("disable style", "disable links/insecure")
    report = lint_text(exact, select=["links", "suppressions"])
    assert [finding.rule for finding in report.findings] == ["suppressions/unused"]


def test_suppressed_findings_are_not_fixed() -> None:
    text = post(f"<!-- contentlint-disable-next-line -->\n{RED.replace('color: red', '')}\n")
    assert fix(text) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("One\n\n<!-- contentlint-disable -->\n\nTwo\n", "One\n\n\nTwo\n"),
        ("One\n\n<!-- contentlint-disable -->\nTwo\n", "One\n\nTwo\n"),
        ("One\n<!-- contentlint-disable -->\n\nTwo\n", "One\n\nTwo\n"),
        ("One\n<!-- contentlint-disable -->\nTwo\n", "One\n\nTwo\n"),
        ("<!-- contentlint-disable -->\nTwo\n", "Two\n"),
        ("One\n\n<!-- contentlint-disable links -->", "One\n"),
        ("One <!-- contentlint-disable --> two\n", "One two\n"),
        ("One  <!-- contentlint-disable -->\ntwo\n", "One\ntwo\n"),
        ("One <!-- contentlint-disable links --> \ntwo\n", "One\ntwo\n"),
        ("One <!-- contentlint-disable links -->  \ntwo\n", "One  \ntwo\n"),
        ("One<!-- contentlint-disable --> two\n", "One two\n"),
        ("> One\n> <!-- contentlint-disable -->\n> Two\n", "> One\n>\n> Two\n"),
        ("<div>\n<!-- contentlint-disable -->\n<p>x</p>\n</div>\n", "<div>\n<p>x</p>\n</div>\n"),
        ("<!-- contentlint-disable --> two\n", "<!-- contentlint-disable --> two\n"),
        ("<!-- contentlint-disable --> <p>x</p>\n", "<p>x</p>\n"),
        ("One\n\n<!--\ncontentlint-disable\n-->\n\nTwo\n", "One\n\n\nTwo\n"),
        (
            "<div>\n<p>a</p>\n<!-- contentlint-disable -->\n<p>x</p>\n</div>\n",
            "<div>\n<p>a</p>\n<p>x</p>\n</div>\n",
        ),
        (
            f"<!-- contentlint-disable-next-line links, style -- x -->\n{RED}\n",
            f"<!-- contentlint-disable-next-line style -- x -->\n{RED}\n",
        ),
        (
            f"<!-- contentlint-disable-next-line style, links, nonsense/xx -->\n{RED}\n",
            f"<!-- contentlint-disable-next-line style -->\n{RED}\n",
        ),
        ("One\n\n<!-- contentlint-disable-line links, nonsense/xx -->\n\nTwo\n", "One\n\n\nTwo\n"),
    ],
)
def test_fixes_of_comments(before: str, after: str) -> None:
    assert fix(post(before)) == post(after)


def test_fixes_keep_the_newlines_of_the_file() -> None:
    before = post("One\n\n<!-- contentlint-disable -->\n\nTwo\n").replace("\n", "\r\n")
    assert fix(before) == post("One\n\n\nTwo\n").replace("\n", "\r\n")


# --- a simple model of the whole ---

RULES = ("a/one", "a/two", "b/one")
COMMENT_LINE = st.builds(
    lambda verb, names: f"<!-- contentlint-{verb} {', '.join(names)} -->",
    st.sampled_from(["disable", "enable", "disable-line", "disable-next-line"]),
    st.lists(st.sampled_from([*RULES, "a", "b"]), max_size=2, unique=True),
)
LINE = st.one_of(st.sampled_from(["", "text", "two words", "苹果 😀"]), COMMENT_LINE)


def model(lines: list[str], rule: str, number: int) -> bool:
    """Whether *rule* is held back on line *number*, told in the plainest way."""
    open_block = covered = False
    for at, line in enumerate(lines):
        if not line.startswith("<!--"):
            continue
        verb, _, rest = line[len("<!-- contentlint-") :].removesuffix("-->").partition(" ")
        names = [name.strip() for name in rest.split(",") if name.strip()]
        about = not names or rule in names or rule.partition("/")[0] in names
        if verb == "disable" and about and at <= number:
            open_block = True
        elif verb == "enable" and about and at <= number:
            open_block = False
        elif verb == "disable-line" and about:
            covered |= at == number
        elif verb == "disable-next-line" and about and at < number:
            covered |= all(not each or each.startswith("<!--") for each in lines[at + 1 : number])
    return open_block or covered


@settings(max_examples=300, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=14), st.data())
def test_coverage_is_that_of_the_model(lines: list[str], data: st.DataObject) -> None:
    # blank lines between keep every comment a block of its own
    text = "\n\n".join(lines) + "\n"
    document = Document(Source.from_text(text))
    suppressions = collect(document)
    spread = [part for line in lines for part in (line, "")]
    for _ in range(10):
        number = data.draw(st.integers(0, len(spread) - 1))
        rule = data.draw(st.sampled_from(RULES))
        start = document.source.line_span(number + 1).start
        assert suppressions.covers(rule, start) == model(spread, rule, number)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINE | st.text(max_size=20), max_size=10).map("\n".join), st.booleans())
def test_every_span_lies_where_it_says(text: str, crlf: bool) -> None:
    source = Source.from_text(text.replace("\n", "\r\n") if crlf else text)
    suppressions = collect(Document(source))
    for directive in suppressions.directives:
        comment = directive.comment
        assert source.slice(comment.span).startswith("<!--")
        for target in directive.targets:
            if target.name and comment.exact:
                assert source.slice(target.span) == target.name
    for each in suppressions.malformed:
        assert 0 <= each.span.start <= each.span.end <= len(source.text)


def test_unused_and_used_are_told_apart_for_every_target() -> None:
    text = "<!-- contentlint-disable a, b/one -->\n\nx\n\n<!-- contentlint-enable b/two -->\n"
    document = Document(Source.from_text(text))
    suppressions = collect(document)
    suppressions.judge = Judge((*RULES, "b/two"))
    assert suppressions.covers("a/two", 41)
    assert [idle.target.name for idle in suppressions.unused()] == ["b/one", "b/two"]
    assert [idle.alone for idle in suppressions.unused()] == [False, True]


def test_a_post_without_comments_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contentlint.suppressions.read_comments", None)
    document = Document(Source.from_text(post(RED)))
    assert isinstance(collect(document), Suppressions)
    assert collect(document).directives == []


def test_very_many_comments_take_linear_time() -> None:
    many = "".join(
        f"<!-- contentlint-disable a/r{index} -->\n<!-- contentlint-enable b/r{index} -->\n"
        for index in range(20_000)
    )
    document = Document(Source.from_text(many))
    suppressions = collect(document)
    assert len(suppressions.directives) == 10_000
    assert suppressions.covers("a/r7", 9_000)


def test_a_plugin_rule_is_known_to_the_judge() -> None:
    rules = choose(load_specs(), RuleChoice(select=("suppressions",)))
    judge = Judge(frozenset({"mine/rule"}), frozenset({"mine/rule"}))
    linter = Linter(rules, judge=judge)
    result = linter.lint_text("<!-- contentlint-disable-line mine/rule, mine/other -->\n")
    assert [finding.rule for finding in result.findings] == [
        "suppressions/unused",
        "suppressions/unknown-rule",
    ]


def test_paragraphs_stay_apart_however_short_the_last_line_is() -> None:
    body = "One.\n<!-- contentlint-disable-next-line links -- nothing here -->\nx"
    assert fix(post(body), "post.md").rstrip("\n") == post("One.\n\nx")


@pytest.mark.parametrize("slip", ["contentlint:disable-line", "contentlint-disabled-line"])
def test_a_comment_that_comes_into_force_by_its_fix_may_turn_out_to_be_unused(slip: str) -> None:
    text = post(f"<!-- {slip} links --> text\n")
    assert fix(text) == text.replace(slip, "contentlint-disable-line")
    assert "suppressions/unused:6" in found(fix(text))


@pytest.mark.parametrize("path", ["post.md", "post.mdx", "post.html"])
def test_a_comment_that_begins_otherwise_holds_nothing_back_and_is_told_of(path: str) -> None:
    begin, end = ("{/*", "*/}") if path.endswith(".mdx") else ("<!--", "-->")
    link = '<a href="http://example.org/">a link</a>'
    text = post(f"{begin} Contentlint: disable {end}\n\n{link}\n")
    assert found(text, path) == ["suppressions/malformed:6", "links/insecure:8"]


@pytest.mark.parametrize(
    ("rule", "fault", "reason"),
    [
        ("text/mojibake", "The cafÃ© is open.", "as the feed has it"),
        ("text/mojibake", "The cafÃ© is open.", "of another encoding"),
        ("text/replacement-character", "The caf\ufffd is open.", "原文乱码"),
    ],
)
def test_a_comment_is_no_text_about_what_it_holds_back(rule: str, fault: str, reason: str) -> None:
    comment = f"<!-- contentlint-disable-next-line {rule} -- {reason} -->"
    body = f"{comment}\n{fault}\n\nAgain: {fault}\n"
    assert found(post(body), about=(rule,)) == [f"{rule}:9"]
