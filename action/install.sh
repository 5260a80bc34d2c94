#!/usr/bin/env bash
# Installs contentlint into an environment of its own and puts it on the path of later steps.
set -euo pipefail

folder=$RUNNER_TEMP/contentlint
what=$GITHUB_ACTION_PATH
[ -z "${INPUT_VERSION:-}" ] || what=contentlint==$INPUT_VERSION

# -I: no module of the checkout may take the place of one of Python's
"${PYTHON_PATH:-python3}" -I -m venv "$folder"
"$folder/bin/python" -I -m pip install --quiet --disable-pip-version-check "$what"
mkdir -p "$folder/path"
ln -sf "$folder/bin/contentlint" "$folder/path/contentlint"
echo "$folder/path" >>"$GITHUB_PATH"
