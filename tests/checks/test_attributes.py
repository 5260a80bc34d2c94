"""Attributes by the standard: names, places, values, ARIA, ids and references."""

import pytest

from contentlint.checks import attributes, content_model
from contentlint.document import Document, SiteSettings
from contentlint.source import Source
from tests.checks.standard_pages import document, page, problems

VALID = """
<a href=b target=_blank rel=noopener download hreflang=en type=text/html referrerpolicy=origin>c</a>
<img src=a alt=b width=1 height=2 loading=lazy decoding=async fetchpriority=high crossorigin>
<img srcset="a 1w, b 2w" sizes="100vw" alt=c><img srcset="a 1w" sizes=auto loading=lazy alt=c>
<p class=a id=b lang=zh-Hans dir=rtl title=c tabindex=-1 hidden spellcheck=false translate=no>d</p>
<p data-a=b aria-hidden=true onclick=c v-if=d @click=e :f=g x-data hx-get=h ng-app (i)=j [k]=l>m</p>
<div vocab=https://schema.org/ typeof=Person property=name resource=#me prefix="a: http://b/">c</div>
<div itemscope itemtype=https://schema.org/Person itemid=urn:a:b><span itemprop=name>c</span></div>
<my-player code=a href="b c">d</my-player><svg viewBox="0 0 1 1" foo=bar><path d=M0/></svg>
<ol start=2 reversed type=a><li value=3>a</ol>
<input type=email multiple value="ana@example.com,b@example.com" autocomplete=email required>
<input type=number min=1 max=5 step=any value=2><input type=date min=2024-01-01>
<input type=file accept=image/*,.pdf multiple><input type=image src=a alt=b formaction=c>
<input type=button value=a><input type=color value=#ff8800><input type=range min=0 max=1 step=.1>
<button type=submit formaction=a formmethod=post>b</button><button type=button popover>c</button>
<select required><option value="">a<option>b</select>
<select multiple><option selected>a<option selected>b</select>
<meter value=.5 low=.2 high=.8></meter><meter value=5 min=1 max=10></meter>
<progress max=2 value=1></progress>
<iframe src=a sandbox="allow-scripts" allow=fullscreen allowfullscreen loading=lazy></iframe>
<video src=a controls autoplay muted playsinline poster=b preload=none></video>
<embed src=a type=text/html quality=high><object data=a type=a/b></object>
<td>a</td><time>2024-02-29</time><time datetime=PT2H>two hours</time><bdo dir=rtl>a</bdo>
<script type=module src=a></script><script src=a async defer></script>
<script type=application/ld+json>{}</script>
<script type=importmap>{"imports": {"a": "/a.js", "b/": "./b/"}}</script>
<script type=importmap>{"scopes": {"/c/": {"a": "/d.js"}}}</script>
<script type=speculationrules>{"prefetch": [{"urls": ["/a"], "eagerness": "eager"}]}</script>
<script type=speculationrules>{"prerender": [{"where": {"and": [{"href_matches": "/*"}]}}]}</script>
<map name=a id=a><area shape=circle coords=1,2,3 href=b alt=c><area shape=default></map>
<p xml:lang=en lang=en>a</p><table><tr><th scope=col abbr=a>b<td headers="" colspan=2>c</table>
""".strip().splitlines()


@pytest.mark.parametrize("text", VALID)
def test_valid(text):
    assert problems(text) == []


