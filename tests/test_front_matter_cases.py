"""Front matter as it is found in the wild: what the command says of each case, and how it mends it.

Every case runs the real command on a file and reads its JSON report.
"""

from __future__ import annotations

from typing import Any

import frontmatter
import pytest

from tests.conftest import Runner

FAMILIES = ("front-matter/", "encoding/")
OK = "---\ntitle: A walk\ndate: 2021-11-08\n---\nText\n"


def check(
    contentlint: Runner, text: str | bytes, *presets: str, name: str = "post.md", **files: str
) -> list[dict[str, Any]]:
    """The findings about front matter and encoding in a file of this content."""
    options = [word for preset in presets for word in ("--preset", preset)]
    ran = contentlint(
        "check",
        "--isolated",
        "--no-cache",
        *options,
        "--output-format",
        "json",
        name,
        files={name: text, **files},
    )
    assert ran.status in (0, 1), ran.err
    return [f for f in ran.json()["findings"] if f["rule"].startswith(FAMILIES)]


def said(findings: list[dict[str, Any]], text: str) -> list[tuple[str, str]]:
    """Each finding's rule and the text it stands on."""
    return [(f["rule"], text[f["start"]["offset"] : f["end"]["offset"]]) for f in findings]


def fixed(contentlint: Runner, text: str, *presets: str, unsafe: bool = False) -> str:
    """What ``--fix`` makes of *text* with the rules of front matter alone."""
    options = [word for preset in presets for word in ("--preset", preset)]
    extra = ["--unsafe-fixes"] if unsafe else []
    ran = contentlint(
        "check",
        "--isolated",
        "--select",
        "front-matter",
        *options,
        "--fix",
        *extra,
        "-",
        stdin=text,
    )
    assert ran.status in (0, 1), ran.err
    return ran.out


def test_01_a_blank_line_before_the_block(contentlint: Runner) -> None:
    text = "\n" + OK
    assert said(check(contentlint, text), text) == [("front-matter/leading-content", "\n")]
    assert fixed(contentlint, text) == OK


def test_02_text_before_the_block(contentlint: Runner) -> None:
    text = "Bought at the fair.\n\n" + OK
    expected = [("front-matter/leading-content", "Bought at the fair.")]
    assert said(check(contentlint, text), text) == expected
    no_field = "Text\n\n---\nmood: good\n---\n"
    assert said(check(contentlint, no_field), no_field) == []


def test_03_a_byte_order_mark(contentlint: Runner) -> None:
    findings = check(contentlint, b"\xef\xbb\xbf" + OK.encode())
    assert [f["rule"] for f in findings] == ["encoding/bom"]
    assert findings[0]["start"] == findings[0]["end"] == {"line": 1, "column": 1, "offset": 0}


def test_04_windows_line_endings(contentlint: Runner) -> None:
    text = OK.replace("title: A walk", "title: 404").replace("\n", "\r\n")
    findings = check(contentlint, text)
    assert said(findings, text) == [("front-matter/title-not-text", "404")]
    assert fixed(contentlint, text) == text.replace("404", "'404'")


def test_05_blanks_after_a_fence(contentlint: Runner) -> None:
    text = OK.replace("---\ntitle", "--- \ntitle")
    (finding,) = check(contentlint, text)
    assert (finding["rule"], finding["severity"]) == ("front-matter/fence-whitespace", "warning")
    (finding,) = check(contentlint, text, "hexo")
    assert (finding["rule"], finding["severity"]) == ("front-matter/fence-whitespace", "error")
    assert fixed(contentlint, text, "hexo") == OK


def test_06_the_file_ends_after_the_closing_fence(contentlint: Runner) -> None:
    assert check(contentlint, "---\ntitle: A walk\ndate: 2021-11-08\n---", "hexo") == []


def test_07_only_an_opening_fence(contentlint: Runner) -> None:
    text = "---\ntitle: A walk\ndate: 2021-11-08\n\nText\n"
    assert said(check(contentlint, text), text) == [("front-matter/unclosed", "---")]
    assert said(check(contentlint, text, "hexo"), text) == [("front-matter/unclosed", "---")]


