// Slack, by two libraries that have nothing in common: what they take as signed and read, the server takes and reads.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createSlackAdapter } from "@chat-adapter/slack";
import { parseSlackWebhookBody, verifySlackSignature } from "@chat-adapter/slack/webhook";
import bolt from "@slack/bolt";

import { aroundTests, now, post as postTo, said, secret, signed } from "./platforms.js";

const question = "Which declarations mention human trafficking?";
const bot = "U0BOT";

const around = aroundTests();
const { platform } = around;

const post = (headers, body) => postTo(around.server.origin, "slack", headers, body);

function taken(library, headers, body) {
  if (library === "bolt") {
    const time = Number(headers["x-slack-request-timestamp"]);
    return bolt.isValidSlackRequest({
      signingSecret: secret, body, headers: { ...headers, "x-slack-request-timestamp": time },
    });
  }
  return verifySlackSignature(body, headers, { signingSecret: secret }).then(() => true, () => false);
}

test("requests are taken that both libraries take, and no others", async () => {
  const body = (id) => said.slack(question, id);
  const good = signed.slack(body(1));
  const cases = [
    [good, body(1), true],
    [signed.slack(body(2), { at: now() - 290 }), body(2), true],
    [signed.slack(body(3), { key: "another" }), body(3), false],
    [signed.slack(body(4), { at: now() - 310 }), body(4), false],
    [signed.slack(body(5)), body(6), false],
    [{ ...good, "x-slack-signature": good["x-slack-signature"].slice(3) }, body(1), false],
    [{ ...good, "x-slack-signature": `${good["x-slack-signature"]}00` }, body(1), false],
    [{ ...good, "x-slack-request-timestamp": String(now() + 1) }, body(1), false],
    [{ ...good, "x-slack-request-timestamp": "soon" }, body(1), false],
  ];
  for (const [at, [headers, sent, isGood]] of cases.entries()) {
    for (const library of ["bolt", "chat-adapter"]) {
      assert.equal(await taken(library, headers, sent), isGood, `${library}, case ${at}`);
    }
    const reply = await post(headers, sent);
    assert.equal(reply.status, isGood ? 200 : 401, `case ${at}: ${await reply.clone().text()}`);
    if (isGood) assert.match(await reply.text(), /rich_text_quote|Looking it up/);
  }
});

test("what the library reads of a mention and a message is what is answered", async () => {
  const events = [
    { type: "app_mention", user: "U1", channel: "C7", ts: "27.1", thread_ts: "26.9", text: `<@${bot}> ${question}` },
    { type: "message", channel_type: "im", user: "U1", channel: "D7", ts: "28.1", text: question },
  ];
  for (const [at, event] of events.entries()) {
    const body = JSON.stringify({ type: "event_callback", team_id: "T1", event_id: `EvS${at}`, event });
    const read = parseSlackWebhookBody(body, { contentType: "application/json" });
    assert.equal(read.kind, at === 0 ? "app_mention" : "direct_message");
    // Sent twice: Slack repeats what it thinks was lost, signed anew.
    for (const time of [now(), now() + 1]) {
      const headers = { ...signed.slack(body, { at: time }), "content-type": "application/json" };
      assert.equal((await post(headers, body)).status, 200);
    }
    const { body: sent } = await platform.next();
    assert.equal(sent.channel, read.channelId);
    assert.equal(sent.thread_ts, at === 0 ? read.threadTs : undefined);
    assert.deepEqual(platform.calls, [], "it is answered once");
  }
});

test("our messages read as text with links, and tell nobody", async () => {
  const adapter = createSlackAdapter({ signingSecret: secret, botToken: "xoxb-1", botUserId: bot });
  const read = (said) => adapter.parseMessage({ type: "message", user: bot, team: "T1", channel: "C1", ts: "1.1", ...said });
  const ask = async (text, id) => {
    const body = said.slack(text, id);
    return (await post(signed.slack(body), body)).json();
  };
  const answer = await ask(question, 100);
  const message = read(answer);
  const lead = answer.blocks[0].elements[0].elements[0].text;
  assert.equal(message.text, lead, "a notification shows the lead");
  assert.ok(message.links.length >= 2);
  for (const { url } of message.links) {
    assert.equal((await fetch(url)).status, 200, url);
  }
  const hostile = await ask(`verify \u201c<@${bot}> &lt;@${bot}&gt; <!channel> &lt;https://evil.example|x&gt; *b*\u201d`, 101);
  const shown = read(hostile);
  assert.equal(shown.isMention, false);
  assert.deepEqual(shown.links.filter(({ url }) => !url.startsWith(around.server.origin)), []);
  assert.doesNotMatch(hostile.text, /<@|<!/);
});
