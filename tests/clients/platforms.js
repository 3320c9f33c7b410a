// The chat platforms as the tests play them: they sign what they send, and take what is sent to them.

import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, request } from "node:http";
import { after, before } from "node:test";

import { start } from "./server.js";

/// The secret of every platform that has one.
export const secret = "8f742231b10e8888abcd99yyyzzz85a5";
const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const stranger = generateKeyPairSync("ed25519").privateKey;
/// The key by which Discord's signatures are checked.
export const discordKey = publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex");

export const now = () => Math.floor(Date.now() / 1000);

/// A platform's API: keeps what is sent to it, and agrees to all.
export class Platform {
  calls = [];
  #waiting = [];

  async listen() {
    this.server = createServer(async (request, response) => {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = JSON.parse(Buffer.concat(chunks).toString() || "null");
      const call = { method: request.method, path: request.url, headers: request.headers, body };
      const next = this.#waiting.shift();
      if (next) next(call);
      else this.calls.push(call);
      response.setHeader("content-type", "application/json");
      const listed = request.method === "GET" ? [] : { ok: true, result: true };
      response.end(JSON.stringify(listed));
    }).listen(0, "127.0.0.1");
    await once(this.server, "listening");
    this.origin = `http://127.0.0.1:${this.server.address().port}`;
  }

  next() {
    const call = this.calls.shift();
    return call ? Promise.resolve(call) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  /// What is sent within so many milliseconds; null where nothing is.
  async within(ms) {
    for (const until = Date.now() + ms; this.calls.length === 0 && Date.now() < until; ) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return this.calls.shift() ?? null;
  }

  close() {
    this.server.close();
  }
}

/// Has a platform and a server with all bots run around the tests of a file.
export function aroundTests() {
  const around = { platform: new Platform() };
  before(async () => {
    await around.platform.listen();
    around.server = await startBots(around.platform);
  });
  after(async () => {
    assert.equal(await around.server.stop(), 0);
    around.platform.close();
  });
  return around;
}

/// Starts a server with all bots, which sends to `platform`, with a key of Discord's and further arguments.
export function startBots(platform, { key = discordKey, more = [] } = {}) {
  return start(
    "--slack-signing-secret", secret, "--slack-bot-token", "xoxb-1",
    "--slack-api-url", platform.origin, "--slack-hooks-url", platform.origin,
    "--discord-public-key", key, "--discord-api-url", platform.origin,
    "--telegram-secret", secret, "--telegram-name", "rapporteur_bot",
    "--teams-secret", Buffer.from(secret).toString("base64"), "--mattermost-token", secret,
    "--github-webhook-secret", secret, "--github-token", "ghp_1", "--github-api-url", platform.origin,
    ...more,
  );
}

const hmac = (key, message, digest) => createHmac("sha256", key).update(message).digest(digest);
const form = (fields) => new URLSearchParams(fields).toString();
const json = { "content-type": "application/json" };

/// Headers by which each platform signs `body` at a time, with a key of its own.
export const signed = {
  slack: (body, { at = now(), key = secret } = {}) => ({
    "x-slack-request-timestamp": String(at),
    "x-slack-signature": `v0=${hmac(key, `v0:${at}:${body}`, "hex")}`,
  }),
  discord: (body, { at = now(), key = secret } = {}) => ({
    ...json,
    "x-signature-timestamp": String(at),
    "x-signature-ed25519": sign(null, Buffer.from(at + body), key === secret ? privateKey : stranger).toString("hex"),
  }),
  telegram: (_, { key = secret } = {}) => ({ ...json, "x-telegram-bot-api-secret-token": key }),
  // As Microsoft's own sample has it: the key is the token's bytes, the message those of the body.
  teams: (body, { key = secret } = {}) => ({ ...json, authorization: `HMAC ${hmac(Buffer.from(key), body, "base64")}` }),
  mattermost: (_, { key = secret } = {}) => ({ authorization: `Token ${key}` }),
  github: (body, { key = secret } = {}) => ({
    ...json,
    "x-hub-signature-256": `sha256=${hmac(key, body, "hex")}`,
    "x-github-event": "pull_request",
    "x-github-delivery": hmac("delivery", body, "hex").slice(0, 16),
  }),
};

/// What each platform sends when somebody says `text`, as message number `id` at a time, in a conversation of its own.
export const said = {
  slack: (text, id) => form({
    command: "/rapporteur", text, team_id: "T1", channel_id: `C${id}`, user_id: "U1", trigger_id: `${id}`,
    response_url: "https://hooks.example/1",
  }),
  discord: (text, id) => JSON.stringify({
    type: 2, id: `${id}`, application_id: "77", token: "t-1", channel_id: `${id}`, member: { user: { id: "42" } },
    data: { name: "ask", options: [{ name: "question", type: 3, value: text }] },
  }),
  telegram: (text, id, at = now()) => JSON.stringify({
    update_id: id,
    message: {
      message_id: 5, date: at, text, from: { id: 42, is_bot: false, first_name: "A" },
      chat: { id, type: "private", first_name: "A" },
    },
  }),
  teams: (text, id, at = now()) => JSON.stringify({
    type: "message", id: `${id}`, timestamp: new Date(at * 1000).toISOString(), from: { id: "29:1" },
    conversation: { id: `19:${id}` }, text: `<at>Rapporteur</at> ${text}`,
  }),
  mattermost: (text, id) => form({
    command: "/rapporteur", text, team_id: "t", channel_id: `c${id}`, user_id: "u", trigger_id: `${id}`,
  }),
  github: (text, id) => JSON.stringify({
    action: "opened", repository: { full_name: "a/b" }, pull_request: { number: id, body: text },
  }),
};

export const names = Object.keys(said);

/// Sends `body` to the bot called `name` of the server at `origin`.
export const post = (origin, name, headers, body) =>
  fetch(`${origin}/bots/${name}`, { method: "POST", headers, body });

/// The status of a body that is announced as `size` bytes, of which the server needs none to refuse it.
export function announce(origin, name, headers, size) {
  return new Promise((resolve, reject) => {
    const sent = request(`${origin}/bots/${name}`, { method: "POST", headers: { ...headers, "content-length": size } });
    sent.on("response", (response) => {
      resolve(response.statusCode);
      sent.destroy();
    });
    sent.on("error", reject).flushHeaders();
  });
}
