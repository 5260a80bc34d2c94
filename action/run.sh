#!/usr/bin/env bash
# Checks the posts, on a pull request those it changes: annotations, a SARIF file, a job summary.
set -euo pipefail

# macOS has a bash of 2007: no mapfile, and an array without entries counts as unset
paths=()
while IFS= read -r line; do
  [[ $line =~ ^[[:space:]]*$ ]] || paths+=("$line")
done <<<"${INPUT_PATHS:-.}"
options=()
while IFS= read -r line; do
  [[ $line =~ ^[[:space:]]*$ ]] || options+=("$line")
done <<<"${INPUT_ARGS:-}"
sarif=${INPUT_SARIF_FILE:-contentlint.sarif}
summary=$(mktemp)
trap 'rm -f "$summary"' EXIT

since=${INPUT_SINCE:-}
if [ "${INPUT_ALL:-false}" = true ]; then
  since=
elif [ -z "$since" ] && [ -n "${GITHUB_BASE_REF:-}" ]; then
  since=refs/remotes/origin/$GITHUB_BASE_REF
  # a checkout holds one commit by default; the comparison needs the commits between
  deepen=()
  [ "$(git rev-parse --is-shallow-repository)" = false ] || deepen=(--unshallow)
  git fetch --quiet --no-tags ${deepen[@]+"${deepen[@]}"} origin \
    "+refs/heads/$GITHUB_BASE_REF:$since" || {
    echo "::error::the branch $GITHUB_BASE_REF, which this one is compared with, cannot be fetched"
    echo "status=2" >>"$GITHUB_OUTPUT"
    exit 2
  }
fi
if [ -n "$since" ]; then
  options+=(--since "$since")
  [ "${INPUT_CHANGED_LINES:-false}" != true ] || options+=(--changed-lines)
fi

status=0
contentlint check ${options[@]+"${options[@]}"} \
  --output-format github \
  --output-format "sarif=$sarif" \
  --output-format "markdown=$summary" \
  -- ${paths[@]+"${paths[@]}"} || status=$?

cat "$summary" >>"$GITHUB_STEP_SUMMARY"
{
  echo "status=$status"
  [ ! -e "$sarif" ] || echo "sarif-file=$sarif"
} >>"$GITHUB_OUTPUT"
exit "$status"