@pytest.mark.parametrize(
    "text", ["---\n\nText\n\n---\n\nMore\n", "---\nText\n---\n\nMore\n", "---\n\nA: b\n\n---\n"]
)
def test_08_a_rule_across_the_page(contentlint: Runner, text: str) -> None:
    assert check(contentlint, text) == []
    assert [f["rule"] for f in check(contentlint, text, "hexo")] == ["front-matter/missing"]
    assert fixed(contentlint, text, "hexo", unsafe=True) == text


def test_09_dashes_inside_the_body_or_a_value(contentlint: Runner) -> None:
    text = "---\ntitle: A walk\nnote: |\n  a\n  ---\n  b\n---\nText\n\n---\n\nMore\n"
    assert check(contentlint, text) == []


def test_10_indented_fences(contentlint: Runner) -> None:
    text = " ---\n title: A walk\n ---\n"
    assert said(check(contentlint, text), text) == [("front-matter/fence-form", " ---")]
    assert fixed(contentlint, text) == "---\n title: A walk\n---\n"


def test_10_dashes_that_are_none_bring_one_finding(contentlint: Runner) -> None:
    text = OK.replace("---", "———")
    for presets in ([], ["hexo"], ["jekyll", "news"]):
        assert said(check(contentlint, text, *presets), text) == [
            ("front-matter/fence-form", "———")
        ]
    assert fixed(contentlint, text, "hexo") == OK


@pytest.mark.parametrize(
    ("preset", "opening", "closing", "words"),
    [
        ("jekyll", "---", "----", "sees no front matter"),
        ("docusaurus", "----", "---", "sees no front matter"),
        ("docusaurus", "---", "----", "shows the rest, `-`,"),
        ("astro", "-----", "-----", "stops"),
        ("hexo", "---", "-----", "shows the rest, `--`,"),
        ("hugo", "---", "----", "shows the rest, `-`,"),
        ("zola", "---", "----", "stops"),
    ],
)
def test_10_more_than_three_hyphens(
    contentlint: Runner, preset: str, opening: str, closing: str, words: str
) -> None:
    text = f"{opening}\ntitle: A walk\ndate: 2021-11-08\n{closing}\nText\n"
    (finding,) = [
        f for f in check(contentlint, text, preset) if f["rule"] == "front-matter/fence-form"
    ]
    assert words in finding["message"]
    assert fixed(contentlint, text, preset) == OK


def test_10_fences_far_down(contentlint: Runner) -> None:
    text = "x\n\n" * 9 + "---\ntitle: A walk\n---\n"
    assert check(contentlint, text) == []
    assert [f["rule"] for f in check(contentlint, text, "hexo")] == ["front-matter/missing"]


def test_11_fields_after_the_closing_fence_are_text(contentlint: Runner) -> None:
    text = OK.replace("Text", "title: again\ndate: Invalid Date")
    assert check(contentlint, text, "hexo") == []


def test_12_no_opening_fence(contentlint: Runner) -> None:
    text = OK.removeprefix("---\n")
    assert check(contentlint, text, "hexo") == []
    assert said(check(contentlint, text), text) == [("front-matter/unopened", "title: A walk")]
    assert fixed(contentlint, text) == OK


@pytest.mark.parametrize(
    ("value", "meant", "character"),
    [
        ("Foo: bar", "Foo: bar", 11),
        ("[x] y", "[x] y", 8),
        ("@name writes", "@name writes", 8),
        ("'It's'", "It's", 11),
        ('"""""""""\'警惕！\'"""""""""', "警惕！", 9),
        ("`code` first", "`code` first", 8),
        ("%name", "%name", 8),
    ],
)
def test_13_a_title_that_unpublishes_the_post(
    contentlint: Runner, value: str, meant: str, character: int
) -> None:
    text = OK.replace("A walk", value)
    (finding,) = check(contentlint, text, "hexo")
    assert (finding["rule"], finding["severity"]) == ("front-matter/invalid-syntax", "error")
    assert finding["message"].startswith(f"Line 2, character {character}: ")
    assert finding["fix"]["safety"] == "safe"
    post = frontmatter.loads(fixed(contentlint, text, "hexo"))
    assert post["title"] == meant
    assert post.content == "Text"


