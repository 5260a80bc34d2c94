"""Masked template tags are neither markup nor text, and what surrounds them stays as it is."""

from __future__ import annotations

import re
import time

import pytest
import turbohtml
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.document.markdown import render
from contentlint.document.templates import Templates, mask

POSTS = frozenset({"nunjucks", "liquid", "hugo"})
MDX = frozenset({"mdx"})
VUE = POSTS | {"vue"}


def shape(markdown: str) -> list[tuple[str, list[str]]]:
    """The tags of the rendered page with their depth-giving path, in order."""
    tree = turbohtml.parse("<!doctype html><body>" + render(markdown))
    elements = []
    for element in tree.select("body *"):
        path = []
        parent = element.parent
        while parent is not None and getattr(parent, "tag", None) not in (None, "body", "html"):
            path.append(parent.tag)
            parent = parent.parent
        elements.append((element.tag, path))
    return elements


def check_mask(body: str, dialects: frozenset[str]) -> Templates:
    masked = mask(body, dialects)
    assert len(masked.text) == len(body)
    done = 0
    tokens = []
    kept = []
    for tag in masked.tags:
        assert done <= tag.start < tag.end <= len(body)
        kept.append((done, tag.start))
        token = masked.text[tag.start : tag.end]
        assert "\n" not in token
        if not token.isspace() and not token.startswith(("<!--", "<wbr", "q-", "2 ")):
            tokens.append(token)
        done = tag.end
    kept.append((done, len(body)))
    for start, end in kept:
        assert masked.text[start:end] == body[start:end]
    assert len(tokens) == len(set(tokens))
    return masked


def kinds(masked: Templates) -> list[tuple[str, str]]:
    return [(tag.kind, tag.name) for tag in masked.tags]


def test_nothing_to_mask_gives_the_same_string() -> None:
    for body in ("文 { } text", "a } } b", "{ {x} } # {#id}"):
        masked = mask(body, POSTS)
        assert masked.text is body
        assert masked.tags == []
    body = "plain 1 > 0"
    assert mask(body, MDX).text is body


@pytest.mark.parametrize("tag", ["<img\n\n{{< x >}}\n>", "<img alt='\n\n{{< x >}}\n'>"])
def test_a_blank_line_ends_a_tag_in_markdown_only(tag: str) -> None:
    assert "<!--" in mask(tag, POSTS).text
    assert "<!--" not in mask(tag, POSTS, html=True).text


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("{{ page.title | upcase }}", [("variable", "page.title")]),
        ("{{- x -}} {%- if y -%}", [("variable", "x"), ("tag", "if")]),
        ("{% asset_img a.png '题' %}", [("tag", "asset_img")]),
        ("{# a\n\nb #}", [("comment", "")]),
        ('{{< figure src="a.png" >}}', [("shortcode", "figure")]),
        ("{{% note %}}文{{% /note %}}", [("shortcode", "note"), ("shortcode", "/note")]),
        ("{{/* hidden */}} {{</* shown */>}}", [("comment", ""), ("comment", "")]),
        ("{% raw %}{{ x }} {% y %}{% endraw %}", [("tag", "raw"), ("tag", "endraw")]),
        ("{% raw %}{{ x }}", [("tag", "raw"), ("variable", "x")]),
        ("{% highlight c %}\nif (a<b)\n\n{{1}}\n{% endhighlight %}", [("tag", "highlight")]),
        ("{{< highlight go >}}a<b{{< /highlight >}}", [("shortcode", "highlight")]),
        ("{% codeblock %}no end", [("tag", "codeblock")]),
        ("{{ a\n  | b }}", [("variable", "a")]),
        ("{{{ x }}}", [("variable", "")]),
    ],
)
def test_what_is_a_tag(body: str, found: list[tuple[str, str]]) -> None:
    assert kinds(check_mask(body, POSTS)) == found


