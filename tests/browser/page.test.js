// What people do with the pages: ask, follow a citation, read, compare, check, search.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { start } from "../clients/server.js";
import { PHONE, address, quit, visit } from "./browser.js";
import { ABSENT, DRAFT, NEAR, NOT_THERE, QUESTION, VIEWS } from "./views.js";

let server;
before(async () => {
  server = await start();
});
after(async () => {
  await quit();
  await server.stop();
});

const ask = async (page, question) => {
  await page.goto("/");
  await page.fill("#q", question);
  await page.press("#q", "Enter");
  await page.waitForSelector(".answer");
};
const texts = (page, selector) => page.locator(selector).allInnerTexts();

test("a question is answered, and its citation opens the clause with the quotation marked", () =>
  visit(server, async (page) => {
    await ask(page, QUESTION);
    assert.equal(await page.innerText(".status"), "Answered");
    assert.match(await page.innerText(".said"), /human trafficking/);
    await page.click(".said .cited >> nth=0");
    assert.equal(new URL(page.url()).hash, "#S1");
    const quote = await page.innerText("#S1 blockquote");
    await page.click("#S1 .title");
    await page.waitForSelector(".clause.it");
    const marked = (await texts(page, ".clause.it mark")).join("");
    assert.equal(marked, quote);
    assert.match(page.url(), /\/c\/[0-9a-f]{12}\/rome-2012\/P2C/);
    await page.click(".crumbs a >> nth=1");
    await page.waitForSelector(".reading");
    assert.match(page.url(), /\/d\/rome-2012#CP2C$/);
    await page.goBack();
    await page.goBack();
    assert.equal(await page.inputValue("#q"), QUESTION);
    assert.equal(await page.innerText(".status"), "Answered");
  }));

test("a question goes on from the one before", () =>
  visit(server, async (page) => {
    await ask(page, "What does the Rome declaration say about cities?");
    await page.fill("#further", "And the Monaco declaration?");
    await page.press("#further", "Enter");
    await page.waitForURL(/history=/);
    assert.match(await page.innerText(".earlier"), /What does the Rome declaration say about cities\?/);
    assert.match(await page.innerText(".coverage"), /Monaco/);
  }));

test("what is only near, and what is nowhere, is said plainly", () =>
  visit(server, async (page) => {
    await ask(page, NEAR);
    assert.match(await page.innerText(".status"), /^Not answered/);
    await ask(page, ABSENT);
    assert.match(await page.innerText(".status"), /^Not found/);
    assert.equal(await page.locator(".source").count(), 0);
    assert.match(await page.innerText(".coverage"), /5 documents/);
  }));

test("an answer can be restricted by a facet, and the filter taken away", () =>
  visit(server, async (page) => {
    await ask(page, "Which declarations urge cooperation?");
    await page.click(".facets >> text=Monaco declaration");
    await page.waitForSelector(".chip");
    assert.match(await page.innerText(".coverage"), /of 1 document/);
    await page.click(".chip");
    assert.equal(await page.locator(".chip").count(), 0);
  }));

test("a document is read by its outline, and each clause has a place", () =>
  visit(server, async (page) => {
    await page.goto("/d/monaco-2014");
    await page.click(".outline .labels >> text=P3C");
    assert.equal(new URL(page.url()).hash, "#CP3C");
    await page.waitForFunction(() => {
      const box = document.querySelector("#CP3C").getBoundingClientRect();
      return box.top >= 0 && box.top < innerHeight;
    });
    const clauses = await (await fetch(`${server.origin}/v1/documents/monaco-2014`)).json();
    assert.equal(await page.locator(".reading .clause").count(), clauses.clauses.length);
  }));

test("clauses lead to those before and after, and their citations are copied", () =>
  visit(
    server,
    async (page) => {
      await VIEWS.clause(page);
      await page.click(".steps [rel=next]");
      await page.waitForURL(/P2D/);
      await page.click(".steps [rel=prev]");
      await page.waitForURL(/P2C/);
      await page.click("dd:has(#cite-oscola) .copy");
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.equal(copied, await page.innerText("#cite-oscola"));
      assert.match(copied, /P2C/);
    },
    { permissions: ["clipboard-read", "clipboard-write"] },
  ));

test("documents are compared in rows, changes and a drawing", () =>
  visit(server, async (page) => {
    await page.goto("/compare");
    await page.fill("#topic", "human trafficking");
    await page.press("#topic", "Enter");
    await page.waitForSelector(".compared");
    assert.equal(await page.locator(".compared .row").count(), 3);
    assert.equal(await page.locator(".timeline circle").count(), 3);
    assert.ok((await page.locator(".change").count()) > 0);
    await page.locator(".timeline a").nth(1).click();
    assert.equal(new URL(page.url()).hash, "#R2");
    await page.click("summary >> text=Which documents");
    await page.check("input[value=singapore-2009]");
    await page.check("input[value=monaco-2014]");
    await page.click(".line button");
    await page.waitForURL(/document=/);
    assert.equal(await page.locator(".compared .row").count(), 2);
  }));

test("a text is checked in its place, and a correction is one click away", () =>
  visit(server, async (page) => {
    await VIEWS.check(page);
    assert.match(await page.innerText("h1"), /things? to look at/);
    assert.match((await texts(page, ".proof mark.wrong")).join(" "), /forced work/);
    assert.match(await page.innerText(".item.wrong .differences >> nth=0"), /labour/);
    const wrong = await page.locator(".item.wrong").count();
    await page.click("text=Correct it");
    await page.waitForFunction((before) => document.querySelectorAll(".item.wrong").length < before, wrong);
    assert.match(await page.innerText(".proof"), /forced labour/);
    assert.equal(await page.inputValue("#text"), DRAFT.replace("forced work", "forced labour"));
  }));

test("the editors send a query of these documents, and one that an address has", () =>
  visit(server, async (page) => {
    await page.goto("/graphql?plain");
    assert.match(await page.inputValue("#query"), /ask\(question:/);
    await page.click("text=Run");
    await page.waitForFunction(() => document.querySelector("#result").textContent.includes("citations"));
    assert.match(await page.innerText("#result"), /"status": "ANSWERED"/);
    const query = "query ($id: ID!) { document(id: $id) { title } }";
    await page.goto(address("/graphql", { plain: "", query, variables: '{"id": "rome-2012"}' }).replace("plain=", "plain"));
    await page.press("#variables", "Control+Enter");
    await page.waitForFunction(() => document.querySelector("#result").textContent.includes("title"));
    await page.fill("#variables", "{");
    await page.click("text=Run");
    await page.waitForFunction(() => document.querySelector("#result").textContent.startsWith("Not sent"));
  }));

test("GraphiQL works without any other host", () =>
  visit(server, async (page) => {
    await page.goto(address("/graphql", { query: "{ corpus { documentCount } }" }));
    // Where the program was built without it, the small editor is there.
    const own = await page.locator("#result").count();
    await page.click(own ? "text=Run" : ".graphiql-execute-button");
    const result = own ? "#result" : ".graphiql-response";
    await page.waitForFunction((at) => /"documentCount": 5/.test(document.querySelector(at)?.textContent), result);
  }));

test("a text comes from a file", () =>
  visit(server, async (page) => {
    await page.goto("/check");
    const file = { name: "note.md", mimeType: "text/markdown", buffer: Buffer.from(DRAFT) };
    await page.setInputFiles("[data-file]", file);
    await page.waitForFunction(() => document.querySelector("#text").value.length > 0);
    assert.equal(await page.inputValue("#text"), DRAFT);
  }));

test("clauses are searched, and narrowed by facets", () =>
  visit(server, async (page) => {
    await page.goto(address("/search", { q: "police cooperation" }));
    const all = await page.locator(".result").count();
    await page.click(".facets >> text=Rome declaration");
    await page.waitForSelector(".chip");
    const titles = await texts(page, ".result .title");
    assert.ok(titles.length > 0 && titles.length <= all);
    assert.ok(titles.every((title) => title.startsWith("Rome declaration")), titles.join("; "));
    await page.goBack();
    assert.equal(await page.locator(".result").count(), all);
    await page.click(".steps [rel=next]");
    await page.waitForURL(/from=21/);
    assert.equal(await page.locator(".results").getAttribute("start"), "21");
  }));

test("documents are listed, and narrowed by year", () =>
  visit(server, async (page) => {
    await page.goto("/documents");
    assert.equal(await page.locator(".documents li").count(), 5);
    await page.click(".facets >> text=2012");
    await page.waitForSelector(".chip");
    assert.equal(await page.locator(".documents li").count(), 1);
    await page.click(".documents a");
    await page.waitForSelector(".reading");
  }));

test("a bad link is a page with a way on", () =>
  visit(
    server,
    async (page) => {
      const reply = await page.goto("/c/ffffffffffff/rome-2012/P3A");
      assert.equal(reply.status(), 404);
      await page.click("text=The clause as it stands today");
      await page.waitForSelector(".clause.it");
      await page.goto("/d/rome-2013");
      await page.click("text=Search for it");
      await page.waitForSelector(".results");
    },
    { expected: NOT_THERE },
  ));

test("without JavaScript people ask, read, search, compare, check and correct", () =>
  visit(
    server,
    async (page) => {
      await ask(page, QUESTION);
      await page.click("#S1 .title");
      assert.ok((await page.locator(".clause.it mark").count()) > 0);
      assert.equal(await page.locator(".copy:visible").count(), 0);
      await page.click(".crumbs a >> nth=1");
      assert.ok((await page.locator(".reading .clause").count()) > 10);
      await page.goto("/search");
      await page.fill("#q", "violence in cities");
      await page.press("#q", "Enter");
      await page.waitForSelector(".result");
      await page.goto("/compare");
      await page.fill("#topic", "cooperation");
      await page.press("#topic", "Enter");
      await page.waitForSelector(".compared .row");
      await VIEWS.check(page);
      await page.click("text=Correct it");
      await page.waitForSelector(".proof >> text=forced labour");
    },
    { javaScriptEnabled: false },
  ));

test("all is done by the keyboard alone", () =>
  visit(server, async (page) => {
    await page.goto("/");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.id), "q");
    await page.keyboard.type(QUESTION);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".answer");
    const focused = () => page.evaluate(() => document.activeElement.className);
    for (let pressed = 0; (await focused()) !== "cited"; pressed += 1) {
      assert.ok(pressed < 30, "a citation is reached");
      await page.keyboard.press("Tab");
    }
    const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.equal(ring, "solid");
    await page.keyboard.press("Enter");
    assert.equal(new URL(page.url()).hash, "#S1");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".clause.it");
  }));

