// What people type in chats, by the ways of Slack and Telegram. CHATS=file writes all answers there, to be read by eye.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { Platform, post as postTo, said, signed, startBots } from "./platforms.js";

const inputs = JSON.parse(readFileSync(new URL("../chats/inputs.json", import.meta.url)));
const limits = { telegram: 4_096, slackBlocks: 50, slackBlock: 3_000, slackMessage: 12_200, smallTalk: 300, quotations: 5 };

const read = [];
const platform = new Platform();
let server;
before(async () => {
  await platform.listen();
  server = await startBots(platform, { more: ["--bot-rate-limit", "0"] });
});
after(async () => {
  if (process.env.CHATS) writeFileSync(process.env.CHATS, read.join("\n"));
  assert.equal(await server.stop(), 0);
  platform.close();
});

let last = 0;
async function say(name, text, place) {
  last += 1;
  let body = said[name](text, last);
  // Follow-ups stand in the conversation of what they follow.
  if (name === "slack") body = body.replace(/channel_id=C\d+/, `channel_id=C${place}`);
  else body = JSON.stringify({ ...JSON.parse(body), message: { ...JSON.parse(body).message, chat: { id: place, type: "private", first_name: "A" } } });
  const reply = await (await postTo(server.origin, name, signed[name](body), body)).json();
  if (reply.text !== "Looking it up \u2026") return reply;
  return (await platform.next()).body;
}

const decoded = (html) =>
  html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
const flat = (text) => text.replaceAll(/\s+/g, " ");
const elementsOf = (message) => message.blocks.flatMap((block) => block.elements ?? []);
const textOf = (element) => (element.elements ?? []).map((one) => one.text ?? "").join("");

/// A message of Slack as lines: a quotation begins with ">", a link has its address.
function linesOf(message) {
  return elementsOf(message).filter((one) => one.elements).map((element) => {
    const text = element.elements.map((one) => (one.type === "link" ? `${one.text} <${one.url}>` : one.text)).join("");
    return element.type === "rich_text_quote" ? `> ${text}` : text;
  });
}

function checkSlack(message) {
  const { blocks } = message;
  assert.ok(blocks.length >= 1 && blocks.length <= limits.slackBlocks);
  const lengths = blocks.map((block) => {
    assert.ok(["rich_text", "actions"].includes(block.type), block.type);
    const shown = (block.elements ?? []).flatMap((one) => one.elements ?? []);
    assert.ok(shown.every((one) => ["text", "link"].includes(one.type)));
    return shown.reduce((sum, one) => sum + (one.text?.length ?? 0) + (one.url?.length ?? 0), 0);
  });
  assert.ok(Math.max(...lengths) <= limits.slackBlock, String(lengths));
  assert.ok(lengths.reduce((sum, one) => sum + one, 0) <= limits.slackMessage, String(lengths));
  return elementsOf(message).filter((one) => one.type === "rich_text_quote").map(textOf);
}

function checkTelegram({ text }) {
  assert.ok(text.length >= 1 && text.length <= limits.telegram, String(text.length));
  const rest = text.replaceAll(/<blockquote>([^<>]*)<\/blockquote>|<a href="[^"<>]*">([^<>]*)<\/a>/g, "$1$2");
  assert.doesNotMatch(rest, /[<>]/, "it has no other elements, and these are closed");
  assert.doesNotMatch(rest, /@\w/);
  return [...text.matchAll(/<blockquote>(.*?)<\/blockquote>/g)].map((found) => decoded(found[1]));
}

const pages = new Map();
async function page(url) {
  if (!pages.has(url)) pages.set(url, flat(await (await fetch(url, { headers: { accept: "text/plain" } })).text()));
  return pages.get(url);
}

/// Each quotation of an answer stands in the clause whose link follows it.
async function checkQuotations(message) {
  let words = null;
  for (const element of elementsOf(message)) {
    if (element.type === "rich_text_quote") words = textOf(element);
    const link = (element.elements ?? []).find((one) => one.type === "link");
    if (!words || !link) continue;
    const quoted = words.slice(words.indexOf("\u201c") + 1, words.lastIndexOf("\u201d"));
    assert.ok((await page(link.url)).includes(flat(quoted)), `${link.url}: ${quoted}`);
    words = null;
  }
  assert.equal(words, null, "each has a link");
}

async function check(text, place, isSmallTalk) {
  const slack = await say("slack", text, place);
  const telegram = await say("telegram", text, place);
  read.push(`${telegram.text.length} characters\n${linesOf(slack).join("\n")}\n`);
  const quotes = checkSlack(slack);
  const own = checkTelegram(telegram);
  if (isSmallTalk) {
    assert.deepEqual([quotes, own], [[], []], text);
    assert.doesNotMatch(JSON.stringify([slack, telegram]), /\/c\//, text);
    assert.ok(telegram.text.length <= limits.smallTalk, telegram.text);
    assert.ok(!slack.blocks.some((block) => block.type === "actions"), "small talk is not judged");
  }
  // A text that is checked is quoted as it was sent.
  if (!/^verify/i.test(text)) await checkQuotations(slack);
  const joined = (quote) => quote.replaceAll("\u2060", "");
  assert.ok(quotes.length <= limits.quotations, text);
  assert.deepEqual(own.map(joined), quotes.slice(0, own.length), "both say the same");
}

test("small talk is answered without quotations", async () => {
  for (const [at, text] of inputs.smallTalk.entries()) {
    read.push(`## ${JSON.stringify(text)}\n`);
    await check(text, 1_000 + at, true);
  }
});

test("questions are answered within the limits of platforms", async () => {
  for (const [at, text] of inputs.questions.entries()) {
    read.push(`## ${JSON.stringify(text)}\n`);
    await check(text, 2_000 + at, false);
  }
});

test("follow-ups are answered within the limits of platforms", async () => {
  for (const [at, [first, text]] of inputs.followUps.entries()) {
    read.push(`## ${JSON.stringify(first)}, then ${JSON.stringify(text)}\n`);
    for (const name of ["slack", "telegram"]) await say(name, first, 3_000 + at);
    await check(text, 3_000 + at, false);
  }
  const count = inputs.smallTalk.length + inputs.questions.length + inputs.followUps.length;
  assert.ok(count >= 74, String(count));
});
