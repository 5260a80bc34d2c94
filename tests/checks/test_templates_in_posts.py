"""Templates in code and between branches, and what is left of them after their fixes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint import lint_text
from contentlint.fixes import fix_source
from contentlint.source import Source
from tests.checks.family import found, make_linter

FRONT = "---\ntitle: A post\ndate: 2024-01-02\nlayout: post\n---\n\n"
RULES = ["template/unescaped-braces", "template/unclosed-tag", "template/leftover-directive"]
FENCE, INLINE = "```\n@\n```\n", "Use `@` here.\n"
INDENTED = "Text:\n\n    @\n"
RAW_FENCE = "{% raw %}\n```\n@\n```\n{% endraw %}\n"
RAW_INLINE = "`{% raw %}@{% endraw %}`\n"


def told(body: str, preset: str) -> list[tuple[str, str]]:
    """Rule and message of what the rules about templates say."""
    report = lint_text(FRONT + body, "2024-01-02-post.md", presets=[preset], select=RULES)
    assert report.errors == []
    return [(finding.rule.partition("/")[2], finding.message) for finding in report.findings]


@pytest.mark.parametrize(
    "tag", ["{{ x }}", "{% if x %}", "{{ x", "{% if x", "{# x #}", "{% endif %}"]
)
@pytest.mark.parametrize(
    ("preset", "places"),
    [
        ("hexo", [FENCE, RAW_FENCE, RAW_INLINE]),
        ("jekyll", [RAW_FENCE, RAW_INLINE]),
        ("hugo", [FENCE, INLINE, INDENTED]),
        ("astro", [FENCE, INLINE, INDENTED]),
        ("docusaurus", [FENCE, INLINE, INDENTED]),
    ],
)
def test_code_that_is_not_run_is_text(tag: str, preset: str, places: list[str]) -> None:
    for place in places:
        assert told(place.replace("@", tag), preset) == []


@pytest.mark.parametrize("place", [FENCE, INLINE, INDENTED])
@pytest.mark.parametrize("tag", ["{% if x %}", "{% endif %}", "{% if x", "{{ x"])
def test_jekyll_runs_code_and_fails_on_it(tag: str, place: str) -> None:
    [(rule, message)] = told(place.replace("@", tag), "jekyll")
    assert rule == "unclosed-tag"
    assert "stands in code" in message
    assert "write {% raw %} before the code" in message


@pytest.mark.parametrize("place", [FENCE, INLINE, INDENTED, "<code>@</code>\n"])
@pytest.mark.parametrize("tag", ["{{ x }}", "{% if x %}", "{% endif %}", "{% if x", "{{ x", "{%"])
def test_hexo_shows_code(tag: str, place: str) -> None:
    assert told(place.replace("@", tag), "hexo") == []


def test_hexo_is_told_once_of_code_that_it_does_not_show() -> None:
    for body in ("`{# x #}`\n", "`{% if x %}` and `{% endif %}`\n"):
        [(rule, message)] = told(body, "hexo")
        assert rule == "unescaped-braces"
        assert "before version 8.1" in message
    for body in (
        "`{% raw %}` and `{% endraw %}`\n",
        "    {% raw %}\n",
        "<code>{% raw %}</code>\n",
        "`{% raw %}` and\n\n{% raw %}{{ x }}{% endraw %}\n",
    ):
        [(rule, message)] = told(body, "hexo")
        assert rule == "unescaped-braces"
        assert "runs {% raw %} in code also" in message


@pytest.mark.parametrize("place", [FENCE, INLINE, INDENTED, RAW_FENCE, "<!-- @ -->\n"])
def test_hugo_reads_shortcodes_wherever_they_stand(place: str) -> None:
    assert told(place.replace("@", "{{</* figure */>}} {{< figure >}}"), "hugo")[1:] == []
    broken = [message for _, message in told(place.replace("@", "{{< figure >}"), "hugo")]
    assert (
        "The tag that begins with {{< figure has no >}}, so the site cannot be built. Add >}}."
        in broken
    )


@pytest.mark.parametrize(
    ("preset", "field"),
    [("hexo", "disableNunjucks: true"), ("jekyll", "render_with_liquid: false")],
)
def test_a_post_may_have_its_braces_left_alone(preset: str, field: str) -> None:
    body = "{{ message }} {% if x %} {% endfor %} `{{ x }}` {% x\n\n{# a colour\n"
    rules = [*RULES, "html/parse-error"]
    head = FRONT.replace("layout: post", field)
    assert found(head + body, *rules, presets=[preset]) == []
    assert found(FRONT + body, *rules, presets=[preset]) != []
    other = "hexo" if preset == "jekyll" else "jekyll"
    assert found(head + body, *rules, presets=[other]) != []
    shown = f'{head}<p title="{{{{ x }}}}">{{{{ x }}}}</p> <{{{{ x }}}}>\n'
    assert [name for name, _ in found(shown, *rules, presets=[preset])] == ["html/parse-error"]


NESTING = [
    "html/unclosed-element", "html/stray-end-tag", "html/misnested", "html/invalid-nesting",
    "html/nested-interactive", "html/misplaced", "html/parse-error", "html/missing-attribute",
    "images/missing-alt", "images/missing-dimensions", "elements/iframe-without-title",
    "links/noopener",
]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        '<img {% if a %}src="a.png"{% else %}src="b.png"{% endif %}>',
        '<img {% if a %} src="a.png" {% else %} src="b.png" {% endif %} alt="A">',
        "<img {{ attributes }}> <iframe {{ attributes }}></iframe> <bdo {{ attributes }}>x</bdo>",
        '<a href="https://example.com/" target="_blank" {{ rel }}>x</a>',
        '{% if a %}<div class="a">{% else %}<div class="b">{% endif %}\ntext\n</div>',
        "<div>{% unless a %}</div>{% else %}text</div>{% endunless %}",
        "{% if a %}<ul>{% else %}<ol>{% endif %}<li>{% if a %}</ul>{% else %}</ol>{% endif %}",
        "{% case a %}{% when 1 %}<b>{% when 2 %}<i>{% endcase %}x",
        "{% for a in b %}<div>{% endfor %}\nx\n{% for a in b %}</div>{% endfor %}",
        '<p>{% if a %}<a href="/a">{% else %}<a href="/b">{% endif %}text</a></p>',
        "{% if a %}{% if b %}<b>{% endif %}x{% endif %}</b>",
        "<div><{{ tag }} id='a'>x</div>",
    ],
)
@pytest.mark.parametrize("preset", ["jekyll", "hexo"])
@pytest.mark.parametrize("path", ["post.md", "post.html"])
def test_what_a_template_decides_is_not_judged(body: str, preset: str, path: str) -> None:
    assert found(f"{FRONT}{body}\n", *NESTING, presets=[preset], path=path) == []


@pytest.mark.parametrize(
    ("body", "finds"),
    [
        (
            "{% if a %}<b>x</b>{% else %}<br><img alt='' src='/a' /><!-- <p> -->{% endif %}<i>y",
            "<i>",
        ),
        ("{% if a %}<p>{% if b %}x{% endif %}</p>{% endif %}<i>y", "<i>"),
        ("{% if a %}<p>{% include 'b' %}</p>{{ c }}{% endif %}<i>y", "<i>"),
        ("{% case a %}{% when 1 %}<p>x</p>{% else %}<p>z</p>{% endcase %}<i>y", "<i>"),
        ("{% note %}<b>{% endnote %}", "<b>"),
        ('<img class="{{ a }}" src="/a.png">', '<img class="{{ a }}" src="/a.png">'),
        ('<p class="a" class="b" title="{{ x }}">y</p>', 'class="b"'),
    ],
)
def test_what_no_template_decides_is_judged(body: str, finds: str) -> None:
    rules = [rule for rule in NESTING if rule != "images/missing-dimensions"]
    assert [text for _, text in found(f"{FRONT}{body}\n", *rules, presets=["hexo"])] == [finds]


PARTS = st.sampled_from(
    ["{{ x }}", "{% if a %}", "{% endif %}", "{# n #}", "{% raw %}", "{% endraw %}", "`", "```\n",
     "{{ '{% endraw %}' }}", "text ", "\n", "\n\n", "    ", "[TOC]\n", "@[toc](x)", "{:.a}", "{{",
     "{% x", "&#123;", "<style>", "</style>", "{{< a >}}", "- ", "文", "[caption id=a]"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PARTS, max_size=12).map("".join), st.sampled_from(["hexo", "jekyll", "hugo"]))
def test_what_was_fixed_is_not_found_again(body: str, preset: str) -> None:
    rules = [*RULES, "template/escaped-braces-in-code"]
    linter = make_linter(rules, [preset])
    once = fix_source(linter, Source.from_text(FRONT + body, "post.md"), lambda rule, fix: True)
    again = fix_source(linter, once.source, lambda rule, fix: True)
    assert again.source.raw == once.source.raw
    # a fix that is refused says why
    left = linter.lint_source(once.source).findings
    assert once.errors or not [finding for finding in left if finding.fix]
