// OpenAI's API, by its official client.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import OpenAI from "openai";

import { start } from "./server.js";

const question = "Which declarations mention human trafficking?";
const messages = [{ role: "user", content: question }];

let server;
let client;
before(async () => {
  server = await start();
  // The client insists on some key.
  client = new OpenAI({ baseURL: `${server.origin}/v1`, apiKey: "none", maxRetries: 0 });
});
after(() => server.stop());

// Each annotation marks its place in the text, and leads to a clause that the text quotes.
async function check(text, annotations) {
  assert.ok(annotations.length >= 2);
  const points = [...text];
  for (const { start_index: start, end_index: end, url, title } of annotations) {
    const marker = points.slice(start, end).join("");
    assert.match(marker, /^\[\d+\]$/);
    assert.ok(title.length > 0);
    const clause = await fetch(url);
    assert.equal(clause.status, 200);
    const words = await clause.text();
    // The words before the marker are the clause's own.
    const before = points.slice(0, start).join("");
    const quote = before.slice(before.lastIndexOf("\u201c") + 1, before.lastIndexOf("\u201d"));
    const flat = (one) => one.replaceAll(/\s+/g, " ");
    assert.ok(flat(words).includes(flat(quote)), quote);
  }
}

test("a chat completion cites", async () => {
  const { choices, usage } = await client.chat.completions.create({ model: "rapporteur", messages, temperature: 0.7 });
  const { message, finish_reason: reason } = choices[0];
  assert.equal(reason, "stop");
  assert.ok(usage.total_tokens > 10);
  await check(message.content, message.annotations.map((one) => one.url_citation));
});

test("a streamed chat completion says the same", async () => {
  const whole = await client.chat.completions.create({ model: "rapporteur", messages });
  const stream = client.chat.completions.stream({ model: "rapporteur", messages, stream_options: { include_usage: true } });
  let annotations = [];
  for await (const chunk of stream) annotations = chunk.choices[0]?.delta.annotations ?? annotations;
  const final = await stream.finalChatCompletion();
  assert.equal(final.choices[0].message.content, whole.choices[0].message.content);
  assert.deepEqual(annotations, whole.choices[0].message.annotations);
  assert.deepEqual(final.usage, whole.usage);
});

test("a response cites, whole and streamed", async () => {
  const whole = await client.responses.create({ model: "rapporteur", input: question });
  assert.equal(whole.status, "completed");
  const content = whole.output[0].content[0];
  assert.equal(whole.output_text, content.text);
  await check(content.text, content.annotations);
  const stream = client.responses.stream({ model: "rapporteur", input: [{ role: "user", content: question }] });
  const final = await stream.finalResponse();
  assert.equal(final.output_text, content.text);
  assert.deepEqual(final.output[0].content[0].annotations, content.annotations);
});

test("a follow-up is understood, and abstaining is an ordinary message", async () => {
  const followed = await client.chat.completions.create({
    model: "rapporteur-short",
    messages: [...messages, { role: "assistant", content: "Rome and Monaco." }, { role: "user", content: "And Singapore?" }],
  });
  assert.match(followed.choices[0].message.content, /Singapore/);
  const zebras = [{ role: "user", content: "Which declaration mentions zebras?" }];
  const { choices } = await client.chat.completions.create({ model: "rapporteur", messages: zebras });
  assert.match(choices[0].message.content, /zebras/);
  assert.deepEqual(choices[0].message.annotations, []);
});

test("models are listed, and errors are the client's own", async () => {
  const models = await client.models.list();
  assert.equal(models.data[0].id, "rapporteur");
  assert.equal((await client.models.retrieve("rapporteur-full")).object, "model");
  const wrong = { model: "gpt-9", messages };
  await assert.rejects(client.chat.completions.create(wrong), (error) => {
    return error instanceof OpenAI.NotFoundError && error.code === "model_not_found" && error.param === "model";
  });
  const none = { model: "rapporteur", messages: [] };
  await assert.rejects(client.chat.completions.create(none), OpenAI.BadRequestError);
  const stranger = new OpenAI({ baseURL: `${server.origin}/v1`, apiKey: "rptr_0", maxRetries: 0 });
  await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
});
