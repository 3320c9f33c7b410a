// Every view, and how one gets there.

import { address } from "./browser.js";

export const QUESTION = "Which declaration mentions human trafficking?";
export const ABSENT = "What do the declarations say about piracy?";
export const NEAR = "Does the Rome declaration mention climate change?";
export const DRAFT = [
  "# Briefing note",
  "",
  'In Rome in 2012, ministers denounced "the appalling crimes of human trafficking, whether for sexual ' +
    'exploitation or forced work".',
  "",
  "The Rome declaration (P3G) commits all stakeholders to join efforts. See also Rome declaration, P9.",
].join("\n");

const go = (path) => (page) => page.goto(path);

/// The start, an answer, a refusal, what is near, a greeting, reading, a clause, search, the list, a comparison, a check,
/// a bad link, the interface for programs.
export const VIEWS = {
  start: go("/"),
  answer: go(address("/", { q: QUESTION })),
  refusal: go(address("/", { q: ABSENT })),
  nearest: go(address("/", { q: NEAR })),
  greeting: go(address("/", { q: "hello" })),
  document: go("/d/rome-2012"),
  clause: async (page) => {
    await page.goto(address("/", { q: QUESTION }));
    await page.click(".source .title");
    await page.waitForSelector(".clause.it");
  },
  search: go(address("/search", { q: "police cooperation across borders" })),
  "search-form": go("/search"),
  documents: go("/documents"),
  comparison: go(address("/compare", { topic: "human trafficking" })),
  "compare-form": go("/compare"),
  check: async (page) => {
    await page.goto("/check");
    await page.fill("#text", DRAFT);
    await page.click("text=Check >> nth=-1");
    await page.waitForSelector(".proof");
  },
  "check-form": go("/check"),
  lost: go("/nowhere"),
  interface: go("/docs"),
  editor: go("/graphql?plain"),
};

/// What a console says of a page that is not there, and is right to say.
export const NOT_THERE = ["status of 404"];
