"""One report that every format has to survive: Chinese, emoji, control characters, hostile text."""

from __future__ import annotations

from contentlint.findings import Edit, Excerpt, Finding, Fix, Related, Severity
from contentlint.report import FileError, Report
from contentlint.reports import ReportContext, RuleInfo
from contentlint.source import Source

NEWS = (
    "\n---\ntitle: 长三角九城市共赴进博\ndate: Mon, 08 Nov 2021 20:24:00 GMT\n---\n"
    + '<p style="text-align: left;">第四届中国国际进口博览会在上海举行。</p>' * 9
    + '创<a class="hot" href="http://example.com/?code=1" target="_blank">新产业</a>发展\n'
    + "".join(f"第{n}行有尾随空白。  \n" for n in range(8))
)
HOSTILE = (
    "# ``` | `code` ]]> ::error file=x::y %0A @everyone #1\n"
    "<script>document.title = 'owned'</script><!-- \u2028 </script><img src=x onerror=alert(1)>\n"
    "\x1b[31mred\x1b[0m \x07 \u202egnp.exe\u202c zero\u200bwidth \x9b2J\ttab\n"
    "👩‍👩‍👧 家族 e\u0301te\u0301 🏳️‍🌈 <b>開く\n"
    "閉じる {0} [link](http://example.com)\n"
)
HOSTILE_PATH = "帖子/a|b`<script>alert(1)<script>:,%\x1b[2J.md"

RULES = {
    "links/hotword": RuleInfo(
        "A keyword link that a publishing system inserted",
        "Readers did not ask for it.\nIt leads to advertising, {not} to [more](of.it).\n",
        "warning",
        "https://example.com/rules/links/hotword",
        ("scraped", "links"),
        True,
    ),
    "style/inline-style": RuleInfo(
        "An inline style", "It overrides the look of the site.", "warning", None, (), True
    ),
    "text/hostile": RuleInfo(
        "</script><script>alert(2)</script> | `x`", "`|` ]]> </script>", "error"
    ),
}


def make_finding(
    source: Source,
    span: tuple[int, int],
    rule: str,
    severity: Severity,
    message: str,
    *,
    related: tuple[tuple[str, int, int], ...] = (),
    fix: Fix | None = None,
    window: tuple[int, int] | None = None,
    data: dict[str, object] | None = None,
) -> Finding:
    """A finding as the linter would make it; *window* cuts the excerpt."""
    start, end = source.position(span[0]), source.position(span[1])
    line = source.slice(source.line_span(start.line))
    low, high = window or (0, len(line))
    places = tuple(
        Related(words, source.position(first), source.position(last))
        for words, first, last in related
    )
    excerpt = Excerpt(line[low:high], low, high < len(line))
    return Finding(
        rule, severity, message, source.path, start, end, places, data or {}, fix, excerpt
    )


def remove(start: int, end: int, title: str, *, unsafe: bool = False) -> Fix:
    return Fix("unsafe" if unsafe else "safe", title, (Edit(start, end, ""),))


def _find_all(text: str, part: str) -> list[tuple[int, int]]:
    spans, at = [], text.find(part)
    while at >= 0:
        spans.append((at, at + len(part)))
        at = text.find(part, at + 1)
    return spans


def news_findings() -> list[Finding]:
    source = Source.from_text(NEWS, "posts/2021/news.md")
    styles = [
        make_finding(
            source,
            span,
            "style/inline-style",
            "warning",
            "The inline style “text-align: left;” overrides the look of the site. Remove it.",
            fix=remove(*span, "Remove the attribute"),
        )
        for span in _find_all(NEWS, 'style="text-align: left;"')
    ]
    blanks = [
        make_finding(source, span, "text/trailing-whitespace", "info", "Blanks at the line’s end.")
        for span in _find_all(NEWS, "  ")
    ]
    link = (NEWS.index("<a "), NEWS.index("新产业"))
    hotword = make_finding(
        source,
        link,
        "links/hotword",
        "warning",
        "Keyword link to example.com: readers did not ask for it.",
        related=(("closed here", NEWS.index("</a>"), NEWS.index("</a>") + 4),),
        fix=remove(*link, "Unwrap the link", unsafe=True),
        window=(link[0] - 200, link[1] - 20),
        data={"host": "example.com", "score": 0.5},
    )
    leading = make_finding(
        source,
        (0, 1),
        "front-matter/leading-content",
        "warning",
        "A blank line stands before the front matter: some generators then read none of it. "
        "Remove the line.",
        fix=remove(0, 1, "Remove the line"),
    )
    return sorted([*styles, *blanks, hotword, leading], key=lambda f: (f.start.offset, f.rule))


def hostile_findings() -> list[Finding]:
    source = Source.from_text(HOSTILE, HOSTILE_PATH)
    parts = (
        ("``` | `code` ]]> ::error file=x::y %0A @everyone #1", "error"),
        ("<script>document.title = 'owned'</script>", "error"),
        ("\x1b[31m", "warning"),
        ("\u202egnp.exe\u202c", "warning"),
        ("\u200b", "info"),
        ("🏳️‍🌈", "warning"),
    )
    findings = []
    for part, severity in parts:
        (span,) = _find_all(HOSTILE, part)[:1]
        message = f"Found “{part}” here, www.example.com {{0}} [x](http://example.com)\r\n"
        findings.append(make_finding(source, span, "text/hostile", severity, message))
    opened = HOSTILE.index("<b>")
    findings.append(
        make_finding(
            source,
            (opened, len(HOSTILE) - 1),
            "html/unclosed-element",
            "error",
            "<b> is never closed.",
            related=(("opened here </script>", opened, opened + 3),),
            fix=Fix("safe", "Close </b> & go", (Edit(len(HOSTILE), len(HOSTILE), "</b>\u2028"),)),
        )
    )
    return findings


def make_report() -> Report:
    return Report(
        findings=[*news_findings(), *hostile_findings()],
        errors=[FileError("locked/secret & <b>.md", "Permission denied: ]]> \x1b[0m|")],
        files_checked=7,
        fixed=2,
        baselined=12,
        suppressed=3,
    )


def make_context(**changes: object) -> ReportContext:
    return ReportContext(**{"rules": RULES, "width": 100, **changes})  # type: ignore[arg-type]
