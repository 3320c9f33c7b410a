// graphql-ws: the client that most frontends speak graphql-transport-ws with.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { createClient } from "graphql-ws";
import WebSocket from "ws";

import { issueKey, start } from "./server.js";
import { checkAskStream } from "./stream.js";

let server;
let client;
before(async () => {
  server = await start();
  client = createClient({ url: server.ws, webSocketImpl: WebSocket, lazy: false, retryAttempts: 0 });
});
after(async () => {
  await client.dispose();
  await server.stop();
});

test("askStream yields reading, evidence, parts and the answer", () => checkAskStream(client));

test("a query comes by the same connection", async () => {
  const results = [];
  for await (const result of client.iterate({ query: "{ corpus { documentCount } }" })) results.push(result);
  assert.deepEqual(results.map(({ data }) => data), [{ corpus: { documentCount: 5 } }]);
});

test("what is invalid is an error of its operation", async () => {
  const iterate = async () => {
    for await (const result of client.iterate({ query: "{ nothing }" })) assert.fail(result);
  };
  await assert.rejects(iterate, (errors) => errors[0].extensions.code === "GRAPHQL_VALIDATION_FAILED");
});

test("a subscription that is given up leaves the connection as it was", async () => {
  const changes = client.iterate({ query: "subscription { corpusChanged { digest } }" });
  const pending = changes.next();
  await changes.return();
  assert.equal((await pending).done, true);
  const { value: first } = await client.iterate({ query: "{ __typename }" }).next();
  assert.deepEqual(first.data, { __typename: "Query" });
});

test("a key comes with connectionParams", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rapporteur-"));
  const file = join(folder, "keys.toml");
  const key = issueKey(file);
  const own = await start("--anonymous-read", "off", "--keys-file", file);
  const first = async (authorization) => {
    const connection = { url: own.ws, webSocketImpl: WebSocket, retryAttempts: 0 };
    const one = createClient({ ...connection, connectionParams: { authorization } });
    const { value } = await one.iterate({ query: "{ corpus { documentCount } }" }).next();
    await one.dispose();
    return value;
  };
  try {
    assert.deepEqual((await first(`Bearer ${key}`)).data, { corpus: { documentCount: 5 } });
    await assert.rejects(first(undefined), ({ code }) => code === 4403);
  } finally {
    await own.stop();
    rmSync(folder, { recursive: true });
  }
});

test("a server that is told to stop says so and ends", async () => {
  const own = await start();
  const socket = new WebSocket(own.ws, "graphql-transport-ws");
  await new Promise((resolve) => socket.once("open", resolve));
  const closed = new Promise((resolve) => socket.once("close", resolve));
  assert.equal(await own.stop(), 0);
  assert.equal(await closed, 1001);
});
