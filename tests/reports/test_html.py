"""The HTML report in a real browser: filters, excerpts, and nothing of a post that runs."""

from __future__ import annotations

import html.parser
import json
import os
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from contentlint.findings import Finding
from contentlint.report import Report

from .browser import MISSING, Browser, available
from .conftest import Render
from .sample import HOSTILE_PATH, make_report

needs_browser = pytest.mark.skipif(not available(), reason=MISSING)


class Outline(html.parser.HTMLParser):
    """The scripts and the attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.scripts: list[dict[str, str | None]] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.scripts.append(dict(attrs))
        self.attributes += [(tag, name, value) for name, value in attrs]


def test_the_page_loads_nothing_and_has_its_two_scripts_only(render: Render) -> None:
    outline = Outline(render("html", make_report()))
    assert outline.scripts == [{"type": "application/json", "id": "data"}, {}]
    names = {name for _, name, _ in outline.attributes}
    assert not names & {"src", "srcset", "style", "action", "data"}
    assert not {name for name in names if name.startswith("on")}
    links = {value for _, name, value in outline.attributes if name == "href"}
    assert links == {"#findings"}


def test_the_policy_allows_the_page_itself_only(render: Render) -> None:
    page = render("html", make_report())
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert found
    policy = dict(part.strip().split(" ", 1) for part in found[1].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"
    for kind in ("script-src", "style-src"):
        assert re.fullmatch(r"'sha256-[\w+/]{43}='", policy[kind])
    assert policy["require-trusted-types-for"] == "'script'"


def test_the_data_are_json_in_which_no_markup_begins(render: Render) -> None:
    page = render("html", make_report())
    text = page.split('id="data">', 1)[1].split("</script>", 1)[0]
    assert not set(text) & set("<>&\u2028\u2029\x1b")
    data = json.loads(text)
    assert [path for path, _ in data["files"]] == [
        "posts/2021/news.md",
        HOSTILE_PATH.replace("\x1b", "␛"),
    ]
    counted = sum(entry[5] for _, entries in data["files"] for entry in entries)
    assert counted == len(make_report().findings)


def test_totals_and_charts_stand_in_the_page_itself(render: Render) -> None:
    page = render("html", make_report())
    assert "<h1>3 errors, 14 warnings, 9 infos</h1>" in page
    assert '<div class="error"><dt>Errors</dt><dd>3</dd></div>' in page
    assert 'data-field="rule" data-value="style"' in page
    assert 'title="posts/2021: 11 warnings, 8 infos"' in page


def test_of_a_long_folder_the_end_is_shown_and_the_whole_is_kept(render: Render) -> None:
    finding = make_report().findings[0]._replace(path="content/posts/archive/2021/十一月/a.md")
    page = render("html", Report([finding]))
    assert '<span class="name">…archive/2021/十一月</span>' in page
    assert 'data-value="content/posts/archive/2021/十一月"' in page


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("profile")) as window:
        yield window


@pytest.fixture
def page(browser: Browser, render: Render, tmp_path: Path) -> Browser:
    """The browser with the sample's report open."""
    return open_report(browser, render("html", make_report()), tmp_path)


def open_report(browser: Browser, text: str, folder: Path) -> Browser:
    file = folder / "report.html"
    file.write_text(text, encoding="utf-8")
    browser.open(file.as_uri())
    browser.console()
    return browser


def status(page: Browser) -> str:
    text: str = page.run("return document.querySelector('#status').textContent")
    return text


def listed(page: Browser, selector: str) -> list[str]:
    script = "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)"
    texts: list[str] = page.run(script, selector)
    return texts


def choose(page: Browser, field: str, value: str) -> None:
    script = """
        const field = document.getElementById(arguments[0]);
        field.value = arguments[1];
        field.dispatchEvent(new Event('input', {bubbles: true}));
        return field.value;"""
    assert page.run(script, field, value) == value


def wait_for_status(page: Browser, text: str) -> None:
    page.wait("document.querySelector('#status').textContent === args[0]", text)


