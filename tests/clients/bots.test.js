// Chat bots, by the platforms' own libraries: what these accept as signed, the server accepts, and what they refuse, it refuses.

import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import bolt from "@slack/bolt";
import { InteractionResponseType, InteractionType, verifyKey } from "discord-interactions";
import { Bot, webhookCallback } from "grammy";

import { start } from "./server.js";

const question = "Which declarations mention human trafficking?";
const secret = "8f742231b10e8888abcd99yyyzzz85a5";
const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const discordKey = publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex");

/// A platform's API: keeps what is sent to it, and agrees to all.
class Platform {
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
}

const platform = new Platform();
let server;
before(async () => {
  await platform.listen();
  server = await start(
    "--slack-signing-secret", secret, "--slack-bot-token", "xoxb-1",
    "--slack-api-url", platform.origin, "--slack-hooks-url", platform.origin,
    "--discord-public-key", discordKey, "--telegram-secret", secret,
    "--teams-secret", Buffer.from(secret).toString("base64"), "--mattermost-token", secret,
    "--github-webhook-secret", secret, "--github-token", "ghp_1", "--github-api-url", platform.origin,
  );
});
after(async () => {
  assert.equal(await server.stop(), 0);
  platform.server.close();
});

const now = () => Math.floor(Date.now() / 1000);
const post = (path, headers, body) => fetch(server.origin + path, { method: "POST", headers, body });

function signedBySlack(body, at = now(), key = secret) {
  const signature = `v0=${createHmac("sha256", key).update(`v0:${at}:${body}`).digest("hex")}`;
  return { "x-slack-request-timestamp": String(at), "x-slack-signature": signature };
}

test("Slack's requests are those that Bolt takes", async () => {
  const form = (id) => new URLSearchParams({
    command: "/rapporteur", text: question, team_id: "T1", channel_id: "C1", user_id: "U1", trigger_id: id,
  }).toString();
  const cases = [
    [signedBySlack(form("1")), form("1"), true],
    [signedBySlack(form("2"), now(), "another"), form("2"), false],
    [signedBySlack(form("3"), now() - 600), form("3"), false],
    [signedBySlack(form("4")), form("5"), false],
  ];
  for (const [headers, body, good] of cases) {
    const taken = bolt.isValidSlackRequest({
      signingSecret: secret, body,
      headers: { ...headers, "x-slack-request-timestamp": Number(headers["x-slack-request-timestamp"]) },
    });
    assert.equal(taken, good);
    const reply = await post("/bots/slack", headers, body);
    assert.equal(reply.status, good ? 200 : 401, await reply.clone().text());
    if (good) assert.match(await reply.text(), /rich_text_quote|Looking it up/);
  }
});

test("a mention in Slack is answered once, by its API", async () => {
  const event = { type: "app_mention", user: "U1", channel: "C1", ts: "17.1", text: `<@U0BOT> ${question}` };
  const body = JSON.stringify({ type: "event_callback", team_id: "T1", event_id: "Ev1", event });
  for (const at of [now(), now() + 1]) {
    const reply = await post("/bots/slack", { ...signedBySlack(body, at), "content-type": "application/json" }, body);
    assert.equal(reply.status, 200);
  }
  const call = await platform.next();
  assert.equal(call.path, "/chat.postMessage");
  assert.equal(call.headers.authorization, "Bearer xoxb-1");
  assert.equal(call.body.thread_ts, "17.1");
  assert.ok(call.body.blocks.some((block) => block.elements.some((one) => one.type === "rich_text_quote")));
  assert.deepEqual(platform.calls, []);
});

