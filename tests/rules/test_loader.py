"""Rule files: every mistake is an error with file and line."""

import json
from pathlib import Path

import pytest

from contentlint.errors import RuleError
from contentlint.rules.loader import load_folder, load_text
from contentlint.rules.registry import load_specs
from contentlint.rules_examples import run_examples

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
        (
            "severity: warning",
            "severity: warn",
            "r.yaml:3:",
            "not 'warn' (did you mean 'warning'?)",
        ),
        (
            '"There is a <b> here."',
            '"B."',
            "r.yaml:8:",
            "a text of at least 10 characters, not 'B.'",
        ),
        (
            "why: |\n  It shows what a complete rule file looks like, nothing more.\n",
            "",
            "",
            "why: this",
        ),
        ("message:", "mesage:", "r.yaml:8:", "did you mean 'message'"),
        ('"b"', '"b"\n  where: {attr: id}', "r.yaml:8:", "(did you mean 'attribute'?)"),
        ('"b"', '"b"\n  fix: {do: remove}', "r.yaml:8:", "'fix' belongs to the rule, not to its"),
        ('"b"', '"b"\n  selekt: "i"', "r.yaml:8:", "unknown key (did you mean 'select'?)"),
        ('"b"', '"b"\n  contains: [x]', "r.yaml:8:", "belongs into a condition of where"),
        ("  - good", "  - godo", "r.yaml:12:", "(did you mean 'good'?)"),
        ("  select", "\tselect", "r.yaml:7:", "a tab cannot stand here: indent with blanks"),
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
        (
            'finds: ["<b>"]',
            'finds: ["<b>"]\n    messages: [a, b]',
            "r.yaml:10:",
            "more messages than finds",
        ),
        (
            'good: "<i>x</i>"',
            'good: "<i>x</i>"\n    messages: [a]',
            "r.yaml:12:",
            "neither finds nor messages",
        ),
        (
            "examples:",
            "options: {n: {type: int, default: x}}\nexamples:",
            "r.yaml:9:",
            "the default is not of type int",
        ),
        (
            "summary: ",
            "summary: x #",
            "r.yaml:2:",
            "give a text of at least 10 characters, not 'x'",
        ),
        ("id: ", "id: A/", "r.yaml:1:", "give family/name in small letters, digits and hyphens"),
        ("message: ", "tags: x\nmessage: ", "r.yaml:8:", "tags: give a list, as in [one, two]"),
        ("message: ", "presets: [hugo, hxo]\nmessage: ", "r.yaml:8:", "did you mean 'hexo'"),
        ("finds: ", "preset: hxo\n    finds: ", "r.yaml:11:", "did you mean 'hexo'"),
        ("message: ", "yields_to: [a/b]\nmessage: ", "r.yaml:8:", "did you mean 'yields-to'"),
        (
            "examples:",
            "options: {n: 3}\nexamples:",
            "r.yaml:9:",
            "options.n: give keys with values",
        ),
    ],
)
def test_mistakes_are_named_with_their_line(old: str, new: str, place: str, words: str) -> None:
    assert old in GOOD
    message = error_of(GOOD.replace(old, new))
    assert message.startswith(place)
    assert words in message


BOMB = "".join(
    f"  - &a{level} [{', '.join([f'*a{level - 1}'] * 9 if level else ['x'] * 9)}]\n"
    for level in range(12)
)


EMPTY_BOMB = "".join(
    f"  - &a{level} [{', '.join([f'*a{level - 1}' if level else '[]'] * 9)}]\n"
    for level in range(12)
)