INVALID = {
    '<a href=b code="300832">c</a>': "unknown-attribute",
    "<p data-=a>b</p>": "unknown-attribute",
    "<p onfoo=a>b</p>": "unknown-attribute",
    "<p xmlns:foaf=http://a/>b</p>": "unknown-attribute",
    "<p href=a>b</p>": "misplaced-attribute",
    "<div name=a>b</div>": "misplaced-attribute",
    "<img src=a alt=b sizes=1px>": "misplaced-attribute",
    "<img src=a alt=b ismap>": "misplaced-attribute",
    "<ul><li value=2>a</ul>": "misplaced-attribute",
    "<input type=checkbox placeholder=a>": "misplaced-attribute",
    "<input type=hidden required>": "misplaced-attribute",
    "<input type=file value=a>": "misplaced-attribute",
    "<button type=button formaction=a>b</button>": "misplaced-attribute",
    "<select><option selected>a<option selected>b</select>": "misplaced-attribute",
    "<select required><option>a</select>": "misplaced-attribute",
    "<script async>a</script>": "misplaced-attribute",
    "<script type=text/plain src=a></script>": "misplaced-attribute",
    "<script type=module src=a nomodule></script>": "misplaced-attribute",
    "<p itemtype=http://a/>b</p>": "misplaced-attribute",
    "<p xml:lang=en>b</p>": "misplaced-attribute",
    "<picture><source srcset=a src=b media=c><img src=d alt=e></picture>": None,
    "<dialog tabindex=0>a</dialog>": "misplaced-attribute",
    "<my-icon is=a-b>c</my-icon>": "misplaced-attribute",
    "<a target=_blank>b</a>": "missing-attribute",
    "<a rel=nofollow>b</a>": "missing-attribute",
    "<img alt=b>": "missing-attribute",
    '<img srcset="a 1w" alt=b>': "missing-attribute",
    "<picture><source><img src=a alt=b></picture>": "missing-attribute",
    "<picture><source srcset=a><img src=b srcset=c alt=d></picture>": "missing-attribute",
    "<map name=a><area shape=default href=b></map>": "missing-attribute",
    "<object></object>": "missing-attribute",
    "<meter></meter>": "missing-attribute",
    "<bdo>a</bdo>": "missing-attribute",
    "<data>a</data>": "missing-attribute",
    "<time>Friday</time>": "missing-attribute",
    "<time><b>2024</b></time>": "missing-attribute",
    "<input type=image src=a>": "missing-attribute",
    "<input type=button>": "missing-attribute",
    "<select><optgroup><option>a</optgroup></select>": "missing-attribute",
    "<select><option></option></select>": "missing-attribute",
    "<p dir=left>a</p>": "invalid-attribute-value",
    "<p lang=cn>a</p>": "invalid-attribute-value",
    "<p id=''>a</p>": "invalid-attribute-value",
    "<img src=a alt=b width=50%>": "invalid-attribute-value:obeyed",
    "<object data=a height=50.5></object>": "invalid-attribute-value:obeyed",
    "<video src=a width='50 %'></video>": "invalid-attribute-value:number",
    "<canvas width=50%></canvas>": "invalid-attribute-value",
    "<img src=a alt=b width=auto>": "invalid-attribute-value",
    "<img src=a alt=b sizes=auto srcset='a 1w'>": "invalid-attribute-value",
    "<img src=a alt=b sizes=1px srcset='a 2x'>": "invalid-attribute-value",
    "<video src=a controls=true></video>": "invalid-attribute-value:yes",
    "<video src=a controls=No></video>": "invalid-attribute-value:no-is-yes",
    "<input type=date value=1.2.2024>": "invalid-attribute-value",
    "<input type=email value=ana>": "invalid-attribute-value",
    "<input type=color value=red>": "invalid-attribute-value",
    "<input type=url value=/a>": "invalid-attribute-value",
    "<input type=number min=5 max=1>": "invalid-attribute-value",
    "<input type=tel autocomplete=name>": "invalid-attribute-value",
    "<input type=hidden autocomplete=on>": "invalid-attribute-value",
    "<input name=isindex>": "invalid-attribute-value",
    "<meter value=2></meter>": "invalid-attribute-value",
    "<meter value=1 max=2 low=2 high=1></meter>": "invalid-attribute-value",
    "<progress value=2></progress>": "invalid-attribute-value",
    "<bdo dir=auto>a</bdo>": "invalid-attribute-value",
    "<map name=a id=b></map>": "invalid-attribute-value",
    "<map name=a><area shape=circle coords=1,2 href=b alt=c></map>": "invalid-attribute-value",
    "<label for=a>b<input id=c></label>": "invalid-attribute-value",
    "<script type=foo></script>": "invalid-attribute-value",
    "<table><tr><td colspan=0>a</table>": "invalid-attribute-value",
    "<a href='b c'>d</a>": "invalid-url",
    "<img src='' alt=b>": "invalid-url:empty",
    "<a herf=b target=_blank>c</a>": "misspelt-attribute",
    "<img scr=a alt=b>": "misspelt-attribute",
    "<img src=a alt=b atl=c>": "unknown-attribute",
    "<p align=left>a</p>": "obsolete-attribute",
    "<iframe src=a title=b border=0 frameborder=0></iframe>": "obsolete-attribute:embed",
    "<object data=a align=left hspace=0></object>": "obsolete-attribute:embed",
    "<object data=a codebase=b></object>": "obsolete-attribute",
    "<table><tr><td bgcolor=red>a</table>": "obsolete-attribute",
    "<a name=b href=c>d</a>": "obsolete-attribute",
    "<p id=a>b</p><p id=a>c</p>": "duplicate-id",
    "<svg id=a></svg><p id=a>c</p>": "duplicate-id",
    "<script type=importmap>{</script>": "invalid-script",
    '<script type=importmap>{"imports": {"a/": "/b"}}</script>': "invalid-script",
    '<script type=speculationrules>{"prefetch": [{"source": "list"}]}</script>': "invalid-script",
    "<div role=buton>a</div>": "invalid-aria",
    "<div role=widget>a</div>": "invalid-aria",
    "<div role=checkbox>a</div>": "invalid-aria",
    "<div role=option>a</div>": "invalid-aria",
    "<h2 role=button>a</h2>": "invalid-aria",
    "<a href=b role=heading aria-level=2>c</a>": "invalid-aria",
    "<p aria-label=a>b</p>": "invalid-aria",
    "<div aria-foo=a>b</div>": "invalid-aria",
    "<div aria-hidden=yes>b</div>": "invalid-aria",
    "<div aria-checked=true>b</div>": "invalid-aria",
    "<input type=checkbox aria-checked=true>": "invalid-aria",
    "<input type=hidden aria-label=a>": "invalid-aria",
    "<img src=a alt='' role=button>": "invalid-aria",
    "<img src=a alt=b role=none>": "invalid-aria",
    "<img src=a role=button>": "invalid-aria",
    "<progress max=1 aria-valuemax=1></progress>": "invalid-aria",
    "<ul><li role=button>a</ul>": "invalid-aria",
    "<details><summary role=link>a</summary></details>": "invalid-aria",
    "<h1><span role=alert>a</span></h1>": "invalid-aria",
    "<label role=group>a<input></label>": "invalid-aria",
    "<br role=separator>": "invalid-aria",
}