test("Discord's requests are those that its library takes", async () => {
  const command = JSON.stringify({
    type: InteractionType.APPLICATION_COMMAND, application_id: "77", token: "t-1", channel_id: "5",
    member: { user: { id: "42" } },
    data: { name: "ask", options: [{ name: "question", type: 3, value: question }] },
  });
  const signed = (body, at) => sign(null, Buffer.from(at + body), privateKey).toString("hex");
  const ping = JSON.stringify({ type: InteractionType.PING });
  const at = String(now());
  const cases = [
    [ping, signed(ping, at), InteractionResponseType.PONG],
    [command, signed(command, at), InteractionResponseType.CHANNEL_MESSAGE_WITH_SOURCE],
    [command.replace("42", "43"), signed(command, at), null],
    [ping, "00".repeat(64), null],
  ];
  for (const [body, signature, type] of cases) {
    assert.equal(await verifyKey(body, signature, at, discordKey), type !== null);
    const headers = { "x-signature-ed25519": signature, "x-signature-timestamp": at, "content-type": "application/json" };
    const reply = await post("/bots/discord", headers, body);
    assert.equal(reply.status, type === null ? 401 : 200);
    if (type === null) continue;
    const answered = await reply.json();
    const deferred = InteractionResponseType.DEFERRED_CHANNEL_MESSAGE_WITH_SOURCE;
    assert.ok([type, deferred].includes(answered.type));
    if (answered.type === deferred) {
      const call = await platform.next();
      assert.deepEqual([call.method, call.path], ["PATCH", "/webhooks/77/t-1/messages/@original"]);
    } else if (type !== InteractionResponseType.PONG) {
      assert.ok(answered.data.embeds[0].description.length <= 4096);
    }
  }
});

test("Telegram's updates are those that grammY takes, and it sends our answers", async () => {
  const botInfo = { id: 1, is_bot: true, first_name: "R", username: "rapporteur_bot" };
  const bot = new Bot("1:token", { botInfo, client: { apiRoot: platform.origin } });
  let seen = 0;
  bot.on("message:text", () => { seen += 1; });
  const receive = webhookCallback(bot, "std/http", { secretToken: secret });
  const chat = { id: 42, type: "private", first_name: "A" };
  const message = { message_id: 5, date: now(), text: question, from: { id: 42, is_bot: false, first_name: "A" }, chat };
  const body = JSON.stringify({ update_id: 1, message });
  const headers = (token) => ({ "x-telegram-bot-api-secret-token": token, "content-type": "application/json" });
  for (const [token, status] of [["another", 401], [secret, 200]]) {
    const asked = new Request("https://bot.example", { method: "POST", headers: headers(token), body });
    assert.equal((await receive(asked)).status, status);
    const reply = await post("/bots/telegram", headers(token), body);
    assert.equal(reply.status, status);
    if (status === 200) {
      const { method, ...call } = await reply.json();
      assert.equal(method, "sendMessage");
      await bot.api.raw.sendMessage(call);
      const sent = await platform.next();
      assert.equal(sent.path, "/bot1:token/sendMessage");
      assert.match(sent.body.text, /<blockquote>/);
    }
  }
  assert.equal(seen, 1);
});

test("Teams and Mattermost are answered in the response", async () => {
  const activity = JSON.stringify({
    type: "message", id: "1", timestamp: new Date().toISOString(), from: { id: "29:1" },
    conversation: { id: "19:x" }, text: `<at>Rapporteur</at> ${question}`,
  });
  // As Microsoft's own sample has it.
  const signature = createHmac("sha256", Buffer.from(Buffer.from(secret).toString("base64"), "base64"))
    .update(Buffer.from(activity, "utf8")).digest("base64");
  const teams = await post("/bots/teams", { authorization: `HMAC ${signature}` }, activity);
  assert.equal((await teams.json()).type, "message");
  const command = new URLSearchParams({ command: "/r", text: question, trigger_id: "1" }).toString();
  const mattermost = await post("/bots/mattermost", { authorization: `Token ${secret}` }, command);
  assert.match((await mattermost.json()).text, /\n> \u2026? ?\u201c/);
});

test("a pull request on GitHub gets a comment", async () => {
  const text = "The Rome declaration of 2012 speaks of \u201cthe social fabric of towns, nations, and regions\u201d.";
  const event = { action: "opened", repository: { full_name: "a/b" }, pull_request: { number: 5, body: text } };
  const body = JSON.stringify(event);
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  const headers = { "x-hub-signature-256": `sha256=${signature}`, "x-github-event": "pull_request", "x-github-delivery": "1" };
  assert.equal((await post("/bots/github", headers, body)).status, 200);
  const listed = await platform.next();
  assert.deepEqual([listed.method, listed.path], ["GET", "/repos/a/b/issues/5/comments?per_page=100"]);
  const sent = await platform.next();
  assert.deepEqual([sent.method, sent.path], ["POST", "/repos/a/b/issues/5/comments"]);
  assert.match(sent.body.body, /ALTERED/);
});
