#!/usr/bin/env python3
"""Asks by GraphQL, with the standard library: examples/ask.py 'Which declaration mentions human trafficking?'"""

import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request

QUERY = """query ($question: String!) {
  ask(question: $question) { lead citations { marker quote permalink } }
}"""

url = os.environ.get("RAPPORTEUR_URL", "http://127.0.0.1:8080")
headers = {"Content-Type": "application/json"}
if key := os.environ.get("RAPPORTEUR_KEY"):
    headers["Authorization"] = f"Bearer {key}"
variables = {"question": " ".join(sys.argv[1:])}
body = json.dumps({"query": QUERY, "variables": variables}).encode()
request = urllib.request.Request(f"{url}/graphql", body, headers)
try:
    response = urllib.request.urlopen(request, timeout=60)
except urllib.error.HTTPError as error:
    response = error  # Its body has the same form.
with response:
    reply = json.load(response)
if "errors" in reply:
    sys.exit(reply["errors"][0]["message"])
answer = reply["data"]["ask"]
print(answer["lead"])
for citation in answer["citations"]:
    link = urllib.parse.urljoin(url, citation["permalink"])
    print(f"\n[{citation['marker']}] “{citation['quote']}”\n    {link}")