@pytest.mark.parametrize(("text", "expected"), INVALID.items())
def test_one_cause_one_problem(text, expected):
    found = problems(text)
    if expected is None:
        assert found == ["invalid-attribute-value", "misplaced-attribute"]
    else:
        assert found == [expected]


WHOLE = {
    "<label for=a>b</label>": "broken-reference",
    "<label for=a>b</label><p id=a>c</p>": "broken-reference",
    "<label for=a>b</label><input type=hidden id=a>": "broken-reference",
    "<input list=a><input id=a>": "broken-reference",
    "<input form=a>": "broken-reference",
    "<p><img src=a alt=b usemap=#c></p>": "broken-reference",
    "<table><tr><td headers=a>b<td id=a>c</table>": "broken-reference",
    "<div aria-labelledby=a role=group>b</div>": "broken-reference",
    "<p autofocus>a</p><p autofocus>b</p>": "misplaced-attribute",
    "<p itemprop=a>b</p>": "misplaced-attribute",
}


@pytest.mark.parametrize(("body", "expected"), WHOLE.items())
def test_references_are_judged_on_whole_pages_only(body, expected):
    assert page(body) == [expected]
    assert problems(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "<label for=a>b</label><input id=a>",
        "<label for=a>b</label><my-field id=a></my-field>",
        "<input list=a><datalist id=a></datalist>",
        "<table><tr><th id=a>b<td headers=a>c</table>",
        "<p autofocus>a</p><dialog><p autofocus>b</p></dialog>",
        "<p itemscope itemref=a>b</p><p id=a><span itemprop=c>d</span></p>",
        "<img src=a alt=b usemap=#c><map name=c></map>",
    ],
)
def test_references_that_hold(body):
    assert page(body) == []


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta charset="utf-8">', "misplaced-attribute"),
        ("<meta>", "missing-attribute"),
        ("<meta name=a>", "missing-attribute"),
        (
            "<meta name=description content=a><meta name=description content=b>",
            "misplaced-attribute",
        ),
        ('<meta http-equiv=refresh content="5;url=a">', "invalid-attribute-value"),
        ('<meta http-equiv=refresh content="5; url=a b">', "invalid-attribute-value"),
        ("<meta http-equiv=x-ua-compatible content=IE=9>", "invalid-attribute-value"),
        ("<meta http-equiv=foo content=a>", "invalid-attribute-value"),
        (
            "<meta http-equiv=content-security-policy content=\"default-src 'foo'\">",
            "invalid-attribute-value",
        ),
        ("<link href=a>", "missing-attribute"),
        ("<link rel=icon>", "missing-attribute"),
        ("<link rel=preload href=a>", "missing-attribute"),
        ("<link rel=preload href=a as=worker>", "invalid-attribute-value"),
        ("<link rel=icon href=a as=image>", "misplaced-attribute"),
        ("<link rel=stylesheet href=a sizes=any>", "misplaced-attribute"),
        ('<link rel=preload as=image imagesrcset="a 1w">', "missing-attribute"),
        ('<link rel="alternate stylesheet" href=a>', "missing-attribute"),
        ("<link rel=stylesheet href=a media=tv>", "invalid-attribute-value"),
        ("<base>", "missing-attribute"),
        ("<style type=text/plain></style>", "invalid-attribute-value"),
    ],
)
def test_heads(head, expected):
    assert page("<p>a</p>", head) == [expected]