@pytest.mark.parametrize(
    ("more", "place", "words"),
    [
        (f"tags:\n{EMPTY_BOMB}", "r.yaml:14:", "has over 100,000 values"),
        ("tags: &a [*a]", "r.yaml:13:", "an alias (*) of itself"),
        ("options: &a {<<: *a}", "r.yaml:13:", "an alias (*) of itself"),
        (f"tags:\n{BOMB}", "r.yaml:14:", "has over 100,000 values"),
        (f"tags: {'[' * 100}{']' * 100}", "r.yaml:13:", "more than 64 levels deep"),
        (f"tags: {'[' * 5000}{']' * 5000}", "r.yaml:13:", "nesting depth"),
        ("tags: [2024-13-45]", "r.yaml:13:", "'2024-13-45' is read as a date: put it in quotes"),
        ("tags: [2024-12-05]", "r.yaml:13:", "'2024-12-05' is read as a date"),
        (f"tags: [{'9' * 5000}]", "r.yaml:13:", "is too long: put it in quotes"),
        ("tags: [0x_]", "r.yaml:13:", "'0x_' is read as a whole number"),
        ("tags: [!!bool x]", "r.yaml:13:", "'x' is read as yes or no"),
        ("tags: [!!python/name:os.system x]", "r.yaml:13:", "means nothing in a rule file"),
        ("tags: !!set {a, b}", "r.yaml:13:", "means nothing in a rule file"),
        ("options: {<<: 3}", "r.yaml:13:", "'<<' takes the keys of another mapping"),
        ("options: {no: {type: int, default: 1}}", "r.yaml:13:", "'no' is read as yes or no"),
        ("3: x", "r.yaml:13:", "'3' is read as a whole number: put it in quotes"),
        ("[a, b]: x", "r.yaml:13:", "a key is a word"),
        ('tags: ["\x01"]', "r.yaml:13:", "the character U+0001"),
        (f"# {'长' * 500}\ntags: ['\ufffe']", "r.yaml:14:", "the character U+FFFE"),
    ],
)
def test_values_that_no_rule_can_mean_are_named_with_their_line(
    more: str, place: str, words: str
) -> None:
    message = error_of(f"{GOOD}{more}\n")
    assert message.startswith(place)
    assert words in message


def test_aliases_and_merged_keys_stand_for_what_they_name() -> None:
    loaded = load_text(
        f"{GOOD}options:\n  a: &a {{type: str, default: x}}\n"
        "  b: {<<: *a, default: y}\n  c: *a\n",
        "r.yaml",
    )
    assert loaded["options"] == {
        "a": {"type": "str", "default": "x"},
        "b": {"type": "str", "default": "y"},
        "c": {"type": "str", "default": "x"},
    }


@pytest.mark.parametrize(
    ("match", "fix", "place", "words"),
    [
        ('pattern: "b"', "{do: unwrap, safety: safe}", "fix", "is for elements"),
        ('field: "title"', "{do: remove-attribute, attribute: x, safety: safe}", "fix", "elements"),
        ('select: "b"', "{do: check, safety: safe}", "fix", "no check brings the edits"),
        ('select: "b"', "{do: replace, value: 'a {', safety: safe}", "fix.value", "written twice"),
    ],
)
def test_a_fix_that_nothing_can_be_done_to_is_an_error(
    match: str, fix: str, place: str, words: str
) -> None:
    text = GOOD.replace('select: "b"', match).replace("finds:", "fixed: x\n    finds:")
    message = error_of(f"{text}fix: {fix}\n")
    assert message.startswith(f"r.yaml:14: {place}: ")
    assert words in message


@pytest.mark.parametrize(
    ("match", "words"),
    [
        ('select: "b"\n  where: {matches: x}', "say what the condition looks at"),
        ('select: "b"\n  where: {group: g, in: [x]}', "group has no meaning"),
        ('select: "b"\n  where: {text: true, attribute: id, in: [x]}', "looks at one thing"),
        ('select: "b"\n  where: [{text: true, in: [x]}, {not: {text: true}}]', "tests nothing"),
        ('select: "b"\n  where: {any: []}', "match.where.any: give a list that is not empty"),
        ('select: "b"\n  where: {text: true, in: x}', "match.where.in: give a list"),
        ('select: "b"\n  where: {text: true, longer-than: x}', "longer-than: give a whole number"),
        ('select: "b"\n  where: [{text: true, sorts: [x]}]', "match.where.0.sorts: unknown key"),
        ('pattern: "b"\n  where: {attribute: href, in: [x]}', "attribute has no meaning"),
        ('pattern: "(?P<one>b)"\n  where: {group: onne, in: [x]}', "did you mean 'one'"),
        ('field: "title"\n  where: {text: true, in: [x]}', "text has no meaning"),
    ],
)
def test_a_condition_that_nothing_can_be_asked_is_an_error(match: str, words: str) -> None:
    message = error_of(GOOD.replace('select: "b"', match))
    assert message.startswith("r.yaml:8: match.where")
    assert words in message


