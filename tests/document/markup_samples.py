"""Inputs that meet every part of the tree construction: well formed, broken, and in between."""

from __future__ import annotations

from hypothesis import strategies as st

from contentlint.document.nesting import names_of

INPUTS = (
    # paragraphs and what ends them
    "<p>one<p>two",
    "<p>one</p></p>",
    "<p>one<div>two</div>",
    "<p>one<div>two</div></p>",
    "<p><b>one<p>two</b>",
    "<p><span>one<ul><li>two</ul></span></p>",
    "<button><p>one</button>",
    "<p><button><p>one</p></button></p>",
    "<p>one<hr>two<pre>three</pre>",
    "<p>one<table><tr><td>two</table></p>",
    "<p>one<h2>two</h2>three</p>",
    "<address><p>one</address>",
    # formatting elements
    "<b><i>one</b></i>",
    "<b>one<p>two</b>three</p>",
    "<b><p>one</p></b>",
    "<a>one<p>two</a>three</p>",
    "<a href=1>one<a href=2>two</a>",
    "<a><table><td><a>one</table></a>",
    "<font><p>one<p>two</font>",
    "<b><b><b><b>one</b></b></b></b>",
    "<i>one<b>two</i>three</b>four",
    "<div><b><div>one</b></div></div>",
    "<nobr>one<nobr>two",
    "<code><code>one</code></code>",
    "<em><object>one</em></object>",
    "<s><em><u>one</s></em></u>",
    # lists
    "<ul><li>one<li>two</ul>",
    "<ul><li>one</ul></li>",
    "<ul><li><ul><li>one</li></li></ul>",
    "<li>one<li>two",
    "<ol><p>one<li>two</ol>",
    "<ul><li><div><li>one</ul>",
    "<dl><dt>one<dd>two<dt>three</dl>",
    "<dl><div><dt>one<dd>two</div></dl>",
    "<dl><dd><div><dt>one</dl>",
    "<dd>one<dt>two</dd>",
    # headings
    "<h1>one<h2>two</h2></h1>",
    "<h1>one</h2>",
    "<h3><div>one</h3></div>",
    "<h1><p>one</h1>",
    "</h1>",
    # tables
    "<table><tr><td>one<td>two<tr><th>three</table>",
    "<table>one</table>",
    "<table> <!-- one --> <tbody> </tbody></table>",
    "<table><b>one</b><tr><td>two</table>",
    "<table><td>one</table>",
    "<table><tbody><th>one</tbody></table>",
    "<table><caption>one<tr><td>two</table>",
    "<table><caption><p>one</caption><colgroup><col></colgroup></table>",
    "<table><col><col><tr><td>one</table>",
    "<table><colgroup>one</colgroup></table>",
    "<table><thead><tr><th>one<tbody><tr><td>two<tfoot></table>",
    "<table><tr><td><table><tr><td>one</table></table>",
    "<table><table>one</table></table>",
    "<table><tr><td>one</tr></td></table>",
    "<table><input type=hidden><tr><td>one</table>",
    "<table><form><tr><td>one</form></table>",
    "<table><script>one</script><tr><style></style><td>two</table>",
    "<table><tr>&#32;<td>one</table>",
    "<table><tr>&nbsp;<td>one</table>",
    "<table><tr><td><p>one</table>",
    "<table><tr><td><b>one<td>two</table>",
    "<div><table><tr><td></div></table></div>",
    "<table><tr><div>one</div></table>",
    "<table></td></tr></tbody></table>",
    "<td>one</td>",
    "<tr><td>one</td></tr>",
    "<tbody>one",
    "<caption>one",
    "<col>",
    "<table>one",
    "<table><tr><td>one",
    # forms and controls
    "<form><form>one</form></form>",
    "<form><div>one</form></div>",
    "<div><form></div><form>one</form>",
    "<button>one<button>two</button>",
    "<select><option>one<option>two<optgroup><option>three</select>",
    "<select><select>",
    "<select><input>",
    "<select><div>one</div></select>",
    "<option>one<option>two",
    "<textarea><p>one</textarea>",
    "<textarea>one",
    # foreign content
    "<svg><g><path/></g></svg>",
    "<svg><g></svg>",
    "<svg><p>one</svg>",
    "<svg><foreignObject><p>one<p>two</foreignObject></svg>",
    "<svg><title><b>one</b></title></svg>",
    "<math><mi><p>one</mi></math>",
    "<svg><![CDATA[ <p> ]]></svg>",
    "<table><thead><svg><tbody></table>",
    "<table><tr><td><svg><td></table>",
    "<table><tr><td><math><tr></table>",
    "<svg><style><b></style></svg>",
    # ruby
    "<ruby>one<rt>two<rp>three</ruby>",
    "<ruby><b>one<rt>two</ruby>",
    "<ruby>one<rb>two<rtc>three<rt>four</ruby>",
    # raw text
    "<script>one<b></script>",
    "<script><!-- <script> </script> --></script>",
    "<script>one",
    "<style>a > b {}</style>",
    "<iframe><p></iframe>",
    "<xmp><p></xmp>",
    "<noembed><p></noembed>",
    "<title>one<b></title>",
    "<plaintext>one</plaintext>",
    "<noscript><p>one</noscript>",
    "<noscript><b></noscript></b>",
    # void elements, slashes, odd names
    "<br></br>",
    "</br>",
    "<img></img>",
    "<div/>one",
    "<image src=one>",
    "<isindex>",
    "<video><source></source></video>",
    "<x-one><p>two</p></x-one>",
    "<menuitem>one",
    # whole pages and their tags
    "<html><body>one</body></html>",
    "<body class=one>",
    "<head><title>one</title></head>",
    "<frameset><frame></frameset>",
    "</body>one",
    "</html>",
    "<!doctype html><html><head><title>one</title></head><body><p>two</body></html>",
    "<!doctype html><html><body>one</body></html>two",
    "<!doctype html><p>one",
    "<!doctype html><html><head></head>one<body>two</body></html>",
    "<!doctype html><html><body><table><tr><td>one</table></body></html>\n",
    # templates, comments
    "<template><tr><td>one</template>",
    "<template><div></template>",
    "</template>",
    "<template>",
    "<!-- <p> -->one<!-- </p> -->",
    "<p>one<!-- two --></p>",
    # nothing much
    "",
    "one",
    "one &amp; two",
    "<span><div></span></div>",
    "<div><span></div></span>",
    "<section><article></section></article>",
    "<details><summary>one</details>",
)

