"""What runs, asks, leads away, or gives a secret away."""

from __future__ import annotations

import random
import re

import pytest

from contentlint.checks.links_data import read_pack
from tests.checks.family import findings, fixed, found
from tests.conftest import Runner

LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def mixed(count: int, letters: str = LETTERS) -> str:
    """Characters without pattern, the same at every run."""
    return "".join(random.Random(count).choices(letters, k=count))


SECRETS = {
    "private key": f"-----BEGIN RSA PRIVATE KEY-----\n{mixed(64)}\n-----END RSA PRIVATE KEY-----",
    "key of Amazon Web Services": "AKIA" + mixed(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
    "key of Alibaba Cloud": "LTAI" + mixed(20),
    "key of Tencent Cloud": "AKID" + mixed(32),
    "token of GitHub": "ghp_" + mixed(36),
    "token of GitLab": "glpat-" + mixed(20),
    "key of a Google service": "AIza" + mixed(35),
    "token of Slack": f"xoxb-{mixed(12, '1234567890')}-{mixed(24)}",
    "web hook of Slack": f"https://hooks.slack.com/services/T{mixed(8, 'ABCDEFG123')}/"
    f"B{mixed(9, 'ABCDEFG123')}/{mixed(24)}",
    "web hook of Discord": f"https://discord.com/api/webhooks/{mixed(18, '1234567890')}/"
    + mixed(68),
    "web hook of DingTalk": "https://oapi.dingtalk.com/robot/send?access_token="
    + mixed(64, "0123456789abcdef"),
    "web hook of WeCom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key="
    "5d3c9a71-2b4e-4f60-8a19-c07e6d2f4b83",
    "key of Stripe": "sk_live_" + mixed(24),
    "key of Anthropic": "sk-ant-api03-" + mixed(90),
    "key of OpenAI": f"sk-{mixed(20)}T3BlbkFJ{mixed(21)}",
    "token of npm": "npm_" + mixed(36),
    "token of PyPI": "pypi-AgEIcHlwaS5vcmc" + mixed(60),
    "token of Hugging Face": "hf_" + mixed(34, "abcdefghijklmnopqrstuvwxyzABCDEF"),
    "token of DigitalOcean": "dop_v1_" + mixed(64, "0123456789abcdef"),
    "key of SendGrid": f"SG.{mixed(22)}.{mixed(43)}",
    "key of Mailgun": "key-" + mixed(32, "0123456789abcdef"),
    "key of Mailchimp": mixed(31, "0123456789abcdef") + "7-us12",
    "token of a Telegram bot": f"{mixed(9, '1234567890')}:AA{mixed(33)}",
    "token of Shopify": "shpat_" + mixed(32, "0123456789abcdef"),
    "token of Square": "sq0atp-" + mixed(22),
    "key of Azure Storage": f"AccountKey={mixed(86)}==",
}


def test_every_shape_has_an_example_here() -> None:
    assert {shape["name"] for shape in read_pack("credentials")} == set(SECRETS)


@pytest.mark.parametrize("shape", read_pack("credentials"), ids=lambda shape: shape["name"])
def test_what_a_shape_needs_stands_in_its_example(shape: dict[str, str]) -> None:
    assert any(need in SECRETS[shape["name"]] for need in shape["needs"])
    assert re.search(shape["pattern"], SECRETS[shape["name"]])


@pytest.mark.parametrize("kind", sorted(SECRETS))
@pytest.mark.parametrize(
    "around", ["中{}文", "`{}`", "```\nx = '{}'\n```", "---\nkey: '{}'\n---\n"]
)
def test_a_secret_is_found_anywhere_and_never_repeated(kind: str, around: str) -> None:
    secret = SECRETS[kind]
    if "\n" in secret and "key:" in around:
        around = "---\nkey: |\n  x\n---\n{}"
    if secret[0].isalnum() and around.startswith("中"):
        around = "中 {} 文"
    text = around.format(secret) + "\n"
    (finding,) = findings(text, "security/credential")
    assert kind in finding.message
    body = secret.partition("\n")[2] or secret
    assert body[8:20] not in finding.message
    assert finding.data == {"masked": True}
    assert finding.fix is None
    assert text[finding.start.offset : finding.end.offset] in secret


def test_no_excerpt_on_the_line_shows_the_secret() -> None:
    secret = SECRETS["token of GitHub"]
    text = f"😀 <a href='http://example.com/?t={secret}'>x</a> \r\nthe next line\r\n"
    rules = ("security/credential", "links/insecure", "text/trailing-whitespace")
    shown = findings(text, *rules)
    assert {finding.rule for finding in shown} == set(rules)
    for finding in shown:
        assert "•" * len(secret) in finding.excerpt.text
        assert secret not in finding.excerpt.text


def test_the_command_never_prints_the_secret(contentlint: Runner) -> None:
    secret = SECRETS["key of Amazon Web Services"]
    post = f"---\ntitle: x\n---\n\nkey {secret} \n"
    for form in ("text", "concise", "json", "sarif", "github", "markdown", "html"):
        ran = contentlint(
            "check", "--isolated", "--output-format", form, "a.md", files={"a.md": post}
        )
        assert ran.status == 1
        assert secret not in ran.out


@pytest.mark.parametrize(
    "text",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_" + "x" * 36,
        "ghp_" + "1234567890" * 4,
        "sk_live_your_key_here_your_key_here",
        "sk_test_" + mixed(24),
        "npm_config_registry_and_other_settings_names",
        "-----BEGIN PRIVATE KEY-----\n(your key)\n-----END PRIVATE KEY-----",
        "commit " + mixed(40, "0123456789abcdef"),
        "data:image/png;base64," + mixed(400),
        "https://example.com/AKIA/ghp_/" + mixed(20),
    ],
)
def test_what_only_looks_like_a_secret(text: str) -> None:
    assert found(f"{text}\n", "security/credential") == []