def test_a_fix_must_be_shown_in_an_example() -> None:
    text = GOOD.replace("examples:", "fix: {do: unwrap, safety: safe}\nexamples:")
    assert "shows the fixed text" in error_of(text)


def test_the_id_must_equal_the_path(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "other.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(RuleError, match="text/other"):
        load_folder(tmp_path)


def test_a_file_in_another_encoding_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "example.yaml").write_text(GOOD.replace("here", "中"), encoding="gbk")
    with pytest.raises(RuleError, match=r"example\.yaml: this file is not UTF-8: save it in that"):
        load_folder(tmp_path)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no rule file"):
        load_folder(tmp_path)


@pytest.mark.parametrize(
    ("match", "words"),
    [
        ('select: "b["', "selector"),
        ('pattern: "(x"', "pattern"),
        ('pattern: "(?P<g>x"\n  where: {group: g, in: [x]}', "the pattern"),
        ("check: nowhere.nothing", "no check module 'nowhere'"),
        ("check: encoding.not_utf", "did you mean"),
        ('url: ["a"]', "must end in the attribute"),
        ('select: "b"\n  where: {attribute: title, in: $words}', "names no option"),
        ('pattern: "x"\n  in: pros', "did you mean 'prose'"),
        ('select: "b"\n  where: {any: [{text: true, in: $on}]}', "did you mean 'one'"),
        ('select: "b"\n  where: {not: {text: true, contains: $one}}', "type list[str] is needed"),
        ('select: "b"\n  where: {text: true, longer-than: $one}', "type int is needed"),
        ('select: "b"\n  where: {text: true, starts-with: $one}', "type list[str] is needed"),
        ('url: ["a[href]"]\n  host: $one', "the option is of type str"),
        ('url: ["a[href]"]\n  host-not: $one', "the option is of type str"),
        ('url: ["a[href]"]\n  scheme: $one', "the option is of type str"),
        ("style: $one", "the option is of type str"),
        ("style: [color]\n  ignore: $one", "the option is of type str"),
        ('select: "b"\nyields-to: [html/stray-end-tags]', "did you mean 'html/stray-end-tag'"),
    ],
)
def test_a_rule_that_cannot_work_is_an_error_of_the_load(
    tmp_path: Path, match: str, words: str
) -> None:
    (tmp_path / "text").mkdir()
    text = GOOD.replace('select: "b"', match)
    text += "options: {one: {type: str, default: x}}\n"
    (tmp_path / "text" / "example.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_specs([tmp_path])
    assert words in str(caught.value)
    line = 8 if "yields-to" in match else 6
    assert f"example.yaml:{line}: " in str(caught.value)


def test_an_entry_of_a_list_is_named_by_its_own_line(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    text = f"{GOOD}yields-to:\n  - html/stray-end-tag\n  - html/nothing\n"
    (tmp_path / "text" / "example.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=r"example\.yaml:15: yields-to: there is no rule"):
        load_specs([tmp_path])


def test_two_files_of_one_rule_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    for name in ("example.yaml", "example.yml"):
        (tmp_path / "text" / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(RuleError, match=r"example\.yml: example\.yaml beside it is the same rule"):
        load_specs([tmp_path])


MATCHED = [
    (
        'url: ["a[href]"]\n  host: [Example.COM.]\n  scheme: [HTTPS]',
        "<a href='https://www.example.com/'>x</a>",
        "href='https://www.example.com/'",
    ),
    (
        "select: a\n  where:\n  - {attribute: href, part: host, in: [Example.COM]}\n"
        "  - {attribute: href, part: host, contains: [EXAMPLE]}\n"
        "  - {attribute: href, part: scheme, starts-with: [HTTP]}",
        "<a href='https://EXAMPLE.com/'>x</a>",
        "<a href='https://EXAMPLE.com/'>",
    ),
    ("pattern: émile\n  flags: [ignore-case]\n  needs: [Émile]", "Von ÉMILE.", "ÉMILE"),
    (
        'url: ["a[href]"]\n  host: [Example.COM]',
        "<a href='//EXAMPLE.com/a'>x</a>",
        "href='//EXAMPLE.com/a'",
    ),
    ("pattern: Izmir\n  flags: [ignore-case]\n  needs: [IZMIR]", "In \u0131zmir.", "\u0131zmir"),
    ("pattern: izmir\n  flags: [ignore-case]\n  needs: [izmir]", "In \u0130zmir.", "\u0130zmir"),
    ("pattern: six\n  flags: [ignore-case]\n  needs: [SIX]", "Die \u017fix.", "\u017fix"),
]


@pytest.mark.parametrize(("match", "bad", "found"), MATCHED)
def test_capitals_do_not_matter_where_they_mean_nothing(
    tmp_path: Path, match: str, bad: str, found: str
) -> None:
    assert faults(tmp_path, match, bad, found) == []


@pytest.mark.parametrize(
    ("at", "found"),
    [
        ("tag", "<b title='so' id='one'>"),
        ("element", "<b title='so' id='one'>x</b>"),
        ("title", "title='so'"),
    ],
)
def test_a_selected_element_is_reported_at_the_place_named(
    tmp_path: Path, at: str, found: str
) -> None:
    assert faults(tmp_path, f"select: b\n  at: {at}", "<b title='so' id='one'>x</b>", found) == []


@pytest.mark.parametrize(
    ("match", "bad", "found", "message", "said"),
    [
        (
            "url: ['a[href]']",
            "<a href='HTTPS://Example.com/a?b=c'>x</a>",
            "href='HTTPS://Example.com/a?b=c'",
            "{url} {scheme} {host} {path} {query} {attribute}",
            "HTTPS://Example.com/a?b=c https example.com /a b=c href",
        ),
        (
            "style: [color, margin]",
            "<p style='Color: RED; top: 0; margin: 0'>x</p>",
            "style='Color: RED; top: 0; margin: 0'",
            "{style} / {property} / {declaration} / {properties}",
            "Color: RED; top: 0; margin: 0 / color / color: red / color, margin",
        ),
        ("pattern: '(?P<a>b)c'", "abc", "bc", "So: {match} and {a}", "So: bc and b"),
        ("field: mood", "---\nmood: sad\n---\n", "sad", "{field} is {value}", "mood is sad"),
    ],
)
def test_messages_name_what_was_matched(
    tmp_path: Path, match: str, bad: str, found: str, message: str, said: str
) -> None:
    text = GOOD.replace('select: "b"', match).replace("There is a <b> here.", message)
    text = text.replace('"<b>x</b>"', json.dumps(bad))
    text = text.replace('["<b>"]', f'["{found}"]\n    messages: ["{said}"]')
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "example.yaml").write_text(text, encoding="utf-8")
    assert run_examples(load_specs([tmp_path])["text/example"]) == []


def test_what_a_template_may_add_is_not_lacking(tmp_path: Path) -> None:
    text = GOOD.replace('select: "b"', 'select: "b:not([lang])"')
    text += '  - good: "<b {{< more >}}>x</b>"\n    preset: hugo\n'
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "example.yaml").write_text(text, encoding="utf-8")
    assert run_examples(load_specs([tmp_path])["text/example"]) == []


def faults(tmp_path: Path, match: str, bad: str, found: str) -> list[object]:
    """What is wrong with the examples of a rule with this *match*, which must find that text."""
    text = GOOD.replace('select: "b"', match).replace('"<b>x</b>"', f'"{bad}"')
    text = text.replace('["<b>"]', f'["{found}"]').replace("There is a <b> here", "It is here")
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "example.yaml").write_text(text, encoding="utf-8")
    return list(run_examples(load_specs([tmp_path])["text/example"]))
