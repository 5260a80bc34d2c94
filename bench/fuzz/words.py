"""What generated posts are made of: scripts, URLs, tags, attributes, values, template tags."""

from __future__ import annotations

NAMES = (
    "post.md", "post.md", "post.md", "2024-01-02-post.md", "page.html", "page.html", "post.mdx",
    "letter.txt", "_index.md", "2024-02-30-post.md", "post.mdx", "index.mdx", "README.md",
)  # fmt: skip

WORDS = (
    "word", "a", "The", "end.", "中文", "标题，正文。", "日本語", "한국어", "עברית", "العربية", "😀",
    "👨‍👩‍👧", "🇩🇪", "e\u0301", "ﬁ", "\U0002000b", "Ã¤", "â€™", "&", "<", ">", "\"", "'", "“", "…", "--", "...",
    "&amp;", "&nbsp;", "&lt;b&gt;", "&copy", "&nosuch;", "&#0;", "&#x1F600;", "&#13;", "&#xD800;",
    "\u00a0", "\u200b", "\u200d", "\ufeff", "\u202e", "\u2028", "\u0085", "\x0c", "\x0b", "\x00", "\x1b",
    "\u3000", "\t", "\\", "\\*", "\\<", "1", "007", "3.14", "lorem ipsum dolor", "TODO", "Title",
    "a@example.com", "www.example.com", "http://example.com", "https://example.com/a?b=1&copy=2",
    "{{ x }}", "{% raw %}", "{% endraw %}", "{{< fig src=\"a\" >}}", "{{% note %}}", "{{", "%}", "$x_1$",
    "<!-- more -->", "<!--", "-->", "<br>", "<?php", "<![CDATA[x]]>", "[x]", "![", "](", "^1", "|", "~~",
    "3~5天", "10~20元", "~", "H~2~O", "＊＊太字＊＊", "｀code｀", "＜br＞", "<br／>", "｛% x %｝", "<!–more–>",
    "<! --more-->", "<!-- more--->", "《!--a-->", "{{ two words }}", "{{ a.b }}", "`{{ a }}`", "`{% x %}`", "${{ a.b }}",
    "{a}", "{two words}", "{2,3}", "{\"a\": 1}", "{", "}", "<5", "[^1]", "[^note]", "$|x|$", "a | b", "$\\frac{{a}}{b}$",
    "[a]({{ b }})", "[a]({% link b.md %})", "![[a.png]]", "[[a]]", "**“a”**b", "**中文。**中", "他~~（甲）~~是",
    "[hier](/a)", "[a] (b)", "[a](b c)", "==a==", "++a++", ":smile:", "\\{", "\\~", "{#id}", "{: .a}", "{:toc}", "=>", "’",
    "password=hunter2", "AKIAIOSFODNN7EXAMPLE", "click here", "�", "锟斤拷", "[…]", "（完）",
)  # fmt: skip

URLS = (
    "https://example.com/", "http://example.com/a", "/a/b.png", "a.png", "#top", "", " ", "//x.y/z",
    "mailto:a@example.com", "javascript:alert(1)", "data:image/png;base64,AAAA", "file:///C:/x.png",
    "http://localhost:4000/", "https://example.com/?utm_source=a&id=1", "C:\\x\\y.png", "文.png",
    "https://例え.jp/", "https://t.co/x", "http://[::1", "https://example.com/a b", "<a b>", "a(b)c",
    "https://www.google.com/url?q=https%3A%2F%2Fexample.com%2F&sa=D", "{{ url }}", "../x.md", "x.md#Y",
    "https://example.com/%zz", "https://user:pw@example.com/", "https://example.com:99999/", "tel:1",
)  # fmt: skip

TAGS = (
    "p", "div", "b", "i", "a", "span", "strong", "em", "img", "br", "h1", "h2", "h3", "ul", "ol", "li",
    "table", "tbody", "thead", "tr", "td", "th", "pre", "code", "blockquote", "font", "center", "section",
    "figure", "figcaption", "iframe", "video", "source", "input", "form", "button", "label", "select",
    "option", "textarea", "script", "style", "svg", "math", "path", "title", "template", "noscript",
    "details", "summary", "dl", "dt", "dd", "hr", "u", "s", "sub", "sup", "ruby", "rt", "rp", "caption",
    "col", "colgroup", "body", "html", "head", "meta", "link", "article", "header", "main", "nav", "nobr",
    "strike", "big", "tt", "marquee", "object", "embed", "o:p", "my-tag", "Foo", "A.B", "plaintext",
    "frameset", "image", "search", "dialog", "kbd", "xmp", "acronym", "h7", "foreignObject",
)  # fmt: skip