_NAMES = names_of(
    "a b i em font p div span ul ol li dl dt dd table caption colgroup col thead tbody tr td th "
    "h1 h2 form button select option ruby rt rp br img hr input pre section blockquote details "
    "summary main object script style textarea svg g math mi foreignObject noscript template "
    "nobr address center html head body x-y"
)
_TEXTS = ("one", " ", "\n", "&amp;", "&nbsp;", "<!-- x -->")
_names = st.sampled_from(sorted(_NAMES))
_ENDLESS = frozenset(("br", "img", "hr", "input", "col"))


def _wrap(name: str, content: str, ended: bool) -> str:
    if name in _ENDLESS:
        return f"<{name}>{content}"
    return f"<{name}>{content}</{name}>" if ended else f"<{name}>{content}"


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pieces = st.lists(st.one_of(st.sampled_from(_TEXTS), inner), max_size=3).map("".join)
    shapes = ("<table><tr><td>{}</table>", "<ul><li>{}</ul>", "<dl><dt>x<dd>{}</dl>")
    return st.one_of(
        st.builds(_wrap, _names, pieces, st.booleans()),
        st.builds(str.format, st.sampled_from(shapes), pieces),
    )


trees = st.recursive(st.sampled_from(_TEXTS), _nested, max_leaves=8)
"""Markup that is mostly well nested."""

_tags = st.one_of(
    _names.map("<{}>".format),
    _names.map("</{}>".format),
    st.sampled_from(_TEXTS),
)
soup = st.lists(_tags, max_size=12).map("".join)
"""Tags in any order."""


def _cut_up(text: str, at: int, length: int, new: str) -> str:
    at %= len(text) + 1
    return text[:at] + new + text[at + length :]


damaged = st.builds(_cut_up, trees, st.integers(0, 300), st.integers(0, 6), _tags)
"""Well nested markup with one place spoilt."""

markup = st.one_of(trees, damaged, soup)

_SOUND = [
    "<p>a</p>",
    "<p>",
    "<p><b>x</b></p>",
    "<p><strong>x</strong> y</p>",
    "<strong>x</strong>",
    "<div><h2>x</h2>\n<p>y</p></div>",
    "<ul>\n<li>a</li><li>b</li></ul>",
    "<ul><li>a<li>b</ul>",
    "<table><tbody>\n<tr><td>a</td></tr></tbody></table>",
    "<table><tr><td><p>a</table>",
    "<a href=x><img src=y></a>",
    "<blockquote>a<p>b</p></blockquote>",
    "<form><button>x</button></form>",
    "<span>x</span>",
    "<br>",
    "<hr>",
    "<!-- x -->",
    "<object><p>x</p></object>",
    "text",
    "\n",
]
_OPEN = sorted(
    names_of(
        "<div> <p> <b> <i> <span> <strong> <ul> <li> <td> <h2> <a> <button> <table> <tr> <pre> "
        "<blockquote> <object> <dl> <dd> <sub>"
    )
)
_CLOSED = [tag.replace("<", "</") for tag in _OPEN]
_FLAWS = [
    "</span>",
    "<b><i>x</b></i>",
    "<strong><em>x</strong></em>",
    "<b><i>x</b>y</i>",
    "<i><b>x</i></b>",
    "<p><span><strong>x<p>",
    "<p><b>x<p>y",
    "<p><span>x<p>y</p>",
    "</sub>",
]
_parts = st.one_of(
    st.sampled_from(_FLAWS),
    st.sampled_from(_SOUND),
    st.sampled_from(_SOUND),
    st.sampled_from(_OPEN),
)
_wrapped = st.recursive(
    st.lists(st.one_of(st.sampled_from(_FLAWS), st.sampled_from(_SOUND)), max_size=4).map("".join),
    lambda inner: st.builds(
        lambda tag, held: f"{tag}{''.join(held)}{tag.replace('<', '</')}",
        st.sampled_from(_OPEN),
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)
flawed = st.one_of(
    st.lists(_wrapped, max_size=4).map("".join),
    st.lists(_parts | st.sampled_from(_CLOSED), max_size=12).map("".join),
)
"""Markup with a few faults of the commonest kinds."""
