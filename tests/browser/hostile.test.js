// Documents and questions that would run scripts, and servers that ask for a key.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { issueKey, start } from "../clients/server.js";
import { address, quit, visit } from "./browser.js";
import { NOT_THERE } from "./views.js";

const SCRIPT = "<script>alert(1)</script>";
const IMAGE = '"><img src=x onerror=alert(2)>';

let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "rapporteur-page-"));
});
after(async () => {
  await quit();
  rmSync(folder, { recursive: true });
});

test("texts and questions stay texts", async () => {
  const corpus = join(folder, "corpus");
  mkdirSync(corpus);
  const head = `---\nid: odd-2031\ntitle: 'Declaration ${SCRIPT}'\nkind: declaration\nplace: '${IMAGE}'\nsource: 'javascript:alert(3)'\nadopted: 2031-02-03\n---\n`;
  const body = `P1: Urge all states to share ${SCRIPT} without delay;\nP2: Support ${IMAGE} at sea.\n`;
  writeFileSync(join(corpus, "odd.md"), head + body);
  const server = await start("--corpus", corpus);
  try {
    await visit(
      server,
      async (page) => {
        const pages = [
          "/",
          "/documents",
          "/d/odd-2031",
          address("/", { q: `Who urges states to share ${SCRIPT}?`, history: IMAGE }),
          address("/search", { q: IMAGE, kind: "declaration" }),
          address("/compare", { topic: `share ${SCRIPT}` }),
          `/d/${encodeURIComponent(SCRIPT)}`,
          `/${encodeURIComponent(IMAGE)}`,
        ];
        for (const path of pages) {
          await page.goto(path);
          assert.equal(await page.locator("main script, main img").count(), 0, path);
          const links = await page.locator("a").evaluateAll((all) => all.map((link) => link.protocol));
          assert.ok(links.every((protocol) => /^https?:$/.test(protocol)), `${path}: ${links}`);
        }
        await page.goto("/d/odd-2031");
        assert.ok((await page.innerText("main")).includes(SCRIPT));
        await page.goto("/check");
        await page.fill("#text", `The declaration "urges ${SCRIPT}" ${IMAGE}`);
        await page.click(".paste button");
        await page.waitForSelector(".proof");
        assert.equal(await page.locator("main script, main img").count(), 0);
      },
      { expected: [...NOT_THERE, "status of 422"] },
    );
  } finally {
    await server.stop();
  }
});

test("a server that asks for a key says how to show one, and takes it from the browser's own dialog", async () => {
  const keys = join(folder, "keys");
  const key = issueKey(keys);
  const server = await start("--anonymous-read", "off", "--keys-file", keys);
  try {
    await visit(
      server,
      async (page, context) => {
        // Without a window there is no dialog: what stands behind it is asked for by hand.
        const reply = await context.request.get("/", { headers: { accept: "text/html" } });
        assert.equal(reply.status(), 401);
        await page.route("**/*", (route) => route.abort());
        await page.setContent((await reply.text()).replaceAll(/<(link|script)[^>]*>/g, ""));
        assert.match(await page.innerText("main"), /as the password/);
        assert.doesNotMatch(await page.innerText("body"), /Rome/);
      },
    );
    await visit(
      server,
      async (page) => {
        await page.goto(address("/", { q: "Which declaration mentions human trafficking?" }));
        assert.equal(await page.innerText(".status"), "Answered");
      },
      { httpCredentials: { username: "", password: key } },
    );
  } finally {
    await server.stop();
  }
});