ATTRIBUTES = (
    "class", "style", "href", "src", "alt", "title", "id", "width", "height", "align", "target", "rel",
    "onclick", "lang", "dir", "role", "aria-label", "aria-hidden", "aria-labelledby", "data-x", "srcset",
    "sizes", "loading", "color", "bgcolor", "border", "colspan", "rowspan", "headers", "scope", "type",
    "name", "value", "for", "tabindex", "hidden", "CLASS", "viewBox", "xml:lang", "v-if", "@click", ":a",
    "data-src", "data-original", "markdown", "className", "v-html", "#a", "{...a}", "style={{a: 1}}", "on:click",
    "datetime", "start", "referrerpolicy", "allow", "sandbox", "contenteditable", "draggable", "is", "=",
)  # fmt: skip

VALUES = (
    "a", "", "a b", "trsHotWords", "text-align: left;", "color: red; font-size: 12px", "color:#f00;;",
    "100", "100%", "0", "-1", "_blank", "noopener", "no-referrer", "zh-CN", "xx-invalid-xx", "button",
    "a'b", "a&b", "a&amp;b", "a<b", "中文", "a\nb", "https://example.com/", "a.png 1x, b.png 2x", "true",
    "url(http://example.com/a.png)", "mso-fareast-font-family: x", "{{ v }}", "\u200b", "img_1234.jpg", "true false",
    "2024-02-30", "javascript:x", "position: fixed; top: 0", "display:none", "1e9", "99999999999",
)  # fmt: skip

KEYS = (
    "title", "date", "tags", "categories", "author", "description", "draft", "cover", "thumbnail", "slug",
    "permalink", "layout", "updated", "lastmod", "headimg", "comments", "weight", "aliases", "url", "id",
    "modified", "publishDate", "cascade", "published", "disableNunjucks", "render_with_liquid", "format", "mdx",
    "hide_table_of_contents", "outline", "prev", "hero", "eleventyExcludeFromCollections", "pagination", "expiryDate",
    "keywords", "titel", "Date", "中文", "a b", "a.b", "\"quoted\"", "'q'", "?", "<<", "1", "null", "toc",
    "extra", "taxonomies", "pubDate", "excerpt", "image", "sidebar_position", "top", "password", "lang",
)  # fmt: skip

SCALARS = (
    "A post", "'A post'", "\"A post\"", "2024-05-03", "2024-05-03T08:00:00Z", "2024-05-03 8:00:00",
    "Mon, 08 Nov 2021 20:24:00 GMT", "2024-13-45", "2024/5/3", "3 May 2024", "2999-01-01", "20240503",
    "2021年11月8日", "13/11/2021", "08/11/2021", "2021-11-8 9:00:00 +8", "2021-11-08 20:24", "2021-11-08 10:00:00 CST",
    "2021-1-2 8:3:4", "2021-01", "٢٠٢١-١١-٠٨", "2021-11-08 20:24:00 +0800", "git Last Modified", "'2021-11-08'",
    "#a #b", "#a", "rome, walks", "a、b", "[\"a\"、\"b\"]", "[\"a\"، \"b\"]", "/:yaer/:title/", "/:year/:month/:title", "20211108",
    "/图/封面.png", "\n-\ta\n-\tb", "\n\t- a\n\t- b", "\n  - draft: true", "\n<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> b",
    "true", "no", "yes", "on", "null", "~", "", "007", "1_000", "1:30", "0x1F", ".5", "1e3", ".inf", ".nan",
    "a: b", "a #b", "# b", "@a", "`a`", "%a", "*a", "&a b", "!t a", "!!str 1", "| a", "> a", "- a", "? a",
    "[a, b", "[a, b]", "[a,, b]", "{a: 1}", "{a", "'it''s'", "'it's'", "\"a\\qb\"", "\"a\\u4e2d\"", "\"a",
    "中文：标题", "“a”", "😀", "\ta", "a\t", "a  ", "\u00a0", "\u200b", "a\u2028b", "{{ x }}", "<b>x</b>", "&amp;",
    "https://example.com/a.png", "http://", "a.png", "/img/a b.png", "|\n  line\n\n  line", ">-\n  a\n   b",
    "\n  - a\n  - b", "\n- a\n- 1\n- no", "\n  a: 1\n  b: [2]", "\n  a:\n    b:\n      c: 1", "a\n  b\n  c",
    "'a\n  b'", "[a,\n  b]", "\n\t- a", "\n - a\n  - b", "# contentlint-disable-line title", "\x07", "\ud800",
)  # fmt: skip

