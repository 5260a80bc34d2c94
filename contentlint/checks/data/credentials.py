"""Shapes of keys and tokens.

Each is told by a prefix of its own: what could be anything else, such as a bare row of hexadecimal
digits, does not belong here.  Each match holds one of *needs*.
"""

from __future__ import annotations

from typing import Any

__all__ = ["PACK"]

PACK: Any = [
    {
        "name": "private key",
        "needs": ["PRIVATE KEY"],
        "pattern": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----\n[^-]{40,}",
    },
    {
        "name": "key of Amazon Web Services",
        "needs": ["AKIA", "ASIA", "ABIA", "ACCA"],
        # the name of a key, as it stands in a signed address, opens nothing
        "pattern": r"\b(?<!X-Amz-Credential=)(?<![?&;]AWSAccessKeyId=)"
        r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b",
    },
    {
        "name": "key of Alibaba Cloud",
        "needs": ["LTAI"],
        "pattern": r"\b(?<![?&;]OSSAccessKeyId=)LTAI[A-Za-z0-9]{16,26}\b",
    },
    {
        "name": "key of Tencent Cloud",
        "needs": ["AKID"],
        "pattern": r"\bAKID[A-Za-z0-9]{32}\b",
    },
    {
        "name": "token of GitHub",
        "needs": ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"],
        "pattern": r"\b(?:gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9_]{60,244})\b",
    },
    {
        "name": "token of GitLab",
        "needs": ["glpat-", "gldt-", "glrt-", "glptt-", "glsoat-"],
        "pattern": r"\bgl(?:pat|dt|rt|ptt|soat)-[A-Za-z0-9_-]{20,64}\b",
    },
    {
        "name": "key of a Google service",
        "needs": ["AIza"],
        "pattern": r"\bAIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])",
    },
    {
        "name": "token of Slack",
        "needs": ["xox"],
        "pattern": r"\bxox[abeoprs]-[0-9]{8,}-[A-Za-z0-9-]{16,}\b",
    },
    {
        "name": "web hook of Slack",
        "needs": ["hooks.slack.com"],
        "pattern": r"\bhttps://hooks\.slack\.com/services/T[A-Z0-9]{7,}/B[A-Z0-9]{7,}/[A-Za-z0-9]{20,}",
    },
    {
        "name": "web hook of Discord",
        "needs": ["api/webhooks"],
        "pattern": r"\bhttps://(?:\w+\.)?discord(?:app)?\.com/api/webhooks/\d{16,20}/[A-Za-z0-9_-]{60,}",
    },
    {
        "name": "web hook of DingTalk",
        "needs": ["oapi.dingtalk.com"],
        "pattern": r"\bhttps://oapi\.dingtalk\.com/robot/send\?access_token=[0-9a-f]{64}\b",
    },
    {
        "name": "web hook of WeCom",
        "needs": ["qyapi.weixin.qq.com"],
        "pattern": r"\bhttps://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b",
    },
    {
        "name": "key of Stripe",
        "needs": ["k_live_"],
        "pattern": r"\b[sr]k_live_[A-Za-z0-9]{20,}\b",
    },
    {
        "name": "key of Anthropic",
        "needs": ["sk-ant-"],
        "pattern": r"\bsk-ant-[a-z0-9]{2,8}-[A-Za-z0-9_-]{60,}",
    },
    {
        "name": "key of OpenAI",
        "needs": ["T3BlbkFJ"],
        "pattern": r"\bsk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{16,}T3BlbkFJ[A-Za-z0-9_-]{16,}",
    },
    {
        "name": "token of npm",
        "needs": ["npm_"],
        "pattern": r"\bnpm_[A-Za-z0-9]{36}\b",
    },
    {
        "name": "token of PyPI",
        "needs": ["pypi-AgEI"],
        "pattern": r"\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,}",
    },
    {
        "name": "token of Hugging Face",
        "needs": ["hf_"],
        "pattern": r"\bhf_[A-Za-z]{34}\b",
    },
    {
        "name": "token of DigitalOcean",
        "needs": ["_v1_"],
        "pattern": r"\bdo[oprt]_v1_[0-9a-f]{64}\b",
    },
    {
        "name": "key of SendGrid",
        "needs": ["SG."],
        "pattern": r"\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])",
    },
    {
        "name": "key of Mailgun",
        "needs": ["key-"],
        "pattern": r"\bkey-[0-9a-f]{32}\b",
    },
    {
        "name": "key of Mailchimp",
        "needs": ["-us"],
        "pattern": r"\b[0-9a-f]{32}-us\d{1,2}\b",
    },
    {
        "name": "token of a Telegram bot",
        "needs": [":AA"],
        "pattern": r"\b\d{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])",
    },
    {
        "name": "token of Shopify",
        "needs": ["shpat_", "shpca_", "shppa_", "shpss_"],
        "pattern": r"\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b",
    },
    {
        "name": "token of Square",
        "needs": ["sq0"],
        "pattern": r"\bsq0(?:atp|csp)-[A-Za-z0-9_-]{22,43}",
    },
    {
        "name": "key of Azure Storage",
        "needs": ["AccountKey="],
        "pattern": r"\bAccountKey=[A-Za-z0-9+/]{86}==",
    },
]
