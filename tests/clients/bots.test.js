// Chat bots, by the platforms' own libraries: what these accept as signed, the server accepts, and what they refuse, it refuses.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { InteractionResponseType, InteractionType, verifyKey } from "discord-interactions";
import { Bot, webhookCallback } from "grammy";

import { aroundTests, discordKey, now, post as postTo, said, secret, signed } from "./platforms.js";
import { start } from "./server.js";

const question = "Which declarations mention human trafficking?";

const around = aroundTests();
const { platform } = around;

const post = (name, headers, body) => postTo(around.server.origin, name, headers, body);

test("Discord's requests are those that its library takes", async () => {
  const command = said.discord(question, 42);
  const ping = JSON.stringify({ type: InteractionType.PING });
  const at = now();
  const signature = (body) => signed.discord(body, { at })["x-signature-ed25519"];
  const cases = [
    [ping, signature(ping), InteractionResponseType.PONG],
    [command, signature(command), InteractionResponseType.CHANNEL_MESSAGE_WITH_SOURCE],
    [command.replace("42", "43"), signature(command), null],
    [ping, "00".repeat(64), null],
  ];
  for (const [body, digits, type] of cases) {
    assert.equal(await verifyKey(body, digits, String(at), discordKey), type !== null);
    const headers = { ...signed.discord(body, { at }), "x-signature-ed25519": digits };
    const reply = await post("discord", headers, body);
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
  const body = said.telegram(question, 1);
  for (const [token, status] of [["another", 401], [secret, 200]]) {
    const asked = new Request("https://bot.example", { method: "POST", headers: signed.telegram(body, { key: token }), body });
    assert.equal((await receive(asked)).status, status);
    const reply = await post("telegram", signed.telegram(body, { key: token }), body);
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
  const activity = said.teams(question, 1);
  const teams = await post("teams", signed.teams(activity), activity);
  assert.equal((await teams.json()).type, "message");
  const command = said.mattermost(question, 1);
  const mattermost = await post("mattermost", signed.mattermost(command), command);
  assert.match((await mattermost.json()).text, /\n> \u2026? ?\u201c/);
});

test("Teams' signature is that of Microsoft's published example", async () => {
  // The message, the token and the signature of its guide to outgoing webhooks. The message is of 2017.
  const [token, signature] = ["vqF0En+Z0ucuRTM/01o2GuhMH3hKKk/N2bOmlM31zaA=", "03TCao0i55H1eVKUusZOTZRjtvYTs+mO41mPL+R1e1U="];
  const body = readFileSync(new URL("data/teams-message.json", import.meta.url), "utf8");
  const example = await start("--teams-secret", token);
  try {
    const send = async (body) => {
      const reply = await postTo(example.origin, "teams", { authorization: `HMAC ${signature}` }, body);
      assert.equal(reply.status, 401);
      return reply.text();
    };
    assert.match(await send(body), /too old/, "the signature fits");
    assert.match(await send(body.replace("Hello", "Hallo")), /signature does not fit/);
  } finally {
    await example.stop();
  }
});

test("a pull request on GitHub gets a comment", async () => {
  const text = "The Rome declaration of 2012 speaks of \u201cthe social fabric of towns, nations, and regions\u201d.";
  const body = said.github(text, 5);
  assert.equal((await post("github", signed.github(body), body)).status, 200);
  const listed = await platform.next();
  assert.deepEqual([listed.method, listed.path], ["GET", "/repos/a/b/issues/5/comments?per_page=100"]);
  const sent = await platform.next();
  assert.deepEqual([sent.method, sent.path], ["POST", "/repos/a/b/issues/5/comments"]);
  assert.match(sent.body.body, /ALTERED/);
});
