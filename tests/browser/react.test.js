// The page of examples/react, built and served from another origin than the service.

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { start } from "../clients/server.js";
import { DESK, PHONE, quit, visit } from "./browser.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const example = new URL("../../examples/react/", import.meta.url);
const FILES = { "/": ["index.html", "text/html"], "/style.css": ["style.css", "text/css"], "/dist/main.js": ["dist/main.js", "text/javascript"] };
const QUESTION = "Which declarations speak of forged passports?";
// Four characters of P1 of Oslo are one code point each, and two units of UTF-16.
const TEXTS = {
  "Lima 2031": "P1: Urge all states to share information on forged passports without delay.",
  "Oslo 2032": "P1: Recalling the 🕊️ pledge of 𝒪𝓈𝓁ℴ;\nP2: Strongly urge all police to detect forged passports at 🛂 desks.",
  "Bern 2033": "P1: Encourage ministers to plant trees along rivers.",
};

let folder;
let site;
let service;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "rapporteur-react-"));
  const corpus = join(folder, "corpus");
  mkdirSync(corpus);
  for (const [name, text] of Object.entries(TEXTS)) {
    const [place, year] = name.split(" ");
    const head = `---\nid: ${place.toLowerCase()}\ntitle: Declaration of ${place}\nkind: declaration\nplace: ${place}\nadopted: ${year}-02-03\n---\n`;
    writeFileSync(join(corpus, `${place}.md`), `${head}${text}\n`);
  }
  const pages = createServer((request, response) => {
    const [name, type] = FILES[request.url] ?? [];
    if (name === undefined) return response.writeHead(404).end();
    const text = readFileSync(new URL(name, example), "utf8");
    // As a user points it to a service.
    response.setHeader("content-type", type).end(text.replace("http://127.0.0.1:8080", service.origin));
  }).listen(0, "127.0.0.1");
  await once(pages, "listening");
  site = { origin: `http://localhost:${pages.address().port}`, close: () => pages.close() };
  service = await start("--corpus", corpus, "--cors-origins", site.origin);
});
after(async () => {
  await quit();
  await service.stop();
  site.close();
  rmSync(folder, { recursive: true });
});

/// Visits the page and asks.
const asked = (question, work, options = {}) =>
  visit(
    site,
    async (page) => {
      await page.goto("/");
      await page.getByLabel("Your question").fill(question);
      await page.getByRole("button", { name: "Ask" }).click();
      await work(page);
    },
    { ...options, services: [service] },
  );

/// What the service answers to the same question.
async function answer() {
  const query = `query Q($question: String!) { ask(question: $question, options: { style: MEMO }) {
    lead citations { marker quote start span { startUtf16 } clause { document { id } } } } }`;
  const reply = await fetch(service.url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables: { question: QUESTION } }),
  });
  return (await reply.json()).data.ask;
}

test("quotations are marked in their documents, word for word, behind characters of two units, too", async () => {
  const { lead, citations } = await answer();
  const cited = Object.fromEntries(citations.map((citation) => [citation.clause.document.id, citation]));
  assert.deepEqual(Object.keys(cited).sort(), ["lima", "oslo"]);
  assert.equal(cited.lima.start, cited.lima.span.startUtf16);
  assert.equal(cited.oslo.start + 4, cited.oslo.span.startUtf16);
  assert.match(cited.oslo.quote, /🛂/u);
  await asked(QUESTION, async (page) => {
    await page.waitForFunction((count) => document.querySelectorAll("mark").length >= count, citations.length);
    assert.equal(await page.getByRole("status").innerText(), "Answered.");
    assert.equal(await page.innerText(".lead"), lead);
    for (const { marker, quote } of citations) {
      const marked = await page.locator(`mark[data-markers~="${marker}"]`).allTextContents();
      assert.equal(marked.join(""), quote);
      const source = page.locator(`#citation-${marker}`);
      const clause = await fetch(await source.getAttribute("href"), { headers: { accept: "application/json" } });
      assert.ok((await clause.text()).includes(JSON.stringify(quote).slice(1, -1)));
      await page.locator(`a[href="#citation-${marker}"]`).first().click();
      assert.equal(new URL(page.url()).hash, `#citation-${marker}`);
    }
  });
});

test("documents that are silent are listed, and what is not found is said", async () => {
  await asked(QUESTION, async (page) => {
    const silent = page.locator("section", { hasText: "Silent on this" }).getByRole("listitem");
    await silent.first().waitFor();
    assert.deepEqual(await silent.allInnerTexts(), ["the Bern declaration"]);
  });
  await asked("What do they say about piracy?", async (page) => {
    await page.getByRole("status").getByText("Not found.").waitFor();
    assert.equal(await page.locator("mark").count(), 0);
  });
});

test("a service that cannot be reached is told, and asked again", () =>
  visit(
    site,
    async (page) => {
      await page.goto("/");
      await page.route(`${service.origin}/**`, (route) => route.abort());
      await page.getByLabel("Your question").fill(QUESTION);
      await page.getByLabel("Your question").press("Enter");
      await page.getByRole("alert").getByText("cannot be reached").waitFor();
      await page.unroute(`${service.origin}/**`);
      await page.getByRole("button", { name: "Ask" }).click();
      await page.getByRole("status").getByText("Answered.").waitFor();
      assert.equal(await page.getByRole("alert").count(), 0);
    },
    { services: [service], expected: ["ERR_FAILED"] },
  ));

test("the page has nothing that shuts people out", async () => {
  for (const [viewport, colorScheme] of [[DESK, "light"], [DESK, "dark"], [PHONE, "light"]]) {
    await asked(
      QUESTION,
      async (page) => {
        await page.locator("mark").first().waitFor();
        const { violations, passes } = await page.evaluate(`${axe}; axe.run()`);
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
        assert.deepEqual(found, [], `${colorScheme}, ${viewport.width} px`);
        assert.ok(passes.length > 10, "the rules were applied");
      },
      { viewport, colorScheme },
    );
  }
});