@pytest.mark.parametrize(
    "body",
    [
        "an unclosed {{ x\n\nand }} far away",
        "int a[2][2] = {{1, 2},\n  {3, 4}};\n",
        "$\\frac{{\\bf a}\n{b}} x }}$",
        "{{ x\n```\n}}\n```\n",
        "{% 50% of it",
        "{%\n% a LaTeX comment\n}",
        "## A heading {#with-id}\n\n## Another {#two}\n",
        "{{ open {% never",
        "{{ x\n{ y }}",
        "{{ x\n} y }}",
    ],
)
def test_braces_that_are_no_tag(body: str) -> None:
    assert check_mask(body, POSTS).text == body


def test_hugo_alone_runs_no_variables() -> None:
    assert kinds(mask("{{ .Title }} {% x %} {{< y >}}", frozenset({"hugo"}))) == [
        ("shortcode", "y")
    ]


@pytest.mark.parametrize(
    ("body", "masked"),
    [
        ("a {{ b }} c", "a qz:0xxx c"),
        ("{{ a }}{{ b }}", "qz:0xxxqz:1xxx"),
        ("{{{ a }}} {{ b }}}", "qz:0xxxxx qz:0xxx}"),
        ("x\n{% include a %}\ny", "x\n<!--qqqqqqqq-->\ny"),
        ("  {% if a %}{% if b %}\n", "  <!--qqq--><!--qqq-->\n"),
        ("{% if a %} x", "qz:0xxxxxx x"),
        ("<h{{ n }}>x</h{{ n }}>", "<h2      >x</h2      >"),
        ("<{{ t }} a={{ v }}>x</{{ t }}>", "<q-0xxxx a=qz:0xxx>x</q-0xxxx>"),
        ("<{{ site }}/a>", "<qz:0xxxxxx/a>"),
        ('<p {{ attrs }} id="{{ id }}">', '<p data-q0xxxx id="qz:0xxxx">'),
        ("<i {% if a > b %}hidden{% endif %}>", "<i data-q0xxxxxxxhiddendata-q0xxxx>"),
        ('<i class="a"{% if b %} c>', '<i class="a" data-q0xx c>'),
        ("<table>\n{{ rows }}\n</table>", "<table>\n<!--qqq-->\n</table>"),
        ("<!--\n{% include x %}\n-->", "<!--\nqz:0xxxxxxxxxxx\n-->"),
        ("[a]({% link b.md %})", "[a](qz:0xxxxxxxxxxx)"),
    ],
)
def test_what_a_tag_becomes(body: str, masked: str) -> None:
    assert check_mask(body, POSTS).text == masked


def test_short_tags_stay_unique() -> None:
    check_mask("{{}}" * 3000, POSTS)
    check_mask("{{a}} " * 3000, POSTS)
    check_mask("{} " * 3000, MDX)


def test_overlap() -> None:
    masked = mask("ab {{ c }} de {{ f }}", POSTS)
    assert masked.overlap(0, 4)
    assert masked.overlap(9, 10)
    assert not masked.overlap(0, 3)
    assert not masked.overlap(10, 14)
    assert not masked.overlap(21, 30)


HEXO = """\
开头 **粗体** {% asset_link a.md 链接 %} 继续。

{% note info %}
提示里的 *斜体*
{% endnote %}

<div class="box">
{% if page.wide %}
<p>宽</p>
{% endif %}
<img src="{{ url_for('/a>b.png') }}" alt="{{ page.title }}">
</div>

- 一 {{ page.date }}
- 二

{% codeblock lang:html %}
<p>
  <b>not markup

</i>
{% endcodeblock %}

[回到首页]({{ config.url }})
"""
JEKYLL = """\
# {{ page.title }}

{% for post in site.posts %}
* [{{ post.title }}]({{ post.url | prepend: site.baseurl }})
{% endfor %}

<ul>
{% for tag in page.tags %}
  <li><a href="{{ site.url }}/tag/{{ tag | slugify }}" {% if tag == "x" %}rel="tag"{% endif %}>
  {{ tag }}</a></li>
{% endfor %}
</ul>

<h{{ level }} id="{{ id }}">Heading</h{{ level }}>

`{% raw %}{{ code }}{% endraw %}`

![]({{ "/assets/a.png" | relative_url }} "title")
"""
HUGO = """\
Intro with {{< param "x" >}} inline.

{{< figure src="/a.png"
    alt="a > b"

    title="T" >}}

<table>
{{< rows >}}
<tr><td>{{< cell 1 >}}</td></tr>
</table>

{{% notice %}}
- a
- b
{{% /notice %}}

> quoted {{< ref "a.md" >}}

[a]({{< ref "b.md" >}}) ![b]({{< static "c.png" >}})
"""
HEXO_SHAPE = (
    ["p", "strong", "p", "em", "div", "p", "img", "ul", "li", "li", "p", "a"],
    HEXO,
)
JEKYLL_SHAPE = (
    ["h1", "ul", "li", "a", "ul", "li", "a", "h2", "p", "code", "p", "img"],
    JEKYLL,
)
HUGO_SHAPE = (
    ["p", "table", "tbody", "tr", "td", "ul", "li", "li", "blockquote", "p", "p", "a", "img"],
    HUGO,
)


