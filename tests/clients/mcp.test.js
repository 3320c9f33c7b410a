// The Model Context Protocol, by both lines of its official client, over HTTP and stdio.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { Client as NewClient, StreamableHTTPClientTransport as NewHttp } from "@modelcontextprotocol/client";
import { StdioClientTransport as NewStdio } from "@modelcontextprotocol/client/stdio";
import { Client as OldClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as OldStdio } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport as OldHttp } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

import { issueKey, start, stdio } from "./server.js";

const question = "Which declarations mention human trafficking?";
const own = { name: "rapporteur-test", version: "1.0.0" };
const negotiate = { versionNegotiation: { mode: "auto" } };

let server;
before(async () => {
  server = await start();
});
after(() => server.stop());

// Every way to connect: the client, its transport, and the revision that the two agree on.
function ways() {
  const url = new URL(`${server.origin}/mcp`);
  return [
    ["the first line over HTTP", new OldClient(own), new OldHttp(url), "2025-11-25"],
    ["the first line over stdio", new OldClient(own), new OldStdio(stdio()), "2025-11-25"],
    ["the second line over HTTP", new NewClient(own, negotiate), new NewHttp(url), "2026-07-28"],
    ["the second line over stdio", new NewClient(own, negotiate), new NewStdio(stdio()), "2026-07-28"],
  ];
}

async function check(client) {
  const { tools } = await client.listTools();
  const names = ["search", "fetch", "ask", "verify_quote", "verify_text", "compare", "cite"];
  assert.deepEqual(tools.map((tool) => tool.name), names);
  assert.ok(tools.every((tool) => tool.title && tool.annotations.readOnlyHint === true));

  // The client compares each answer with the tool's outputSchema.
  const call = async (name, args) => {
    const result = await client.callTool({ name, arguments: args });
    assert.notEqual(result.isError, true, JSON.stringify(result.content));
    assert.ok(result.content[0].text.length > 0, name);
    return result.structuredContent;
  };
  const { results } = await call("search", { query: question, limit: 3 });
  assert.equal(results.length, 3);
  assert.ok(results.every(({ id, title, url, text }) => id && title && url && text));
  const clause = await call("fetch", { id: results[0].id });
  assert.ok(clause.text.startsWith(results[0].text.slice(0, 50)));

  const answer = await call("ask", { question });
  assert.equal(answer.status, "ANSWERED");
  for (const { quote, clause: id, url } of answer.citations) {
    const { text } = await call("fetch", { id });
    assert.ok(text.includes(quote), id);
    assert.match(url, /^(https?|rapporteur):\/\//);
    const verdict = await call("verify_quote", { text: quote, clause: id });
    assert.equal(verdict.verdict, "EXACT");
  }
  const silent = await call("ask", { question: "Which declaration mentions zebras?" });
  assert.equal(silent.status, "NOT_FOUND");
  const draft = 'The Rome declaration condemns "all acts of criminal violence" (P2A).';
  const checked = await call("verify_text", { text: draft });
  assert.ok(checked.items.length > 0);
  const compared = await call("compare", { topic: "human trafficking" });
  assert.ok(compared.rows.length >= 3);
  const cited = await call("cite", { id: answer.citations[0].clause, style: "oscola" });
  assert.ok(cited.citation.length > 20);

  const failed = await client.callTool({ name: "fetch", arguments: { id: "nowhere-1900" } });
  assert.equal(failed.isError, true);
  assert.match(failed.content[0].text, /no document or clause 'nowhere-1900'/);

  const { resources } = await client.listResources();
  assert.equal(resources.length, 5);
  const { contents } = await client.readResource({ uri: resources[0].uri });
  assert.ok(contents[0].text.length > 1000);
  const { resourceTemplates } = await client.listResourceTemplates();
  assert.equal(resourceTemplates.length, 2);
  const { prompts } = await client.listPrompts();
  const { messages } = await client.getPrompt({ name: prompts[0].name, arguments: { question } });
  assert.ok(messages[0].content.text.includes(question));
}

for (const index of [0, 1, 2, 3]) {
  test(`a client reads, asks and checks (${index})`, async () => {
    const [name, client, transport, revision] = ways()[index];
    await client.connect(transport);
    try {
      assert.equal(client.getServerVersion().name, "rapporteur", name);
      const agreed = client.getNegotiatedProtocolVersion?.() ?? transport.protocolVersion ?? revision;
      assert.equal(agreed, revision, name);
      await check(client);
    } finally {
      await client.close();
    }
  });
}

test("a key opens a closed server", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rapporteur-"));
  const file = join(folder, "keys.toml");
  const key = issueKey(file);
  const closed = await start("--keys-file", file, "--anonymous-read", "off");
  try {
    const url = new URL(`${closed.origin}/mcp`);
    await assert.rejects(new OldClient(own).connect(new OldHttp(url)), /401|Unauthorized|API key/);
    const client = new OldClient(own);
    await client.connect(new OldHttp(url, { requestInit: { headers: { Authorization: `Bearer ${key}` } } }));
    assert.equal((await client.listTools()).tools.length, 7);
    await client.close();
  } finally {
    await closed.stop();
    rmSync(folder, { recursive: true });
  }
});
