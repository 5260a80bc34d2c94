"""Posts of one piece again and again: what they cost grows with their length, not faster."""

from __future__ import annotations

import time

import pytest

from contentlint import lint_text

# presets, what stands before the pieces, one piece (%d is its number), what stands after them
_POSTS = {
    "blanks behind a box": (["docusaurus"], "::: tip", " ", "x\n"),
    "signs in a tag": ([], "<p><a ", '" ', ">x</a>\n"),
    "tags of templates": (["hexo"], "", "{% if %} a\n", ""),
    "names of values": ([], "---\n", "a%d: &b\n", "---\nx\n"),
    "empty fields": ([], "---\n", "a%d:\n", "---\nx\n"),
    "fragments": ([], "", '<a href="#FOo%d">x</a><p id="foO%d">y</p>\n', ""),
    "definitions below text": ([], "", "x\n[l%d]: https://a.example\n\n", ""),
    "definitions": ([], "", "<b>[x</b>\n\n[l%d]: /u\n\n", ""),
    "hidden end tags": ([], "<!-- ", "</i> ", ""),
    "blanks before attributes": ([], "<p>", '<i  style="">x</i>', "</p>\n"),
    "letters of a host": ([], '<a href="//b.example">http://xn--', "b9", ".example</a>\n"),
    "beginnings of addresses": ([], "https://a.example中 ", "-https://a", "\n"),
    "empty lines": ([], "TODO x\n\n", "<br>\n", "\n"),
    "stand-ins on one line": ([], "", "<p>TODO</p>", "\n"),
    "faults of fields": ([], "---\ntags: [", "a: b, ", "]\n---\nx\n"),
    "links in links": ([], "", "[a [b](c) d](https://example.com/e) ", ""),
    "pictures that should be links": ([], "", "![a](b.png)](https://example.com) ", ""),
    "numbers below a number": ([], "1. a\n", "  1. b\n", ""),
    "numbers below a text": ([], "a\n", "2. c\n  1. b\nd\n", ""),
    "items without a blank": ([], "", "- a\n-b\n", ""),
    "values of a note": (["jekyll"], "{% include a.html b=", "xxx=", "! %}\n"),
    "comments of Liquid": (["jekyll"], "{{ a }}{% elseif %}", "{% comment %} ", "\n"),
    "comments of Liquid with braces": (
        ["jekyll"],
        "",
        "{% comment %}{{ a {% raw %}{% endcomment %} ",
        "",
    ),
    "braces in a block of Liquid": (
        ["jekyll"],
        "{% highlight c %}",
        "{{ a {%- raw %} {{b ",
        "{% endhighlight %}",
    ),
    "raw blocks in each other": (["hexo"], "", "{% raw %}{% raw %}{% endraw %} ", ""),
    "ends of raw blocks": (["jekyll"], "", "{% raw %}{%- endraw %} ", ""),
    "commas in braces": (["docusaurus"], "{1", ", ", " x}\n"),
    "blanks behind a title": (["mkdocs"], "!!! a b", " ", "x\n"),
    "lists that do not begin": (["mkdocs"], "<div>\n", "<ul ", "\n</div>\n"),
    "boxes with too short ends": (["vitepress"], "", ":::: tip\n\n:::\n", ""),
    "scripts without an end": (["vitepress"], "{{ a }}", "<script ", "\n"),
    "direction marks": ([], "a", "a\u200e", "x\n"),
    "direction marks in a value": ([], "---\ntitle: '", "a\u200e", "'\n---\nx\n"),
    "ends in an end tag": ([], "<p>", "</p ", "\n"),
    "rows without a table": (["jekyll"], "", "a | b\n", ""),
    "conflicts": ([], "", "<<<<<<< a\n=======\n>>>>>>> b\n", ""),
    "ranges": (["hexo"], "", "1~3 a ", "\n"),
    "braces of Vue": (["vitepress"], "", "{{ a b ", "}}\n"),
    "tags that name posts": (["hexo"], "", "{% post_link a %} ", "\n"),
    "dots of an address": (["vitepress"], "[x](", ".", "/)\n"),
    "branches without a block": (["hexo"], "", "{% else %} a\n", ""),
    "names that no tag has": (["hexo"], "", "{% gone%d %} a\n", ""),
    "fields given twice": (["hexo"], "---\n", "a%d: b\na%d: c\n", "---\nx\n"),
    "signs in full width": (["hexo"], "", "＊＊a｀＜br ｛％ raw ", "\n"),
    "comments that begin alone": (["hexo"], "", "<!- a- ", "\n"),
    "hyphens behind the excerpt": (["hexo"], "<!--more", "- ", "x\n"),
    "rows between text": (["jekyll"], "", "a\n| b | c |\nd\n\n", ""),
    "blanks in a loop": (["jekyll"], "{% for x", " ", "y %}{% endfor %}\n"),
    "shortcodes of one name each": (["hugo"], "", "{{< a%d >}} x\n", ""),
    "calls between plain braces": (["hugo"], "", "{{ figure a ", "\n"),
    "formulas": (["docusaurus"], "", "$a_{b}$ ", "\n"),
    "fences that Docusaurus takes away": (["docusaurus"], "", "```mdx-code-block\n", "```\n"),
    "empty lines in Jekyll": (["jekyll"], "", "\n", "x\n\n    <b>y</b>\n"),
    "heads of one table": (["hugo"], "", "|a|\n|-|\n", "\n|a|\n|-|\n|b|\ntext\n"),
    "names in a name": (["hugo"], "See [a text][b]\n\n{{< ", "include", " >}}\n"),
    "components": (["docusaurus"], "", "<A%d/>\n\n", ""),
}


@pytest.mark.parametrize("name", _POSTS)
def test_the_cost_grows_with_the_length(name: str) -> None:
    presets, first, piece, last = _POSTS[name]

    def cost(size: int) -> float:
        pieces = (piece.replace("%d", str(number)) for number in range(size // len(piece)))
        text = f"{first}{''.join(pieces)}{last}"
        began = time.process_time()
        lint_text(text, presets=presets)
        return time.process_time() - began

    cost(1_000)  # what is made once only
    assert cost(160_000) < 8 * cost(40_000) + 0.3