@pytest.mark.parametrize(("tags", "body"), [HEXO_SHAPE, JEKYLL_SHAPE, HUGO_SHAPE])
def test_the_structure_of_a_post_stays(tags: list[str], body: str) -> None:
    masked = check_mask(body, POSTS)
    assert [name for name, _ in shape(masked.text)] == tags
    tree = turbohtml.parse("<!doctype html><body>" + render(masked.text))
    assert tree.errors == []


TEMPLATE_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


@pytest.mark.parametrize(
    "body",
    [
        "text {{ a }} *em {{ b }}* `{{ c }}`\n\n1. x {{ d }}\n   y\n",
        "| {{ a }} | b |\n|---|---|\n| {{ c }} | `{{ d }}` |\n",
        '<p title="{{ a }}">{{ b }} <a href={{ c }}>d</a></p>\n',
        '[x]({{ a }} "{{ b }}") ![{{ c }}]({{ d }})\n',
        "# {{ a }}\n\n{{ b }}\n---\n",
    ],
)
def test_as_if_plausible_values_stood_there(body: str) -> None:
    count = iter(range(100))
    plausible = TEMPLATE_TAG.sub(lambda _: f"value{next(count)}", body)
    assert shape(check_mask(body, POSTS).text) == shape(plausible)


MDX_POST = """\
import Tabs from "@site/Tabs"
import {A, B} from './ab'

export const size = () => {

  return {a: 1}
}

# 标题 {props.title}

<Tabs
  groupId="os"
  values={[{label: "a > b", value: "}"}]}>
  <TabItem value="x">

Some **bold** text and `<Code>{x}</Code>`.

  </TabItem>
</Tabs>

Inline <Badge /> and <A.B c={d > e}>*children*</A.B>, <>fragment</>.

<div className={wide ? "a" : "b"} style={{color: "red"}}>

*inside*

</div>

<Note>text **bold**</Note>

```jsx
<Foo bar={baz}>
import x from "y"
```

{/* a
comment */}

<video src="a.mp4" />
<br />
end
"""


def test_mdx_is_neutral() -> None:
    masked = check_mask(MDX_POST, MDX)
    names = [name for name, _ in shape(masked.text) if name != "wbr"]
    assert names == [
        "h1", "p", "strong", "code", "p", "em", "div", "p", "em", "p", "strong", "pre", "code",
        "br",
    ]  # fmt: skip
    found = kinds(masked)
    assert found[0] == ("mdx-import", "")
    assert ("mdx-component", "Tabs") in found
    assert ("mdx-component", "/A.B") in found
    assert ("mdx-component", "video") in found
    assert ("mdx-component", "Code") not in found
    assert ("mdx-component", "Foo") not in found
    assert sum(kind == "mdx-import" for kind, _ in found) == 2


def test_an_open_brace_in_an_export_reaches_to_the_empty_line() -> None:
    masked = check_mask("export const a = {\n  b: 1\n\nText {c}\n", MDX)
    assert [tag[:3] for tag in masked.tags] == [(0, 25, "mdx-import"), (32, 35, "mdx-expression")]


