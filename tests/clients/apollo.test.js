// @apollo/client: automatic persisted queries, by POST and by GET, and errors as it reads them.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";

import { ApolloClient, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";

import { start } from "./server.js";

const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const ASK = gql`
  query Ask($q: String!) {
    ask(question: $q) {
      status
      citations {
        marker
        clause {
          id
        }
      }
    }
  }
`;
const variables = { q: "Which declaration denounces human trafficking?" };

let server;
before(async () => {
  server = await start();
});
after(() => server.stop());

function client(useGETForHashedQueries, sent) {
  const recorded = async (url, options) => {
    sent.push({ method: options.method, query: `${url}${options.body ?? ""}`.includes("citations") });
    return fetch(url, options);
  };
  const http = new HttpLink({ uri: server.url, fetch: recorded });
  const link = new PersistedQueryLink({ sha256, useGETForHashedQueries }).concat(http);
  return new ApolloClient({ link, cache: new InMemoryCache(), defaultOptions: {
    query: { fetchPolicy: "no-cache" },
  } });
}

for (const byGet of [false, true]) {
  test(`a document is sent once, then its hash (${byGet ? "GET" : "POST"})`, async () => {
    const sent = [];
    const query = byGet ? gql`query G { corpus { documentCount } citations: __typename }` : ASK;
    const apollo = client(byGet, sent);
    for (let round = 0; round < 3; round += 1) {
      const { data, error } = await apollo.query({ query, variables: byGet ? {} : variables });
      assert.equal(error, undefined);
      assert.ok(byGet ? data.corpus.documentCount === 5 : data.ask.status === "ANSWERED");
    }
    assert.deepEqual(sent.map(({ query }) => query), [false, true, false, false]);
    const hashes = sent.filter(({ query }) => !query);
    assert.ok(hashes.every(({ method }) => method === (byGet ? "GET" : "POST")), JSON.stringify(sent));
  });
}

test("errors come with their codes", async () => {
  const refused = client(false, []).query({ query: ASK, variables: { q: "" } });
  await assert.rejects(refused, (error) => {
    assert.ok(CombinedGraphQLErrors.is(error), String(error));
    assert.equal(error.errors[0].extensions.code, "BAD_USER_INPUT");
    return true;
  });
});

test("clients learn that hashes are switched off", async () => {
  const own = await start("--persisted-queries-max", "0");
  try {
    const http = new HttpLink({ uri: own.url });
    const link = new PersistedQueryLink({ sha256 }).concat(http);
    const apollo = new ApolloClient({ link, cache: new InMemoryCache() });
    assert.equal((await apollo.query({ query: ASK, variables })).data.ask.status, "ANSWERED");
  } finally {
    await own.stop();
  }
});