test("on a phone nothing is wider than the screen", async () => {
  for (const [name, view] of Object.entries(VIEWS)) {
    await visit(
      server,
      async (page) => {
        await view(page);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${name} is ${over} px too wide`);
      },
      { viewport: PHONE, isMobile: true, hasTouch: true, expected: NOT_THERE },
    );
  }
});

test("the pages follow the scheme of the system", async () => {
  const light = (colour) => colour.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3;
  for (const [colorScheme, isDark] of [["dark", true], ["light", false]]) {
    await visit(
      server,
      async (page) => {
        await page.goto("/d/rome-2012");
        const { paper, ink } = await page.evaluate(() => {
          const { backgroundColor, color } = getComputedStyle(document.body);
          return { paper: backgroundColor, ink: color };
        });
        assert.equal(light(paper) < light(ink), isDark, `${paper} ${ink}`);
      },
      { colorScheme },
    );
  }
});

test("printed, a page is its text", () =>
  visit(server, async (page) => {
    await page.goto("/d/rome-2012");
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".top nav:visible, .side:visible, form:visible").count(), 0);
    assert.ok(await page.locator(".reading .clause >> nth=0").isVisible());
  }));

test("the page to ask on is small, and needs few requests", () =>
  visit(server, async (page, context) => {
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.enable");
    let [bytes, requests] = [0, 0];
    devtools.on("Network.loadingFinished", ({ encodedDataLength }) => {
      bytes += encodedDataLength;
      requests += 1;
    });
    await page.goto("/", { waitUntil: "networkidle" });
    assert.ok(bytes > 0 && bytes < 60_000, `${bytes} bytes`);
    assert.ok(requests <= 4, `${requests} requests`);
    [bytes, requests] = [0, 0];
    await page.goto(address("/", { q: QUESTION }), { waitUntil: "networkidle" });
    assert.ok(bytes < 60_000 && requests <= 4, `${bytes} bytes, ${requests} requests`);
  }));
