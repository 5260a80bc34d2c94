"""Which files are posts: extensions, ignore files, excludes, links, and what cannot be read."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from contentlint.discovery import Discovery, Exclude, discover, display_path
from contentlint.ignores import IgnoreRules
from contentlint.presets import NO_POSTS

FRONT_MATTER = "---\ntitle: A post\n---\n\nText.\n"
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
posix_only = pytest.mark.skipif(os.name != "posix", reason="POSIX file kinds")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, *names: str, text: str = FRONT_MATTER) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def found(*paths: str, **options: object) -> list[str]:
    result = discover(paths or ["."], **options)  # type: ignore[arg-type]
    assert result.errors == []
    return result.files


def test_extensions_and_hidden_names(site: Path) -> None:
    write(site, "a.md", "b.markdown", "c.MDX", "d.html", "e.HTM", "_posts/f.md", "_drafts/g.md")
    write(site, "x.py", "md", ".hidden.md", ".git/x.md", ".github/y.md", "node_modules/z.md")
    write(site, "public/p.html", "_site/q.html")
    assert found() == [
        "_drafts/g.md",
        "_posts/f.md",
        "_site/q.html",
        "a.md",
        "b.markdown",
        "c.MDX",
        "d.html",
        "e.HTM",
        "public/p.html",
    ]


@pytest.mark.parametrize(
    ("head", "is_post"),
    [
        ("---\ntitle: A\n---\n", True),
        ("\ufeff---\ntitle: A\n---\n", True),
        ("\n  \n---\r\n# note\r\ntitle: A\r\n---\r\n", True),
        ("--- \ntitle: A\n", True),
        ('+++\ntitle = "A"\n+++\n', True),
        ("+++\n[params]\n", True),
        ('{\n  "title": "A"\n}\n', True),
        ("---\n\nJust a rule and prose\n", False),
        ("plain words\n", False),
        ("- title: A\n", False),
        ("", False),
        ("---", False),
        ("{ not json }\n", False),
    ],
)
def test_text_files_only_with_front_matter(site: Path, head: str, is_post: bool) -> None:
    (site / "a.txt").write_bytes(head.encode())
    assert found() == (["a.txt"] if is_post else [])
    assert found("a.txt") == ["a.txt"]


def test_path_order_is_the_order_of_the_shown_paths(site: Path) -> None:
    write(site, "a/b.md", "a.md", "a-b/c.md", "b/a.md", "a/b/c.md")
    assert found() == sorted(["a/b.md", "a.md", "a-b/c.md", "b/a.md", "a/b/c.md"])


def test_each_file_once_and_relative_to_the_working_directory(site: Path) -> None:
    write(site, "posts/a.md", "posts/b.md")
    spellings = ["posts", "./posts/a.md", str(site / "posts" / "b.md"), "posts/../posts"]
    assert found(*spellings) == ["posts/a.md", "posts/b.md"]


def test_paths_outside_the_working_directory(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(site, "posts/a.md", "work/x.md")
    monkeypatch.chdir(site / "work")
    assert found("../posts") == ["../posts/a.md"]
    assert found(str(site / "posts")) == [f"{site.as_posix()}/posts/a.md"]
    assert display_path(".") == "."
    assert display_path(str(site / "work" / "x.md")) == "x.md"


def test_gitignore_at_every_level(site: Path) -> None:
    write(site, "a.md", "public/b.md", "docs/c.md", "docs/keep.md", "docs/old/d.md", "x/public.md")
    (site / ".gitignore").write_text("public/\n*.draft.md\n", encoding="utf-8")
    (site / "docs" / ".gitignore").write_text("*\n!keep.md\n!.gitignore\n", encoding="utf-8")
    write(site, "x/y.draft.md")
    assert found() == ["a.md", "docs/keep.md", "x/public.md"]
    assert len(found(gitignore=False)) == 7


def test_ignore_files_above_count_inside_a_repository_only(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(site, "site/posts/a.md", "site/posts/b.md", "site/posts/c.md")
    (site / "site" / ".gitignore").write_text("b.md\n", encoding="utf-8")
    assert len(found("site/posts")) == 3
    (site / "site" / ".git" / "info").mkdir(parents=True)
    (site / "site" / ".git" / "info" / "exclude").write_text("/posts/c.md\n", encoding="utf-8")
    assert found("site/posts") == ["site/posts/a.md"]
    assert found("site") == ["site/posts/a.md"]


def test_a_named_path_is_taken_even_if_ignored(site: Path) -> None:
    (site / ".git").mkdir()
    write(site, "public/a.md", "public/b.draft.md", "notes.rst")
    (site / ".gitignore").write_text("public/\n*.draft.md\n", encoding="utf-8")
    assert found() == []
    assert found("public/a.md", "public/b.draft.md") == ["public/a.md", "public/b.draft.md"]
    assert found("public") == ["public/a.md"]
    assert found("notes.rst") == ["notes.rst"]
    assert found("public", "public/a.md", force_exclude=True) == []


def test_a_named_text_file_is_forced_out_unless_it_is_a_post(site: Path) -> None:
    write(site, "posts/a.txt", "B.TXT")
    write(site, "requirements.txt", text="pelican==4.9\nmarkdown\n")
    names = ("posts/a.txt", "B.TXT", "requirements.txt")
    assert found(*names) == ["B.TXT", "posts/a.txt", "requirements.txt"]
    assert found(*names, force_exclude=True) == ["B.TXT", "posts/a.txt"]


def test_what_a_walk_passes_over_by_its_name_is_forced_out(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = (".github/ISSUE_TEMPLATE/bug.md", ".notes.md", "node_modules/a/README.md")
    write(site, *names, ".sites/blog/a.md")
    assert found(*names) == sorted(names)
    assert found(*names, *map(os.path.abspath, names), ".github", force_exclude=True) == []
    # a site may stand in a hidden folder itself
    monkeypatch.chdir(site / ".sites" / "blog")
    above = str(site / ".notes.md")
    assert found(".", "a.md", above, force_exclude=True) == [above, "a.md"]


def test_excludes_belong_to_their_folder(site: Path) -> None:
    write(site, "a.md", "themes/a.md", "docs/themes/b.md", "docs/c.md", "d/e.md")
    excludes = [Exclude(".", ("/themes", "c.md")), Exclude("docs", ("themes/",))]
    assert found(excludes=excludes) == ["a.md", "d/e.md"]
    assert found("themes/a.md", excludes=excludes) == ["themes/a.md"]
    assert found("themes/a.md", "a.md", excludes=excludes, force_exclude=True) == ["a.md"]
    assert found("docs", excludes=excludes, force_exclude=True) == []
    assert found("themes", excludes=excludes, force_exclude=True) == []


def test_the_nearest_ignore_file_that_speaks_of_a_file_decides(site: Path) -> None:
    (site / ".git").mkdir()
    write(site, "a.md", "posts/b.md", "posts/old/c.md", "posts/old/d.md")
    (site / ".gitignore").write_text("*.md\n", encoding="utf-8")
    (site / "posts" / ".gitignore").write_text("!*.md\n", encoding="utf-8")
    (site / "posts" / "old" / ".gitignore").write_text("c.md\n", encoding="utf-8")
    files = ["posts/b.md", "posts/old/d.md"]
    assert found() == found("posts") == files
    assert found("posts/old") == files[1:]
    named = ("a.md", "posts/b.md", "posts/old/c.md", "posts/old/d.md")
    assert found(*named, force_exclude=True) == files


def test_an_exclude_outranks_what_git_takes_back_in(site: Path) -> None:
    write(site, "a.md", "b.md")
    (site / ".gitignore").write_text("*.md\n!a.md\n", encoding="utf-8")
    assert found() == ["a.md"]
    assert found(excludes=[Exclude(".", ("a.md",))]) == []


MARKERS = {
    "hexo": {"_config.yml": "title: A\n", "package.json": '{"dependencies": {"hexo": "7"}}'},
    "hugo": {"hugo.toml": ""},
    "jekyll": {"_config.yml": "title: A\n", "Gemfile": ""},
    "astro": {"astro.config.mjs": ""},
    "docusaurus": {"docusaurus.config.js": ""},
    "mkdocs": {"mkdocs.yml": "site_name: A\n"},
    "eleventy": {"eleventy.config.js": ""},
    "zola": {"config.toml": 'base_url = "https://example.com"\n'},
}
PARTS = [(preset, folder) for preset, folders in NO_POSTS.items() for folder in folders]


@pytest.mark.parametrize(("preset", "folder"), PARTS)
def test_a_walk_enters_no_folder_of_page_parts(site: Path, preset: str, folder: str) -> None:
    for name, text in MARKERS[preset].items():
        write(site, f"blog/{name}", text=text)
    name = folder.rpartition("/")[2]
    write(site, f"blog/{folder}/a/part.html", f"blog/content/{name}/a.md", f"notes/{name}/b.md")
    posts = [f"blog/content/{name}/a.md", f"notes/{name}/b.md"]
    part = f"blog/{folder}/a/part.html"
    assert found() == posts
    assert found("blog") == posts[:1]
    assert found(f"blog/{folder}") == found(f"blog/{folder}/a") == found(part) == [part]
    named = (f"blog/{folder}", f"blog/{folder}/a", part, *posts)
    assert found(*named, force_exclude=True) == posts


def test_a_repository_inside_a_site_is_no_part_of_it(site: Path) -> None:
    write(site, "hugo.toml", text="")
    write(site, "content/layouts/a.md", "content/.git/config")
    assert found() == ["content/layouts/a.md"]


def test_linked_work_tree_reads_the_common_exclude_list(site: Path) -> None:
    common = site / "main" / ".git"
    (common / "worktrees" / "w").mkdir(parents=True)
    (common / "info").mkdir()
    (common / "info" / "exclude").write_text("b.md\n", encoding="utf-8")
    (common / "worktrees" / "w" / "commondir").write_text("../..\n", encoding="utf-8")
    write(site, "w/a.md", "w/b.md")
    (site / "w" / ".git").write_text(f"gitdir: {common / 'worktrees' / 'w'}\n", encoding="utf-8")
    assert found("w") == ["w/a.md"]


def errors(*paths: str) -> dict[str, str]:
    return dict(discover(paths).errors)


def test_a_path_that_does_not_exist_is_an_error_with_the_nearest_name(site: Path) -> None:
    write(site, "posts/hello.md")
    assert errors("posts/helo.md") == {
        "posts/helo.md": "no such file or folder (did you mean 'posts/hello.md'?)"
    }
    assert "did you mean 'posts'" in errors("post/hello.md")["post/hello.md"]
    assert errors("zzz") == {"zzz": "no such file or folder"}
    assert "no such file" in errors("posts/hello.md/x")["posts/hello.md/x"]
    assert "no path looks like this" in errors("a\0b")["a\0b"]
    assert "longer than this system allows" in errors("x" * 5000)["x" * 5000]
    assert errors("") == {"": "no such file or folder"}


@posix_only
def test_pipes_sockets_and_devices(site: Path) -> None:
    os.mkfifo(site / "pipe.md")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s.md")
        assert errors(".") == {
            "pipe.md": "this is a named pipe, not a file with text in it",
            "s.md": "this is a socket, not a file with text in it",
        }
    assert "a device" in errors("/dev/null")["/dev/null"]


@posix_only
@pytest.mark.parametrize("name", [".gitignore", "posts/.gitignore", ".git/info/exclude"])
def test_an_ignore_file_that_is_a_pipe_does_not_stop_the_walk(site: Path, name: str) -> None:
    write(site, "posts/a.md", ".git/HEAD")
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(site / name)
    assert found() == found("posts/a.md", force_exclude=True) == ["posts/a.md"]


@posix_only
def test_symbolic_links(site: Path) -> None:
    write(site, "posts/a.md", "elsewhere/b.md")
    (site / "posts" / "loop").symlink_to(site / "posts")
    (site / "posts" / "same.md").symlink_to("a.md")
    (site / "posts" / "other.md").symlink_to("../elsewhere/b.md")
    (site / "posts" / "other2.md").symlink_to("../elsewhere/b.md")
    assert found("posts") == ["posts/a.md", "posts/other.md"]
    assert found(".") == ["elsewhere/b.md", "posts/a.md"]
    assert found("posts/loop") == ["posts/loop/a.md", "posts/loop/other.md"]
    (site / "posts" / "dangling.md").symlink_to("nowhere.md")
    (site / "posts" / "self.md").symlink_to("self.md")
    assert errors("posts") == {
        "posts/dangling.md": "this symbolic link leads to nothing",
        "posts/self.md": "this symbolic link leads back to itself",
    }


@pytest.mark.parametrize("target", ["nowhere.md", "a.md/b.md"])
def test_a_link_to_nothing_is_called_so_when_it_is_named(site: Path, target: str) -> None:
    write(site, "a.md")
    Path("gone.md").symlink_to(target)
    wanted = [("gone.md", "this symbolic link leads to nothing")]
    assert discover(["gone.md"]).errors == wanted
    assert discover(["."]).errors == wanted


def test_unreadable_and_vanishing_folders(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(site, "a/x.md", "b/x.md", "c/x.md")
    scandir = os.scandir

    def moody(path: str) -> object:
        if path.endswith("a"):
            raise PermissionError(13, "Permission denied", path)
        if path.endswith("b"):
            raise FileNotFoundError(2, "no such file", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", moody)
    result = discover(["."])
    assert result.files == ["c/x.md"]
    assert [error.path for error in result.errors] == ["a"]
    assert "permissions" in result.errors[0].message


@pytest.mark.skipif(sys.platform != "linux", reason="file systems that take any bytes")
def test_names_that_are_not_utf8(site: Path) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    with open(name, "w", encoding="utf-8") as file:
        file.write("x")
    assert found() == [name]
    assert found(name) == [name]
    assert "no such file" in errors(os.fsdecode(b"caf\xe8.md"))[os.fsdecode(b"caf\xe8.md")]


@posix_only
def test_paths_longer_than_255_bytes_and_than_the_system_allows(site: Path) -> None:
    deep = os.path.join(*["d" * 200] * 10)
    os.makedirs(deep)
    write(site, f"{deep}/a.md")
    assert found() == [f"{deep}/a.md"]
    start = os.getcwd()
    try:
        for _ in range(25):
            os.mkdir("e" * 200)
            os.chdir("e" * 200)
    finally:
        os.chdir(start)
    result = discover(["."])
    assert result.files == [f"{deep}/a.md"]
    assert [error.message for error in result.errors] == [
        "the path is longer than this system allows"
    ]
    subprocess.run(["rm", "-rf", "e" * 200], check=True)


def test_ten_thousand_files_in_one_folder(site: Path) -> None:
    folder = site / "posts"
    folder.mkdir()
    for index in range(10_000):
        (folder / f"{index:05}.md").touch()
    files = found()
    assert len(files) == 10_000
    assert files == sorted(files)


# --- the ignore syntax, against git itself ---

WILDCARDS = ["*", "**", "?", "/", "\\/", "**/", "/**", "/**/", "\\a", "\\*", "\\", "\\ "]
BRACKETS = ["[ab]", "[!a]", "[^b]", "[a-b]", "[]a]", "[b-a]", "[a/b]", "[a"]
CLASSES = ["[[:alpha:]]", "[[:x:]]"]
PIECES = st.sampled_from(
    ["a", "b", ".md", "é", "-", "!", "#", " ", *WILDCARDS, *BRACKETS, *CLASSES]
)
PATTERN = st.builds(
    lambda mark, pieces: mark + "".join(pieces),
    st.sampled_from(["", "", "", "!"]),
    st.lists(PIECES, min_size=1, max_size=5),
)
NAME = st.sampled_from(["a", "b", "ab", "ba", "abc", "a.md", "b.md", "a b", "!x", "#x", "-", "é"])
PATHS = st.lists(st.lists(NAME, min_size=1, max_size=4).map("/".join), min_size=5, max_size=40)


def make_tree(folder: Path, paths: list[str]) -> set[str]:
    made = set()
    for path in paths:
        try:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).touch(exist_ok=False)
        except OSError:
            continue
        made.add(path)
    return made


def kept(rules: IgnoreRules, path: str) -> bool:
    parts = path.split("/")
    above = ("/".join(parts[:count]) for count in range(1, len(parts)))
    return not any(rules.decide(each, True) for each in above) and not rules.decide(path, False)


@needs_git
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(patterns=st.lists(PATTERN, min_size=1, max_size=4), paths=PATHS)
@example(["a**//"], ["a/a"])
@example(["/a**/b", "b**/**"], ["ab", "ax/y/b", "b/a"])
@example(["a\\/a"], ["a/a", "b/a/a"])
@example(["a**\\/b", "?/a**\\/ab"], ["ab", "ax/y/b", "b/ax/y/ab", "b/a/y/ab"])
@example(["**\\/a", "!b\\\\/a"], ["a", "b/a", "b/ab/a"])
@example(["a/b", "/b*/a"], ["ab", "a/b", "a/x/b", "ba", "bx/a", "bx/y/a"])
@example(["a\\", "b\\ ", "-\\\\ "], ["a", "a\\", "b", "b ", "-\\", "-\\ "])
@example(["[a-]b", "[!a]a", "[]b]c", "[\\]b]d"], ["-b", "ab", "ba", "aa", "]c", "bc", "]d", "\\d"])
def test_ignores_what_git_ignores(patterns: list[str], paths: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(["git", "init", "-q", name], check=True)
        made = make_tree(folder, paths)
        (folder / ".gitignore").write_text("\n".join(patterns) + "\n", encoding="utf-8")
        command = ["git", "-C", name, "-c", "core.excludesFile=", "ls-files", "-zo"]
        listed = subprocess.run(
            [*command, "--exclude-standard"], capture_output=True, check=True
        ).stdout.decode()
        rules = IgnoreRules(name, patterns)
        assert {path for path in made if kept(rules, path)} == set(listed.split("\0")) & made


@settings(max_examples=300)
@given(st.lists(st.text(alphabet="ab*?/[]!^-\\# .é", max_size=12), max_size=4), st.text(max_size=9))
def test_no_pattern_is_an_error(patterns: list[str], path: str) -> None:
    assert IgnoreRules("/x", patterns).decide(path, False) in (True, False, None)


def test_many_stars_match_in_linear_time() -> None:
    rules = IgnoreRules("/x", ["*a" * 40 + "*b"])
    assert rules.decide("a" * 5000, False) is None
    assert rules.decide("a" * 5000 + "b", False) is True


@pytest.mark.parametrize(
    "pattern",
    [
        "**/a/" * 12 + "b",
        "**\\/a/" * 12 + "b",
        "**/*a*/" * 12 + "b",
        "a**/" + "**/a/" * 12 + "b/**",
    ],
)
def test_many_double_stars_match_in_linear_time(pattern: str) -> None:
    rules = IgnoreRules("/x", [pattern])
    assert rules.decide("a/" * 1000 + "a", False) is None
    assert rules.decide("a/" * 1000 + "b" + "/b" * pattern.endswith("*"), False) is True


PLACES = ("c.md", "posts/a.md", "posts/old/b.md", "文章/d.md")


@pytest.mark.parametrize(
    ("patterns", "covered"),
    [
        (["posts/"], {"posts/a.md", "posts/old/b.md"}),
        (["*.md", "!posts/", "!文章/"], {"c.md"}),
        (["posts/", "!posts/old/"], {"posts/a.md"}),
        (["!posts/", "b.md"], {"posts/old/b.md"}),
        (["[z-a].md"], set()),
        (["/**/old/*"], {"posts/old/b.md"}),
        (["文章/"], {"文章/d.md"}),
    ],
)
def test_patterns_cover_what_is_below_a_folder(patterns: list[str], covered: set[str]) -> None:
    rules = IgnoreRules("/x", patterns)
    assert {path for path in PLACES if rules.covers(path)} == covered


@given(st.sets(st.sampled_from(["a.md", "b/c.md", "b/d.html", "e.txt", "b/f.mdx"])))
def test_a_folder_gives_what_its_files_give(names: set[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), *names)
        whole = discover([folder])
        assert whole == discover([os.path.join(folder, name) for name in names])
        assert isinstance(whole, Discovery)
        assert len(whole.files) == len(names)


def test_an_exclude_of_the_root_is_asked_once(tmp_path: Path) -> None:
    post = tmp_path / "a.md"
    post.write_text("text\n", encoding="utf-8")
    root = Exclude(tmp_path.anchor, ("nothing-here/",))
    assert len(discover([str(post)], excludes=[root], force_exclude=True).files) == 1
