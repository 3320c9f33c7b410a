// graphql-sse: server-sent events, one connection for each operation.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { NetworkError, createClient } from "graphql-sse";

import { start } from "./server.js";
import { checkAskStream } from "./stream.js";

let server;
let client;
before(async () => {
  server = await start();
  client = createClient({ url: server.url, retryAttempts: 0 });
});
after(async () => {
  client.dispose();
  await server.stop();
});

test("askStream yields reading, evidence, parts and the answer", () => checkAskStream(client));

test("a query comes as one event", async () => {
  const results = [];
  for await (const result of client.iterate({ query: "{ corpus { documentCount } }" })) results.push(result);
  assert.deepEqual(results.map(({ data }) => data), [{ corpus: { documentCount: 5 } }]);
});

test("what is invalid is told in the stream", async () => {
  const { value } = await client.iterate({ query: "subscription { nothing }" }).next();
  assert.equal(value.errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
});

test("a server that is told to stop breaks off its streams, so that clients ask another", async () => {
  const own = await start();
  let connected;
  const open = new Promise((resolve) => {
    connected = resolve;
  });
  const one = createClient({ url: own.url, retryAttempts: 0, on: { connected } });
  const changes = one.iterate({ query: "subscription { corpusChanged { digest } }" });
  const pending = assert.rejects(changes.next(), NetworkError);
  await open;
  assert.equal(await own.stop(), 0);
  await pending;
});