def test_mdx_has_no_indented_code() -> None:
    body = "<Tabs>\n    <TabItem>\n\n    <Note a={b}>\n\n    </Note>\n    </TabItem>\n</Tabs>\n"
    assert "<pre>" not in render(check_mask(body, MDX).text)
    below = "Text\n\n    <Note a={b} />\n"
    assert "<pre>" not in render(check_mask(below, MDX).text)
    inside = "<div>\n    <Picture />\n    <p>text</p>\n</div>\n"
    assert render(check_mask(inside, MDX).text).startswith("<div>\n    <!--qqqq-->\n    <p>")


def test_mdx_keeps_prose_that_begins_like_code() -> None:
    body = "import taxes are high\n\nexport is hard, a \\{brace} and 1 < 2, `{x` {\n"
    assert check_mask(body, MDX).tags == []
    body = "import a from 'a'\nimport taxes, which are high\n"
    assert [tag[:2] for tag in check_mask(body, MDX).tags] == [(0, 17)]


def test_an_apostrophe_does_not_end_an_expression() -> None:
    masked = check_mask("{cond && <p>it's {x} here</p>} after {'}'} end", MDX)
    assert [tag.end - tag.start for tag in masked.tags] == [30, 5]


VUE_POST = """<script setup lang="ts">
import { ref } from 'vue'

const size = ref("</b>")
</script>

# Title

<button @click="size++" :class="{ wide: size > 3 }">More {{ size }}</button>

Text <b v-slot:[name]="x" #item="{ a }">*bold*</b> <Badge text="1 > 0" /> `<b @click>` <https://example.com/>

<MyList
  :items="items"
  @select="go"
/>

<ClientOnly>

*inside*

</ClientOnly>

```html
<b @click="x">
```

<style module>
.x { color: red }
</style>

<script async src="https://cdn.example.com/a.js"></script>
<!-- <Note /> -->
end <br />
"""


def test_vue_is_neutral() -> None:
    masked = check_mask(VUE_POST, VUE)
    names = [name for name, _ in shape(masked.text)]
    assert names == [
        "h1", "p", "button", "p", "b", "em", "code", "a", "clientonly", "p", "em", "pre", "code",
        "script", "p", "br",
    ]  # fmt: skip
    assert kinds(masked) == [
        ("vue-block", "script"), ("vue-attribute", ""), ("variable", "size"),
        ("vue-attribute", ""), ("vue-attribute", ""), ("component", "Badge"),
        ("component", "MyList"), ("vue-block", "style"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "masked"),
    [
        ('<img :src="withBase(a)" alt="">', '<img  src="qz:0xxxxxxx" alt="">'),
        ("<a v-bind:href='url' :b='c'>", "<a        href='ꀀꀀꉆ' :b='c'>"),
        ('<img src="a.png" :src="b" :alt>', '<img src="a.png" :src="b" :alt>'),
        ('<img :src="">', '<img :src="">'),
    ],
)
def test_a_computed_value_is_one(body: str, masked: str) -> None:
    assert mask(body, VUE).text == masked


def test_of_overlapping_tags_the_first_is_kept() -> None:
    body = '<b @click="{{ x }}">{{ "<b @c>" }}</b>'
    assert kinds(check_mask(body, VUE)) == [("vue-attribute", ""), ("variable", "")]


PARTS = st.sampled_from(
    ["{{", "}}", "{%", "%}", "{#", "#}", "{{<", ">}}", "{{%", "%}}", "{{/*", "*/}}", "{", "}",
     " x ", "if", "raw", "endraw", "highlight", "endhighlight", "\n", "\n\n", "<", ">", "</",
     "<!--", "-->", "<p ", 'a="', '"', "'", "=", "`", "```\n", "文", "<Foo ", "/>",
     "</Foo>", "import x", "export const a = ", "/*", "*/", "//", "<table>", "</td>", " ",
     "\n<script>", "</script>", "<b @a ", "#c ", "v:[x] "]
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.lists(PARTS | st.text(max_size=3), max_size=40).map("".join))
def test_any_text_keeps_its_length_and_all_that_is_no_tag(body: str) -> None:
    check_mask(body, POSTS)
    check_mask(body, MDX)
    check_mask(body, VUE)


