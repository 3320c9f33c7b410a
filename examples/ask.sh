#!/usr/bin/env bash
# Asks by GraphQL, with curl and jq: examples/ask.sh 'Which declaration mentions human trafficking?'
set -euo pipefail

url=${RAPPORTEUR_URL:-http://127.0.0.1:8080}
query='query ($question: String!) {
  ask(question: $question) { lead citations { marker quote permalink } }
}'

# The key goes in by a file handle: arguments can be seen by everybody on this machine.
jq --null-input --arg query "$query" --arg question "${1:-}" '{$query, variables: {$question}}' |
  curl --silent --show-error --max-time 60 --header 'Content-Type: application/json' --data-binary @- \
    --config <(printf '%s' "${RAPPORTEUR_KEY:+header = \"Authorization: Bearer $RAPPORTEUR_KEY\"}") "$url/graphql" |
  jq --raw-output --arg url "$url" '
    if .errors then .errors[0].message + "\n" | halt_error(1) else .data.ask end
    | .lead, (.citations[] | "\n[\(.marker)] “\(.quote)”\n    \(.permalink | if startswith("/") then $url + . else . end)")'
