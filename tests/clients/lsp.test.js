// The Language Server Protocol, by the library of its reference client, over stdio.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, test } from "node:test";
import {
  CodeActionRequest,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";

import { stdio } from "./server.js";

const uri = "file:///memo.md";
// The 🚔 is two units of UTF-16; the second line has the changed word.
const text = [
  "🚔 A memo.",
  "🚔 The Rome declaration says that violence “destroys the social fabric of towns, nations, and regions” (P2G).",
].join("\r\n");

let server;
let client;
const published = [];
let arrived = () => {};

/// The next diagnostics that are for this version of the text.
async function diagnostics(version) {
  for (;;) {
    const at = published.findIndex((one) => one.version === version);
    if (at >= 0) return published.splice(at, 1)[0].diagnostics;
    await new Promise((resolve) => { arrived = resolve; });
  }
}

before(async () => {
  const { command, args, cwd, env } = stdio("lsp");
  server = spawn(command, args, { cwd, env, stdio: ["pipe", "pipe", "inherit"] });
  client = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  client.onNotification(PublishDiagnosticsNotification.type, (params) => {
    published.push(params);
    arrived();
  });
  client.listen();
  const { capabilities, serverInfo } = await client.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
  });
  assert.equal(serverInfo.name, "rapporteur");
  assert.equal(capabilities.positionEncoding, "utf-16");
  await client.sendNotification(InitializedNotification.type, {});
});

after(async () => {
  const ended = once(server, "exit");
  await client.sendRequest(ShutdownRequest.type);
  await client.sendNotification(ExitNotification.type);
  const [code] = await ended;
  assert.equal(code, 0);
});

test("a changed quotation is marked, shown and corrected", async () => {
  await client.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "markdown", version: 1, text },
  });
  const [one, ...others] = await diagnostics(1);
  assert.deepEqual(others, []);
  assert.equal(one.code, "ALTERED");
  assert.equal(one.source, "rapporteur");
  const line = text.split("\r\n")[1];
  const marked = line.slice(one.range.start.character, one.range.end.character);
  assert.equal(one.range.start.line, 1);
  assert.match(marked, /^“?destroys the social fabric of towns, nations, and regions”?$/);

  const hover = await client.sendRequest(HoverRequest.type, { textDocument: { uri }, position: one.range.start });
  assert.match(hover.contents.value, /ALTERED/);
  assert.match(hover.contents.value, /social fabric of cities, nations, and regions/);

  const ask = (only) => client.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: one.range,
    context: { diagnostics: [one], only },
  });
  const [fix] = await ask(["quickfix"]);
  assert.match(fix.title, /rome-2012\/P2G/);
  const [{ edits, textDocument }] = fix.edit.documentChanges;
  assert.equal(textDocument.version, 1);
  const { range, newText } = edits[0];
  const corrected = line.slice(0, range.start.character) + newText + line.slice(range.end.character);
  assert.equal(corrected, line.replace("towns", "cities"));
  assert.deepEqual((await ask(["source.fixAll"])).map((action) => action.kind), ["source.fixAll"]);
  assert.equal((await ask()).length, 2);

  await client.sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 2 },
    contentChanges: [{ text: `${text.split("\r\n")[0]}\r\n${corrected}` }],
  });
  assert.deepEqual(await diagnostics(2), []);
});

test("a text that is too long says so, and a closed one has no findings", async () => {
  await client.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri: "file:///long.md", languageId: "markdown", version: 7, text: "word ".repeat(20_000) },
  });
  const [one] = await diagnostics(7);
  assert.match(one.message, /check at most 64000/);
  await client.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri: "file:///long.md" } });
  assert.deepEqual(await diagnostics(undefined), []);
});

test("what the server does not know is refused", async () => {
  await assert.rejects(client.sendRequest("textDocument/definition", {}), /does not know 'textDocument\/definition'/);
  await assert.rejects(client.sendRequest("textDocument/hover", { position: 5 }), /cannot be read/);
});