@pytest.mark.parametrize(
    "kind",
    [
        "application/ld+json",
        "application/json",
        "text/template",
        "math/tex; mode=display",
        "importmap",
    ],
)
def test_data_in_a_script_element_does_not_run(kind: str) -> None:
    assert found(f'<script type="{kind}">{{}}</script>\n', "security/script") == []


@pytest.mark.parametrize("kind", ["", "module", "text/javascript", "text/babel"])
def test_other_script_elements_do(kind: str) -> None:
    text = f'<p>a</p>\n<script type="{kind}">\nrun()\n</script>\n'
    assert len(found(text, "security/script")) == 1
    assert fixed(text, "security/script") == "<p>a</p>\n"
    assert fixed(text, "security/script", unsafe=False) == text


@pytest.mark.parametrize(
    ("name", "count"),
    [("onclick", 1), ("ONLOAD", 1), ("onpointerdown", 1), ("on", 0), ("one", 0), ("ongoing", 0)],
)
def test_handlers_are_told_by_their_names(name: str, count: int) -> None:
    text = f'<p {name}="x()">a</p>\n'
    assert len(found(text, "security/event-handler")) == count
    if count:
        assert fixed(text, "security/event-handler") == "<p>a</p>\n"


def test_a_drawing_is_judged_by_its_own_rule_only() -> None:
    text = '<svg onload="a()"><script>b()</script><set to="javascript:c()"/></svg>\n'
    rules = ("security/svg-script", "security/script", "security/event-handler")
    assert found(text, *rules) == [
        ("security/svg-script", 'onload="a()"'),
        ("security/svg-script", "<script>"),
        ("security/svg-script", 'to="javascript:c()"'),
    ]


def test_whole_pages_may_run_scripts_and_have_forms() -> None:
    page = (
        "<!doctype html><html><head><meta http-equiv=refresh content=0><script>a()</script></head>"
        '<body onload="a()"><form></form></body></html>\n'
    )
    rules = ("security/script", "security/event-handler", "security/form", "security/meta-refresh")
    assert found(page, *rules, path="page.html") == []
    assert len(found("<form></form><p onload=x></p>\n", *rules, path="part.html")) == 2


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('<object data="a.pdf"></object>', 0),
        ('<embed src="https://example.com/a.svg?x">', 0),
        ('<embed type="video/mp4" src="a">', 0),
        ('<embed src="a.swf">', 1),
        ('<object><param name="movie" value="/a.SWF?x"></object>', 1),
        ('<object data="x"><embed src="y"></object>', 1),
        ('<object type="text/html" data="https://example.com/"></object>', 1),
    ],
)
def test_plug_ins(text: str, count: int) -> None:
    assert len(found(text + "\n", "security/embed")) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("- [ ] open\n- [x] done", 0),
        ("<p><input type=text></p>", 0),
        ("<p><INPUT TYPE=PASSWORD></p>", 1),
        ("<form><input type=password></form>", 1),
    ],
)
def test_forms(text: str, count: int) -> None:
    assert len(found(text + "\n", "security/form")) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('<a href="data:text/html,x">a</a>', 1),
        ('<a href=" da\nta:text/html,x">a</a>', 0),
        ('<iframe src="DATA:text/html;base64,eA=="></iframe>', 1),
        ('<object data="data:image/svg+xml,&lt;svg>&lt;script>"></object>', 1),
        ('<object data="data:image/svg+xml,&lt;svg>"></object>', 0),
        ('<a href="data:application/pdf;base64,eA==">a</a>', 0),
        ('<img src="data:image/svg+xml,&lt;script>" alt="">', 0),
    ],
)
def test_pages_in_addresses(text: str, count: int) -> None:
    assert len(found(text + "\n", "security/data-html-url")) == count


def test_letters_that_are_not_ascii_part_a_run() -> None:
    token = "ghp_" + mixed(36)
    assert found(f"中 {token} 文", "security/credential") == [("security/credential", token)]
    assert not found(f"{token[:18]}中{token[18:]}", "security/credential")


def test_a_page_in_the_address_of_an_object_is_one_finding() -> None:
    text = '<object data="data:text/html,x"></object> <embed src="data:image/svg+xml,x">\n'
    assert found(text, "security/embed", "security/data-html-url") == [
        ("security/data-html-url", 'data="data:text/html,x"'),
        ("security/embed", '<embed src="data:image/svg+xml,x">'),
    ]