@needs_browser
def test_all_findings_are_shown_with_marked_excerpts(page: Browser) -> None:
    assert status(page) == "26 findings in 2 posts"
    assert listed(page, ".file h3 > :first-child") == [
        "posts/2021/news.md",
        HOSTILE_PATH.replace("\x1b", "␛"),
    ]
    marks = listed(page, ".body > .excerpt mark")
    assert 'style="text-align: left;"' in marks
    assert "<script>document.title = 'owned'</script>" in marks
    assert "<U+202E>gnp.exe<U+202C>" in marks
    fixes = listed(page, ".fix")
    assert fixes[:2] == ["Safe fix: Remove the line", "Safe fix: Remove the attribute"]
    assert "Unsafe fix: Unwrap the link" in listed(page, ".fix.unsafe")
    assert page.console() == []


@needs_browser
def test_repeats_open_to_their_places(page: Browser) -> None:
    summaries = "[...document.querySelectorAll('summary')]"
    page.run(f"{summaries}.find((e) => e.textContent.startsWith('8 more')).click()")
    page.wait("document.querySelectorAll('.spot').length === 8")
    assert listed(page, ".spot .place")[:2] == ["6:55", "6:106"]
    assert set(listed(page, ".spot mark")) == {'style="text-align: left;"'}


@needs_browser
def test_each_filter_narrows_the_list(page: Browser) -> None:
    choose(page, "rule", "style/inline-style")
    assert status(page) == "9 findings in 1 post"
    choose(page, "rule", "text")
    assert status(page) == "14 findings in 2 posts"
    choose(page, "folder", "帖子")
    assert status(page) == "6 findings in 1 post"
    page.run("document.querySelector('.chip.error input').click()")
    assert status(page) == "4 findings in 1 post"
    page.run("document.querySelector('[type=reset]').click()")
    wait_for_status(page, "26 findings in 2 posts")
    choose(page, "fix", "unsafe")
    assert status(page) == "1 finding in 1 post"
    choose(page, "fix", "fixable")
    assert status(page) == "12 findings in 2 posts"


@needs_browser
def test_text_is_found_in_messages_paths_rules_and_excerpts(page: Browser) -> None:
    for text, found in (
        ("KEYWORD link", "1 finding in 1 post"),
        ("帖子", "7 findings in 1 post"),
        ("hotword", "1 finding in 1 post"),
        ("进口博览会", "10 findings in 1 post"),
        ("nowhere", "No finding matches the filter."),
    ):
        choose(page, "text", text)
        wait_for_status(page, found)


@needs_browser
def test_a_bar_of_a_chart_filters_and_says_that_it_does(page: Browser) -> None:
    bar = "document.querySelector('.bar[data-value=\"style\"]')"
    page.run(f"{bar}.click()")
    assert status(page) == "9 findings in 1 post"
    assert page.run(f"return {bar}.getAttribute('aria-pressed')") == "true"
    page.run(f"{bar}.click()")
    assert status(page) == "26 findings in 2 posts"


@needs_browser
def test_the_address_remembers_the_filter(page: Browser) -> None:
    choose(page, "rule", "text/hostile")
    page.run("document.querySelector('.chip.info input').click()")
    address = page.run("return location.href")
    assert address.endswith("#?rule=text%2Fhostile&without=info")
    page.open("about:blank")
    page.open(address)
    assert status(page) == "5 findings in 1 post"


@needs_browser
def test_the_page_is_used_with_the_keyboard_alone(page: Browser) -> None:
    tab, enter, down = "\ue004", "\ue007", "\ue015"
    page.press(tab, enter)
    page.wait("document.activeElement.id === 'findings'")
    page.press(tab)
    assert page.run("return document.activeElement.id") == "text"
    page.press(*"keyword")
    wait_for_status(page, "1 finding in 1 post")
    page.press(tab, tab, tab, down)
    assert page.run("return document.activeElement.id") == "fix"
    assert page.run("return document.activeElement.value") == "fixable"