COMMENTS = (
    "<!-- contentlint-disable-next-line links/insecure -- because -->", "<!-- contentlint-disable -->",
    "<!-- contentlint-disable html -->", "<!-- contentlint-enable -->", "<!-- contentlint-disable-line -->",
    "<!-- contentlint-disable-next-line no/such -->", "<!-- contentlint-disable-file text -->", "<!-- a -->",
    "<!-- more --->", "<!--  More\n-->", "<!--- a --->", "<!--a", "{/* a", "<!-- {{ a }} -->", "<!-- a -- > b",
    "<!--a--b-->", "<!-->", "<!--", "<!-- contentlint-disable-next-line", "{/* contentlint-disable-line */}",
)  # fmt: skip

TEMPLATES = (
    "{{ page.title }}", "{% include a.html %}", "{% if x %}", "{% endif %}", "{% for a in b %}\n",
    "{% endfor %}", "{{< figure src=\"a.png\" >}}", "{{% notice %}}", "{{% /notice %}}", "{% highlight js %}",
    "{% endhighlight %}", "{% asset_img a.png %}", "{# c #}", "{{ a", "{% b", "{{{ c }}}", "{% raw %}{{ x }}",
    "<Foo bar={x > 1} />", "<Foo>", "</Foo>", "import A from './a'", "export const a = 1", "{a.b}", ":::note",
    "{% if a = 1 %}", "{% elseif b %}", "{% elsif b %}", "{% else %}", "{% end if %}", "{% end_raw %}", "{% note info %}",
    "{% endnote %}", "{% asset_imgs a.png %}", "{% post_link a 'b' %}", "{% post_url 2024-01-05-fair.md %}",
    "{% include \"note.html\" %}", "{% include note.html, a=b c %}", "{% link \"a.md\" %}", "{% highlight ruby, linenos %}",
    "{% endquote %}", "{% blockquote %}", "{% comment %}", "{% endcomment %}", "{% assign a %}", "{% for a of b %}",
    "{{ figure src=\"a.png\" }}", "{{youtube abc}}", "{{< ref posts/fair >}}", "{{< ref \"no-such\" >}}", "{{< box >}}",
    "{{< /box >}}", "{{< /figure >}}", "{{< figure \"a.png\" />}}", "{{< figure src=\"a.png >}}", "{{< tab >}", "{{</* a */>}}",
    "{{< figur src=`a` >}}", "{{% box %}}", "{{ page.titel }}", "{{ site.url | upcase }}", "{{a: {b: 1}, c: 2}}", "{{ name }}",
    "<p style={{a: 1}}>", "<Chart data={[1, 2]} {...a}/>", "<Card\n  a=\"b\"\n>", "<></>", "{/* c */}", "{a ? <b>x</b> : null}",
    "{`a ${b}`}", "export default function A() {\n  return <b/>\n}", "<script setup>\nconst a = 1\n</script>\n",
    "<span v-pre>{{ two words }}</span>", "::: v-pre", "::: tip\nText.\n:::", ":::note Title\n\nText.\n\n:::", "::::tip\n\nText.\n\n:::",
    ":::", "::: warning", "<<< @/a.js", "[[toc]]", "@[toc](a)", "{::options parse_block_html=\"true\" /}", "{::nomarkdown}",
    "{: .wide}\n| a | b |", "* TOC\n{:toc}", "<div markdown=\"1\">", "!!! note\n  One.", "!!! note “Two”\n    Text.",
    "!!! tip 提示\n    Text.", "??? a \"b\"\n\n    Text.", "=== \"Tab\"\n\n    Text.", "- one\n  - two\n    - three",
    "1. one\n\n   two", "One:\n- two\n- three", "Six:\n| a | b |\n|---|---|\n| c | d |", "~~old~~ - [ ] a", "{++a++}", "[a][b.c]",
    "<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> b\n", "||||||| a\n", "＃＃ 标题", "｀｀｀js\na\n｀｀｀", "<--more-->", "<!— later —>",
    "[^1]: Of two hours.", "[caption id=\"a\"]A boat[/caption]", ":::message\n注意\n:::", "{% include {{ a }} %}", "{%50%}",
    "<% x %>", "{:.class}", "{: #id}", "[TOC]", "{% codeblock %}\n<b>\n{% endcodeblock %}", "{{ \"a\n\nb\" }}",
)  # fmt: skip
