// The question that the clients subscribe to, and what must come of it.

import assert from "node:assert/strict";

export const QUESTION = "Which declaration denounces human trafficking?";

export const STREAM = `subscription Ask($q: String!) {
  askStream(question: $q) {
    __typename
    ... on AskReading { understood { asks topic } }
    ... on AskEvidence { evidence(first: 3) { relevance clause { id } } }
    ... on AskPart { index text citations { marker quote } }
    ... on AskAnswer { answer { status text confidence } }
  }
}`;

/** Subscribes by a client that iterates. */
export async function checkAskStream(client) {
  const events = [];
  for await (const { data, errors } of client.iterate({ query: STREAM, variables: { q: QUESTION } })) {
    assert.equal(errors, undefined);
    events.push(data.askStream);
  }
  checkStream(events);
}

export function checkStream(events) {
  const kinds = events.map((event) => event.__typename);
  const parts = events.filter((event) => event.__typename === "AskPart");
  assert.deepEqual(kinds, ["AskReading", "AskEvidence", ...parts.map(() => "AskPart"), "AskAnswer"]);
  assert.equal(events[1].evidence[0].clause.id, "rome-2012/P2C");
  const { answer } = events.at(-1);
  assert.equal(answer.status, "ANSWERED");
  assert.equal(parts.map((part) => part.text).join(" "), answer.text);
  // The lead may cite nothing.
  const [point] = parts.filter((part) => part.citations.length > 0);
  assert.ok(point.text.includes(point.citations[0].quote));
}