@needs_browser
def test_a_screen_reader_is_told_what_everything_is(page: Browser) -> None:
    unnamed = page.run("""
        const named = (e) => e.labels?.length || e.ariaLabel || e.textContent.trim();
        return [...document.querySelectorAll('button, input, select, summary')]
          .filter((e) => !named(e)).map((e) => e.outerHTML);""")
    assert unnamed == []
    levels = page.run("return [...document.querySelectorAll('h1,h2,h3')].map(e => +e.tagName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.run("return document.querySelector('[role=status]').id") == "status"
    assert page.run("return document.documentElement.lang") == "en"


@needs_browser
def test_nothing_of_a_hostile_post_runs(page: Browser) -> None:
    page.run("for (const details of document.querySelectorAll('details')) details.open = true")
    assert page.run("return document.title") == "3 errors, 14 warnings, 9 infos · contentlint"
    assert page.run("return document.scripts.length") == 2
    assert page.run("return document.querySelectorAll('img, iframe, a[href*=script]').length") == 0
    assert page.run("return performance.getEntriesByType('resource').length") == 0
    assert page.console() == []


@needs_browser
def test_the_policy_stops_what_the_page_would_not_do(page: Browser) -> None:
    outcome = page.run("""
        const run = 'window.owned = 1';
        const script = document.createElement('script'), link = document.createElement('a');
        script.append(document.createTextNode(run));
        const tries = [
          () => { document.body.innerHTML = `<img src=x onerror="${run}">`; },
          () => { document.createElement('script').text = run; },
          () => { document.body.append(script); },
          () => { link.setAttribute('onclick', run); link.click(); },
          () => { link.href = `javascript:${run}`; link.click(); },
        ];
        let stopped = 0;
        for (const attempt of tries) { try { attempt(); } catch { stopped += 1; } }
        return [stopped, window.owned ?? 'not run'];""")
    assert outcome[0] >= 2
    assert outcome[1] == "not run"
    assert page.run("return window.owned ?? 'not run'") == "not run"
    assert page.console() != []


def luminance(color: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast_in_light_and_dark(page: Browser, scheme: str, tmp_path: Path) -> None:
    page.prefer(scheme)
    pairs = page.run("""
        const ground = (e) => {
          for (; e; e = e.parentElement) {
            const color = getComputedStyle(e).backgroundColor;
            if (color !== 'rgba(0, 0, 0, 0)') return color;
          }
        };
        const wanted = 'h1, h3, .lede, dt, dd, .name, .number, .field span, .chip span, .message, '
          + '.severity, .place, .excerpt, .excerpt mark, .foot button, .fix, summary, .status';
        return [...document.querySelectorAll(wanted)].map(
          (e) => [e.className || e.tagName, getComputedStyle(e).color, ground(e)]);""")
    assert len(pairs) > 50
    poor = {(name, *colours) for name, *colours in pairs if contrast(*colours) < 4.5}
    assert poor == set()
    assert (luminance(pairs[0][2]) < 0.1) == (scheme == "dark")
    shot = Path(os.environ.get("SCREENSHOTS", tmp_path)) / f"report-{scheme}.png"
    page.screenshot(shot)
    assert shot.read_bytes().startswith(b"\x89PNG")
    page.prefer("")


def flood(number: int) -> list[Finding]:
    """*number* findings, no two with the same words, ten in each post."""
    first = make_report().findings[1]
    return [
        first._replace(
            path=f"posts/{index // 1000:02}/{index // 10:05}.md", message=f"No. {index}."
        )
        for index in range(number)
    ]


@needs_browser
def test_fifty_thousand_findings_stay_usable(
    browser: Browser, render: Render, tmp_path: Path
) -> None:
    page = open_report(browser, render("html", Report(flood(50_000), files_checked=5000)), tmp_path)
    assert status(page) == "50,000 findings in 5,000 posts"
    assert len(listed(page, ".entry")) == 100
    assert listed(page, "#page") == ["Page 1 of 500"]
    page.run("document.querySelector('#next').click()")
    assert listed(page, "#page") == ["Page 2 of 500"]
    assert page.run("return document.activeElement.id") == "findings"
    assert listed(page, ".message")[0] == "No. 100."
    took: Any = page.run("""
        const field = document.getElementById('folder'), began = performance.now();
        field.value = 'posts/49';
        field.dispatchEvent(new Event('input', {bubbles: true}));
        return performance.now() - began;""")
    assert status(page) == "1,000 findings in 100 posts"
    assert took < 3000
    choose(page, "folder", "")
    choose(page, "text", "no. 49999")
    wait_for_status(page, "1 finding in 1 post")
    assert page.run("return document.querySelector('#pages').hidden") is True
    assert page.run("return document.querySelectorAll('*').length") < 5000
