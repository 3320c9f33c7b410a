#!/usr/bin/env bash
# Asks a question and shows the answer with its sources:
#
#   examples/shell/ask.sh 'Which declaration mentions human trafficking?' [year=2012] [part=operative] ...
#
# Filters are document, year, part, kind, place and verb. RAPPORTEUR_URL names the service,
# RAPPORTEUR_KEY an API key if it wants one. Needs curl and jq. Exit status: 0 answered, 1 not found,
# 2 refused, 3 not reached.
set -euo pipefail

url=${RAPPORTEUR_URL:-http://127.0.0.1:8080}
if [ $# -eq 0 ]; then
  echo "usage: ${0##*/} QUESTION [FILTER=VALUE]..." >&2
  exit 2
fi

parameters=(--data-urlencode "q=$1")
for filter in "${@:2}"; do
  parameters+=(--data-urlencode "$filter")
done
# The key goes in by a file handle: arguments can be seen by everybody on this machine.
authorization=$(if [ -n "${RAPPORTEUR_KEY:-}" ]; then echo "header = \"Authorization: Bearer $RAPPORTEUR_KEY\""; fi)

# The last line is the status. A service that is busy, or has been asked too often, is asked again.
reply=$(curl --silent --show-error --get --max-time 60 --retry 3 --retry-max-time 60 \
  --config <(printf '%s\n' "$authorization") \
  --header 'Accept: application/json' --write-out '\n%{http_code}' \
  "${parameters[@]}" "$url/v1/ask") || exit 3
status=${reply##*$'\n'}
body=${reply%$'\n'*}

if [ "$status" != 200 ]; then
  jq --raw-output '"\(.code): \(.detail)"' <<<"$body" >&2 || echo "status $status" >&2
  exit 2
fi
jq --raw-output '
  .text,
  (.citations[] | "\n[\(.marker)] \([.document.title, .document.place, .document.adoptedOn, .label]
    | map(select(. != null)) | join(", "))\n    \(.permalink)"),
  "\nSearched: \([.coverage[].document] | join(", "))"
' <<<"$body"
[ "$(jq --raw-output .status <<<"$body")" = ANSWERED ]
