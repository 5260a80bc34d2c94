#!/usr/bin/env bash
# Install the tools that contentlint is measured against, at pinned versions, into bench/.peers.
set -euo pipefail
cd "$(dirname "$0")"
python3 -m venv .peers/python
.peers/python/bin/pip install -q rumdl==0.3.0
npm install --silent --prefix .peers/node htmlhint@1.9.2 html-validate@10.17.0 markdownlint-cli2@0.22.1