def test_14_a_tab_as_indentation(contentlint: Runner) -> None:
    text = OK.replace("date:", "tags:\n\t- rome\ndate:")
    assert said(check(contentlint, text), text) == [("front-matter/invalid-syntax", "\t")]
    assert fixed(contentlint, text) == text.replace("\t", "  ")


def test_15_the_block_twice(contentlint: Runner) -> None:
    block = OK.removesuffix("\nText\n")
    text = block + "\n" + OK
    assert said(check(contentlint, text), text) == [("front-matter/duplicate-block", block)]
    assert fixed(contentlint, text, unsafe=True) == OK


def test_16_a_field_twice(contentlint: Runner) -> None:
    text = OK.replace("date:", "title: A long walk\ndate:")
    (finding,) = check(contentlint, text)
    assert (finding["rule"], finding["severity"]) == ("front-matter/duplicate-key", "error")
    assert finding["start"]["line"] == 3
    assert finding["related"][0]["start"]["line"] == 2


def test_17_the_body_is_checked_below_broken_front_matter(contentlint: Runner) -> None:
    text = OK.replace("A walk", "@ann").replace("Text", "<font>Text</b></font>")
    ran = contentlint(
        "check", "--isolated", "--output-format", "json", "a.md", files={"a.md": text}
    )
    rules = {f["rule"] for f in ran.json()["findings"]}
    assert "front-matter/invalid-syntax" in rules
    assert len(rules) > 1
    assert "date" not in " ".join(rule for rule in rules)


@pytest.mark.parametrize("value", ["2018-15-30", "Invalid Date"])
def test_18_an_impossible_date(contentlint: Runner, value: str) -> None:
    text = OK.replace("2021-11-08", value)
    (finding,) = check(contentlint, text, "hexo")
    assert (finding["rule"], finding["severity"]) == ("front-matter/invalid-date", "error")
    assert said([finding], text) == [("front-matter/invalid-date", value)]


@pytest.mark.parametrize(
    ("preset", "written"), [("plain", "2021-11-08T20:24:00Z"), ("hexo", "'2021-11-08T20:24:00Z'")]
)
def test_18_a_date_as_feeds_write_it(contentlint: Runner, preset: str, written: str) -> None:
    feed = "Mon, 08 Nov 2021 20:24:00 GMT"
    text = OK.replace("2021-11-08", feed)
    assert said(check(contentlint, text, preset), text) == [("front-matter/date-format", feed)]
    assert fixed(contentlint, text, preset) == text.replace(feed, written)


def test_18_a_date_in_another_form_is_told_once(contentlint: Runner) -> None:
    text = OK.replace("2021-11-08", "2021年11月8日 20:24")
    (finding,) = check(contentlint, text)
    assert finding["rule"] == "front-matter/date-format"
    assert "add the time zone" in finding["message"]
    again = fixed(contentlint, text, unsafe=True)
    (finding,) = check(contentlint, again)
    assert finding["rule"] == "front-matter/date-without-timezone"


@pytest.mark.parametrize("clock", ["20:24:00+25:00", "20:24 +25:00", "20:24:00 XYZ"])
def test_18_a_time_zone_that_does_not_exist(contentlint: Runner, clock: str) -> None:
    text = OK.replace("2021-11-08", f"2021-11-08 {clock}")
    (finding,) = check(contentlint, text)
    assert finding["rule"] == "front-matter/invalid-date"
    assert "there is no such time zone" in finding["message"]


def test_19_a_missing_date(contentlint: Runner) -> None:
    text = "---\ntitle: A walk\n---\nText\n"
    assert check(contentlint, text, "jekyll") == []
    for preset in ("hexo", "news"):
        found = said(check(contentlint, text, preset), text)
        assert found == [("front-matter/missing-field", "---")]


