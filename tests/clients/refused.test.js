// What every bot refuses, and that it answers nothing twice: a row of cases for each platform, against a running server.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { announce, aroundTests, names, now, post as postTo, said, secret, signed } from "./platforms.js";

const question = "Which declarations mention human trafficking?";
const checked = "The Rome declaration of 2012 speaks of \u201cthe social fabric of towns, nations, and regions\u201d.";
// A little more than the server takes.
const large = "x".repeat(2 ** 20 + 1);
// Telegram and Mattermost send a token, which covers no body; Mattermost and GitHub sign no time.
const byToken = ["telegram", "mattermost"];
const untimed = ["mattermost", "github"];
// What makes markup, addresses somebody, or cannot be seen, around words that are asked for.
const unicode = "Caf\u00e9 \u{1f44b} \u202eabc\u202c \u4eba\u6743 @everyone @channel <@U1> <!here> [x](https://evil.example) *gangs*?";
const told = /@(everyone|channel|all|here)\b|<@|<!(?!--)|<#|\]\(https:\/\/evil|\[x\]\(<?https/;

const around = aroundTests();
const { platform } = around;

let last = 0;
const fresh = () => (last += 1);
const asked = (name) => (name === "github" ? checked : question);
const post = (name, headers, body) => postTo(around.server.origin, name, headers, body);

/// Whether a reply has the answer; for GitHub, whether a comment follows.
async function answered(name, reply) {
  assert.equal(reply.status, 200, name);
  if (name !== "github") return /human trafficking|trafficking in/i.test(await reply.text());
  if ((await platform.within(400)) === null) return false;
  const comment = await platform.next();
  return comment.method === "POST" && comment.body.body.includes("ALTERED");
}

async function refused(name, headers, body, status = 401) {
  const reply = await post(name, headers, body);
  const text = await reply.text();
  assert.equal(reply.status, status, `${name}: ${text}`);
  assert.ok(!text.includes(secret));
  assert.deepEqual(platform.calls, []);
  return text;
}

// The last byte that is not structure: a digit or a letter.
function altered(body) {
  const at = body.search(/[a-z0-9](?=[^a-z0-9]*$)/i);
  return body.slice(0, at) + (body[at] === "7" ? "8" : "7") + body.slice(at + 1);
}

// An event that nobody asked for, in the platform's own form, and what becomes of it.
const unknown = {
  slack: [JSON.stringify({ type: "event_callback", team_id: "T1", event_id: "Ev9", event: { type: "team_join", user: "U1" } }), 200],
  discord: [JSON.stringify({ type: 5, application_id: "77", token: "t", data: { custom_id: "form" } }), 400],
  telegram: [JSON.stringify({ update_id: 900_001, chat_join_request: { chat: { id: 1 }, from: { id: 42 }, date: 1 } }), 200],
  teams: [JSON.stringify({ type: "conversationUpdate", id: "900", timestamp: new Date().toISOString() }), 400],
  mattermost: ["event=post_created&team_id=t&user_id=u", 400],
  github: [JSON.stringify({ action: "labeled", repository: { full_name: "a/b" }, pull_request: { number: 9, body: checked } }), 200],
};

for (const name of names) {
  describe(name, () => {
    test("what it signed is answered, once", async () => {
      const body = said[name](asked(name), fresh());
      const headers = signed[name](body);
      assert.ok(await answered(name, await post(name, headers, body)));
      // Word for word once more: a replay, or a delivery that was thought lost.
      const again = await post(name, headers, body);
      assert.equal(again.status, name === "discord" ? 400 : 200);
      if (again.status === 200) assert.ok(!(await answered(name, again)));
    });

    // Slack never sends a command again (events are in slack.test.js), nor does Discord an interaction.
    if (!["slack", "discord"].includes(name)) test("a repeated delivery, signed anew, is not answered again", async () => {
      const id = fresh();
      const body = said[name](asked(name), id);
      assert.ok(await answered(name, await post(name, signed[name](body), body)));
      // Teams signs the time with the rest.
      const repeated = name === "teams" ? said.teams(question, id, now() + 1) : body;
      const headers = signed[name](repeated, { at: now() + 1 });
      assert.ok(!(await answered(name, await post(name, headers, repeated))));
    });

    test("another key is refused, and none", async () => {
      const body = said[name](asked(name), fresh());
      await refused(name, signed[name](body, { key: "another secret, as long as it" }), body);
      await refused(name, { "content-type": "application/json" }, body);
    });

    test("an altered byte is refused", async () => {
      const body = said[name](asked(name), fresh());
      const headers = signed[name](body);
      if (!byToken.includes(name)) return refused(name, headers, altered(body));
      const token = secret.slice(0, -1) + "6";
      return refused(name, signed[name](body, { key: token }), body);
    });

    // Where no time is signed, what was sent once is remembered for a day.
    if (!untimed.includes(name)) test("an old request is refused", async () => {
      const at = now() - (name === "telegram" ? 4_000 : 400);
      const body = said[name](question, fresh(), at);
      const headers = signed[name](body, { at });
      // Telegram signs no time either: what waited too long is left alone.
      if (name !== "telegram") return refused(name, headers, body);
      assert.equal(await refused(name, headers, body, 200), "");
    });

    test("a body that is too large is refused", async () => {
      assert.equal(await announce(around.server.origin, name, signed[name](large), large.length), 413);
    });

    test("an unknown event is left alone", async () => {
      const [body, status] = unknown[name];
      const text = await refused(name, signed[name](body), body, status);
      if (status === 200) assert.equal(text, "");
    });

    test("unicode is answered, and nobody is told", async () => {
      const text = name === "github" ? `${unicode} ${checked}` : `verify \u201c${unicode}\u201d`;
      const body = said[name](text, fresh());
      const reply = await post(name, signed[name](body), body);
      assert.equal(reply.status, 200);
      let shown = name === "github" ? "" : JSON.parse(await reply.text());
      if (name === "github") {
        await platform.next();
        shown = (await platform.next()).body.body;
      }
      // Slack reads neither markup nor mentions in rich text; Discord tells nobody of what stands in an embed.
      if (name === "slack") {
        assert.doesNotMatch(shown.text, told);
        const kinds = JSON.stringify(shown.blocks).match(/"type":"[a-z_]+"/g);
        assert.deepEqual(kinds.filter((kind) => /user|broadcast|channel|mrkdwn/.test(kind)), []);
      } else if (name === "discord") {
        assert.deepEqual(shown.data.allowed_mentions, { parse: [] });
        assert.doesNotMatch(shown.data.embeds[0].description, /\[x\]\(/);
      } else {
        assert.doesNotMatch(shown.text ?? shown, told);
      }
    });
  });
}
