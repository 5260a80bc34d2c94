"""Rule files: every mistake is an error with file and line."""

from pathlib import Path

import pytest

from contentlint.errors import RuleError
from contentlint.rules.loader import load_folder, load_text
from contentlint.rules.registry import load_specs

GOOD = """\
id: text/example
summary: A rule for the tests of the loader
severity: warning
why: |
  It shows what a complete rule file looks like, nothing more.
match:
  select: "b"
message: "There is a <b> here."
examples:
  - bad: "<b>x</b>"
    finds: ["<b>"]
  - good: "<i>x</i>"
"""


def error_of(text: str) -> str:
    with pytest.raises(RuleError) as caught:
        load_text(text, "r.yaml")
    return str(caught.value)


def test_a_complete_file_loads() -> None:
    assert load_text(GOOD, "r.yaml")["id"] == "text/example"


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("severity: warning", "severity: fatal", "r.yaml:3:", "'error', 'warning' or 'info'"),
        ("message:", "mesage:", "r.yaml:8:", "did you mean 'message'"),
        ('  - good: "<i>x</i>"\n', "", "r.yaml:1:", "at least one good example"),
        (
            '  - bad: "<b>x</b>"\n    finds: ["<b>"]\n',
            "",
            "r.yaml:1:",
            "at least one bad example",
        ),
        ('    finds: ["<b>"]\n', "", "r.yaml:10:", "what it must find"),
        ('  select: "b"', '  select: "b"\n  pattern: x', "r.yaml:6:", "exactly one of"),
        ('  select: "b"', '  select: "b"\n  scheme: [http]', "r.yaml:6:", "no meaning"),
        (
            '  select: "b"',
            "  check: encoding.not_utf8\n  uncovered: true",
            "r.yaml:6:",
            "give that as well",
        ),
        ("id: text/example", "id: Example", "r.yaml:1:", "id"),
        ('  select: "b"', '  select: "b"\n  select: "i"', "r.yaml:8:", "twice"),
        ('message: "There', 'message: There: "x', "r.yaml:8:", "not valid YAML"),
    ],
)
def test_mistakes_are_named_with_their_line(old: str, new: str, place: str, words: str) -> None:
    assert old in GOOD
    message = error_of(GOOD.replace(old, new))
    assert message.startswith(place)
    assert words in message


def test_a_fix_must_be_shown_in_an_example() -> None:
    text = GOOD.replace("examples:", "fix: {do: unwrap, safety: safe}\nexamples:")
    assert "shows the fixed text" in error_of(text)


def test_the_id_must_equal_the_path(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "other.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(RuleError, match="text/other"):
        load_folder(tmp_path)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no rule file"):
        load_folder(tmp_path)


@pytest.mark.parametrize(
    ("match", "words"),
    [
        ('select: "b["', "selector"),
        ('pattern: "(x"', "pattern"),
        ("check: nowhere.nothing", "no check module 'nowhere'"),
        ("check: encoding.not_utf", "did you mean"),
        ('url: ["a"]', "must end in the attribute"),
        ('select: "b"\n  where: {attribute: title, in: $words}', "names no option"),
        ('pattern: "x"\n  in: pros', "did you mean 'prose'"),
    ],
)
def test_a_rule_that_cannot_work_is_an_error_of_the_load(
    tmp_path: Path, match: str, words: str
) -> None:
    (tmp_path / "text").mkdir()
    text = GOOD.replace('select: "b"', match)
    (tmp_path / "text" / "example.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_specs([tmp_path])
    assert words in str(caught.value)
    assert "example.yaml:1:" in str(caught.value)