def test_20_a_date_without_a_time_zone(contentlint: Runner) -> None:
    text = OK.replace("2021-11-08", "2021-11-08 20:24:00")
    assert check(contentlint, text, "hexo") == []
    (finding,) = check(contentlint, text, "hugo")
    assert finding["rule"] == "front-matter/date-without-timezone"
    assert (finding["severity"], finding["fix"]) == ("info", None)
    assert fixed(contentlint, text, "hugo", unsafe=True) == text


def test_21_fixes_leave_all_else_as_it_is(contentlint: Runner) -> None:
    text = (
        "\n---\n# kept\ntitle :   404   # so\ntags:   [ 'b',\"a\" ]\n"
        "date:  Mon, 08 Nov 2021 20:24:00 GMT\nz: 1\na: >-\n   folded\n\n---\nText\n"
    )
    expected = text[1:].replace("404", "'404'")
    expected = expected.replace("Mon, 08 Nov 2021 20:24:00 GMT", "2021-11-08T20:24:00Z")
    assert fixed(contentlint, text) == expected


@pytest.mark.parametrize("value", ["0123", "10:00", "no", "off", "yes", "On", "12_00"])
def test_22_to_24_values_that_yaml_readers_read_differently(
    contentlint: Runner, value: str
) -> None:
    text = OK.replace("A walk", value)
    assert said(check(contentlint, text), text) == [("front-matter/ambiguous-scalar", value)]
    assert frontmatter.loads(fixed(contentlint, text))["title"] == value
    text = OK.replace("date:", f"tags: [a, {value}]\ndate:")
    assert said(check(contentlint, text), text) == [("front-matter/ambiguous-scalar", value)]
    assert frontmatter.loads(fixed(contentlint, text))["tags"] == ["a", value]


@pytest.mark.parametrize("value", ["404", "1936", "3.5", "true", "2021-03-21"])
def test_24_a_title_that_is_no_text(contentlint: Runner, value: str) -> None:
    text = OK.replace("A walk", value)
    assert said(check(contentlint, text), text) == [("front-matter/title-not-text", value)]
    assert frontmatter.loads(fixed(contentlint, text))["title"] == value


@pytest.mark.parametrize(
    "data", ["---\ntitle: 你好\n---\n".encode("gb18030"), "---\ntitle: x\n---\n".encode("utf-16")]
)
def test_25_bytes_that_are_not_utf_8(contentlint: Runner, data: bytes) -> None:
    findings = check(contentlint, data, "hexo")
    assert [f["rule"] for f in findings] == ["encoding/not-utf-8"]


@pytest.mark.parametrize(
    ("text", "value", "forms"),
    [
        ("+++\ntitle = 404\ndate = 2021-11-08\n+++\nText\n", "404", ("hugo", "zola", "astro")),
        ('{\n"title": 404,\n"date": "2021-11-08"\n}\nText\n', "404", ("hugo",)),
        (';;;\n"title": 404,\n"date": "2021-11-08"\n;;;\nText\n', "404", ("hexo",)),
    ],
)
def test_26_toml_and_json(
    contentlint: Runner, text: str, value: str, forms: tuple[str, ...]
) -> None:
    for preset in ("hugo", "zola", "astro", "hexo", "jekyll", "docusaurus", "plain"):
        found = said(check(contentlint, text, preset), text)
        assert ("front-matter/title-not-text", value) in found
        refused = [rule for rule, _ in found if rule == "front-matter/unsupported-format"]
        assert bool(refused) == (preset not in (*forms, "plain"))
    assert fixed(contentlint, text) == text.replace("404", '"404"')


