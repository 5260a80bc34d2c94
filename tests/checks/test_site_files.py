"""The files of a site may be anything: pipes, in which nobody writes, and files without an end."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

from contentlint.document import SiteSettings
from contentlint.reading import read_short, read_start
from contentlint.site_settings import changed_at, settings_text
from tests.checks.family import findings

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
_HUGO = {
    "hugo.toml": "title = 'x'\n",
    "layouts/_default/single.html": "x",
    "layouts/shortcodes/box.html": "x",
    "content/a.md": "---\ntitle: a\n---\n",
}
_HEXO = {"_config.yml": "theme: landscape\n", "package.json": '{"dependencies": {"hexo": "8"}}'}
_JEKYLL = {
    "_config.yml": "title: x\n",
    "_includes/a.html": "x",
    "_posts/2026-01-05-fair.md": "---\n---\n",
    "_plugins/a.rb": "x",
    "Gemfile": "gem 'jekyll'\n",
    "about.md": "---\n---\n",
}


@pytest.fixture(autouse=True)
def _impatience() -> Iterator[None]:
    """Whoever waits for somebody to write in a pipe would wait for ever."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise AssertionError("something waits for a pipe")

    former = signal.signal(signal.SIGALRM, stop)
    signal.alarm(20)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, former)


@pytest.mark.parametrize(
    ("files", "pipe", "rule", "post", "text"),
    [
        (files, pipe, rule, post, text)
        for files, rule, post, text in (
            (_HEXO, "template/unknown-tag", "source/_posts/post.md", "{% youtube a %}"),
            (
                _HUGO,
                "template/missing-target",
                "content/post.md",
                '{{< ref "gone" >}} {{< gone >}}',
            ),
            (
                _JEKYLL,
                "template/missing-target",
                "_posts/2026-02-01-post.md",
                "{% gone %} {% post_url 2026-01-05-gone %} {% link /about.md %}",
            ),
        )
        for pipe in files
    ],
)
def test_nobody_waits_for_a_pipe(
    tmp_path: Path, files: dict[str, str], pipe: str, rule: str, post: str, text: str
) -> None:
    for name, content in {**files, post: text}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name == pipe:
            os.mkfifo(path)
        else:
            path.write_text(content)
    generator = "hexo" if files is _HEXO else "hugo" if files is _HUGO else "jekyll"
    settings = SiteSettings((generator,), root=tmp_path)
    findings(f"---\ntitle: x\n---\n{text}\n", rule, path=str(tmp_path / post), settings=settings)


def test_what_is_read_of_a_file_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"\xef\xbb\xbfab\r\nc\xff")
    assert read_short(path) == read_short(path, 5) == "ab\nc\ufffd"
    assert read_short(path, 4) is None
    assert read_start(path, 4) == "ab\nc"
    assert read_start(tmp_path / "gone", 4) is read_start("a\0", 4) is read_short(tmp_path) is None
    os.mkfifo(tmp_path / "pipe")
    assert read_short(tmp_path / "pipe") is read_start(tmp_path / "pipe", 9) is None
    assert changed_at(path) > 0
    assert changed_at(tmp_path / "gone") == changed_at("a\0") == 0


def test_blanks_behind_the_name_of_inherited_settings_cost_little(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text("theme: material\n")
    (tmp_path / "mkdocs.yml").write_text(f"INHERIT: a{' ' * 300_000}'b\n")
    began = time.process_time()
    settings_text(tmp_path, "mkdocs")
    assert time.process_time() - began < 2
    for spelled in ("base.yml # ours", "'base.yml'", '  "base.yml"  '):
        settings_text.cache_clear()
        (tmp_path / "mkdocs.yml").write_text(f"site_name: x\nINHERIT: {spelled}\n")
        assert "material" in settings_text(tmp_path, "mkdocs")