@pytest.mark.parametrize(
    "head",
    [
        '<meta http-equiv=refresh content="5; url=a"><meta name=description content=a>',
        "<meta property=og:title content=a><meta name=theme-color content=red media=screen>",
        "<link rel=stylesheet href=a media=print integrity=sha256-abc crossorigin blocking=render>",
        "<link rel=icon href=a sizes=32x32><link rel=preload as=font href=a crossorigin>",
        '<link rel=preload as=image imagesrcset="a 1w" imagesizes=100vw>',
        '<base href="/a/"><script src="b"></script><style media="(color)">p{}</style>',
    ],
)
def test_valid_heads(head):
    assert page("<p>a</p>", head) == []


def test_an_image_without_alt_is_another_rules_business():
    assert problems("<img src=a>") == []


def test_places_run_from_the_name_to_the_end_of_the_value():
    text = "---\ntitle: a\n---\n<p>b <a code='1'\n href=\"c\">d</a>\n"
    doc = document(text, "post.md")
    (hit,) = attributes.unknown(doc, {})
    assert text[hit.span.start : hit.span.end] == "code='1'"
    start, end, put = hit.fix[2][0]
    assert text[:start] + put + text[end:] == text.replace(" code='1'", "")


def test_a_markdown_link_is_reported_as_a_whole():
    from contentlint.checks import urls

    text = "a [b](http:/c) d <http://e:f/>\n"
    hits = list(urls.invalid(document(text, "post.md"), {}))
    assert [text[hit.span.start : hit.span.end] for hit in hits] == [
        "[b](http:/c)",
        "<http://e:f/>",
    ]


def test_what_markdown_encodes_is_not_reported():
    text = "[a](/価格) [b](<c d>) [e](/f[1]) ![g](h\\i.png)\n"
    assert problems(text, "post.md") == []


def test_the_first_of_two_ids_is_named():
    text = "<p id=a>b</p><p id=a>c</p>"
    (hit,) = attributes.duplicate_id(document(text), {})
    assert text[hit.span.start : hit.span.end] == "id=a"
    assert hit.span.start > 10
    assert hit.related[0][1].start == 0


def test_names_a_site_knows_can_be_ignored():
    doc = document("<a href=b code=1>c</a><player>d</player>")
    assert list(attributes.unknown(doc, {"ignore": ["code"]})) == []
    assert list(content_model.unknown_element(doc, {"ignore": ["player"]})) == []


def test_sites_made_of_components():
    source = Source.from_text("<Badge>\n", "post.md")
    assert list(content_model.unknown_element(Document(source), {}))
    settings = SiteSettings(presets=("docusaurus",))
    assert not list(content_model.unknown_element(Document(source, settings), {}))
    source = Source.from_text('<div className="a">b</div>\n', "post.md")
    assert list(attributes.unknown(Document(source), {}))
    assert not list(attributes.unknown(Document(source, settings), {}))


def test_one_element_with_very_many_attributes():
    names = " ".join(f"a{n}=1" for n in range(50_000))
    assert len(list(attributes.unknown(document(f"<p {names}>b</p>"), {}))) == 20