def test_27_template_tags(contentlint: Runner) -> None:
    scaffold = "---\ntitle: {{ title }}\ndate: {{ date }}\ntags:\n---\n"
    assert check(contentlint, scaffold, "hexo", name="scaffolds/post.md") == []
    archetype = "+++\ntitle = {{ .Name }}\ndate = {{ .Date }}\n+++\n"
    assert check(contentlint, archetype, "hugo", name="archetypes/default.md") == []
    (finding,) = check(contentlint, OK.replace("A walk", "{{ title }}"), "hexo")
    assert finding["rule"] == "front-matter/invalid-syntax"
    assert check(contentlint, OK.replace("Text", "{{ x }} {% raw %}{% endraw %}"), "hexo") == []


def test_28_a_blank_line_after_the_block_and_an_empty_block(contentlint: Runner) -> None:
    assert check(contentlint, OK.replace("---\nText", "---\n\nText"), "hexo") == []
    empty = "---\n---\nText\n"
    assert said(check(contentlint, empty), empty) == [("front-matter/missing-field", "---")]
    assert said(check(contentlint, empty, "hexo"), empty) == [("front-matter/missing", "---")]


@pytest.mark.parametrize(
    "name", ["README.md", "CHANGELOG.md", "scaffolds/draft.md", "archetypes/default.md", "a.html"]
)
def test_files_that_are_no_posts_need_no_front_matter(contentlint: Runner, name: str) -> None:
    assert check(contentlint, "# The project\n", "hexo", name=name) == []


def test_a_fault_is_reported_once(contentlint: Runner) -> None:
    text = "---\ntitle: Rome: a walk\ndate: soon: or later\ntags: @x\n---\nText\n"
    rules = [f["rule"] for f in check(contentlint, text, "hexo", "news")]
    assert rules == ["front-matter/invalid-syntax"] * 3


def test_a_sites_own_schema(contentlint: Runner) -> None:
    config = (
        'preset = "hexo"\n[front-matter]\nunknown = "forbid"\n'
        '[front-matter.fields.tags]\nvocabulary = ["rome", "walks"]\n'
        '[front-matter.fields.level]\ntype = "int"\nrequired = true\nmax = 5\n'
    )
    text = OK.replace("date:", "tags: [rome, wlaks]\nlevel: 9\nmood: good\ndate:")
    ran = contentlint(
        "check",
        "--output-format",
        "json",
        "post.md",
        files={"contentlint.toml": config, "post.md": text, "other.md": OK},
    )
    found = [f for f in ran.json()["findings"] if f["rule"].startswith("front-matter/")]
    assert said(found, text) == [
        ("front-matter/invalid-value", "wlaks"),
        ("front-matter/invalid-value", "9"),
        ("front-matter/unknown-field", "mood"),
    ]
    assert "probably `walks` is meant" in found[0]["message"]
    assert found[0]["data"] == {"path": ["tags", 1]}
    ran = contentlint("check", "--output-format", "json", "other.md")
    assert [f["rule"] for f in ran.json()["findings"]] == ["front-matter/missing-field"]


def test_the_schema_for_editors(contentlint: Runner) -> None:
    ran = contentlint("schema", "front-matter", "--preset", "hexo")
    schema = ran.json()
    assert schema["required"] == ["title", "date"]
    assert "hexo.io" in schema["properties"]["date"]["description"]


def test_what_stands_beside_the_page_of_a_hugo_bundle_needs_no_front_matter(
    contentlint: Runner,
) -> None:
    files = {
        "hugo.toml": "",
        "content/walk/index.md": "---\ntitle: A walk\n---\n\nText for readers.\n",
        "content/walk/note.md": "A part of the page.\n",
        "content/other.md": "A page.\n",
    }
    found = contentlint("check", "--output-format", "json", files=files).json()["findings"]
    assert [(f["path"], f["rule"]) for f in found] == [("content/other.md", "front-matter/missing")]


def test_blanks_behind_a_field_do_not_hide_that_its_dashes_lack_theirs(contentlint: Runner) -> None:
    broken = "---\ntitle: A walk\ntags: \t\n-rome \t\n-walks\n---\nText\n"
    mended = "---\ntitle: A walk\ntags: \t\n- rome \t\n- walks\n---\nText\n"
    assert fixed(contentlint, broken, unsafe=True) == mended
