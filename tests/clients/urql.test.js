// urql: queries by POST and by GET, persisted ones, errors, subscriptions by either transport.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Client, fetchExchange, subscriptionExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import { createClient as createWebSocketClient } from "graphql-ws";
import WebSocket from "ws";

import { start } from "./server.js";
import { QUESTION, STREAM, checkStream } from "./stream.js";

let server;
before(async () => {
  server = await start();
});
after(() => server.stop());

const client = (exchanges, options = {}) =>
  new Client({ url: server.url, requestPolicy: "network-only", exchanges, ...options });

test("queries and errors, by POST and by GET", async () => {
  for (const preferGetMethod of [false, "force"]) {
    const urql = client([fetchExchange], { preferGetMethod });
    const { data, error } = await urql.query("{ corpus { documentCount } }", {}).toPromise();
    assert.equal(error, undefined);
    assert.equal(data.corpus.documentCount, 5);
    const refused = await urql.query("{ ask(question: \"\") { text } }", {}).toPromise();
    assert.equal(refused.error.graphQLErrors[0].extensions.code, "BAD_USER_INPUT");
  }
});

test("persisted queries, by POST and by GET", async () => {
  for (const preferGetForPersistedQueries of [false, "force"]) {
    const persisted = persistedExchange({ preferGetForPersistedQueries });
    const urql = client([persisted, fetchExchange]);
    for (let round = 0; round < 3; round += 1) {
      const { data, error } = await urql
        .query("query P { corpus { documentCount clauseCount } }", {})
        .toPromise();
      assert.equal(error, undefined);
      assert.equal(data.corpus.documentCount, 5);
    }
  }
});

async function subscribe(urql) {
  const events = [];
  await new Promise((resolve, reject) => {
    urql.subscription(STREAM, { q: QUESTION }).subscribe(({ data, error, hasNext }) => {
      if (error) reject(error);
      if (data) events.push(data.askStream);
      if (!hasNext || data?.askStream.__typename === "AskAnswer") resolve();
    });
  });
  return events;
}

test("subscriptions by events", async () => {
  checkStream(await subscribe(client([fetchExchange], { fetchSubscriptions: true })));
});

test("subscriptions by WebSocket", async () => {
  const socket = createWebSocketClient({ url: server.ws, webSocketImpl: WebSocket });
  const forward = (request) => ({
    subscribe: (sink) => ({ unsubscribe: socket.subscribe(request, sink) }),
  });
  const exchange = subscriptionExchange({ forwardSubscription: forward });
  checkStream(await subscribe(client([exchange, fetchExchange])));
  await socket.dispose();
});
