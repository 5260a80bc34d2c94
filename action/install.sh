#!/usr/bin/env bash
# Installs contentlint into an environment of its own and puts it on the path of later steps.
set -euo pipefail

folder=$RUNNER_TEMP/contentlint
what=$GITHUB_ACTION_PATH
[ -z "${INPUT_VERSION:-}" ] || what=contentlint==$INPUT_VERSION

python3 -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check "$what"
mkdir -p "$folder/path"
ln -sf "$folder/bin/contentlint" "$folder/path/contentlint"
echo "$folder/path" >>"$GITHUB_PATH"