HOSTILE = [
    "{{", "{%", "{#", "{{<", "{{/*", "{{ a\n", "{% a ", "{{a}}", "<{{a}}", "{% raw %}",
    "{% highlight %}", "<table>{{aaaaaa}}", "x {% if %} = '", "{", "{}{", "<A ", "<A {", "<A {}",
    '<A "', "`", "``a`b", '{"', "{`", "{/*", "{//\n", "export const a = {\n\n", "import {a\n",
    "<script>\n", '<style a="', "<b @a ", "<b @a>", '<b @a="{{', "<b />{{a}}",
]  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE)
def test_hostile_text_takes_linear_time(part: str) -> None:
    body = part * (100_000 // len(part))
    started = time.process_time()
    mask(body, POSTS)
    mask(body, MDX)
    mask(body, VUE)
    assert time.process_time() - started < 4


@pytest.mark.parametrize(
    "line",
    [
        "{% if x %}<p>One</p>{% endif %}",
        "{% if x %}{% if y %} <div>One</div>{% endif %}{% endif %}",
        "> {% if x %}<p>One</p>",
        "text\n{% else %}</p><p>One</p>",
    ],
)
def test_markup_after_a_tag_that_begins_its_line_begins_the_line_too(line: str) -> None:
    rendered = render(check_mask(line, POSTS).text)
    assert "<p><" not in rendered
    assert "<p>qz:" not in rendered


@pytest.mark.parametrize("line", ["{{ x }}<p>One</p>", "{% x %} and <b>one</b>", "a {% x %}<p>"])
def test_what_may_write_text_stays_text(line: str) -> None:
    assert render(check_mask(line, POSTS).text).startswith("<p>")


def test_long_lines_of_tags_take_linear_time() -> None:
    began = time.perf_counter()
    mask("{% if x %}" * 20_000, POSTS)
    assert time.perf_counter() - began < 3


def test_words_about_a_page_name_its_tags_as_they_stand() -> None:
    body = "<h1>{{ page.title }}</h1> {{ a }}xx <{{ tag }} {{ attribute }}>"
    masked = mask(body, POSTS)
    for words in (masked.text, "make '" + masked.text[4:20] + "…"):
        shown = masked.unmask(words, body)
        assert "qz:" not in shown
        assert "{{ page.title }}" in shown
    assert masked.unmask(masked.text, body) == body
    assert masked.unmask("no quiz: q-tips", body) == "no quiz: q-tips"


@pytest.mark.parametrize(
    ("body", "is_text"),
    [
        # as Hugo makes of them: one paragraph, or two
        ("**one\n{{< br >}}\ntwo** three\n", True),
        ("> one\n> {{% br %}}\n> two\n", True),
        ("- one\n{{< br >}}\n- two\n", True),
        ("one\n{{< br >}}\n---\n", True),
        ("one\n\n{{< br >}}\n\ntwo\n", False),
        ("one\n\n{{< br >}}\ntwo\n", False),
        ("one\n{{< br >}}\n\ntwo\n", False),
        ("one\n{{< br >}}\n> \n", False),
        # blocks
        ("one\n{{< note >}}\n**two**\n{{< /note >}}\nthree\n", False),
        ("<div>\n{{< br >}}\ntwo\n</div>\n", False),
        ("one\n{{< br >}}\n<p>two</p>\n", False),
        # Hexo's tags are comments to Markdown
        ("one\n{% br %}\ntwo\n", False),
    ],
)
def test_a_shortcode_in_the_middle_of_a_paragraph_does_not_part_it(
    body: str, is_text: bool
) -> None:
    dialects = frozenset({"hugo", "nunjucks"})
    text = mask(body, dialects).text
    assert ("qz:0" in text, "<!--" in text) == (is_text, not is_text)
