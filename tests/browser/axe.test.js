// axe-core on every view: at a desk and on a phone, light and dark.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { start } from "../clients/server.js";
import { DESK, PHONE, quit, visit } from "./browser.js";
import { NOT_THERE, VIEWS } from "./views.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let server;
before(async () => {
  server = await start();
});
after(async () => {
  await quit();
  await server.stop();
});

for (const [name, view] of Object.entries(VIEWS)) {
  test(`${name} has nothing that shuts people out`, async () => {
    for (const [viewport, colorScheme] of [[DESK, "light"], [DESK, "dark"], [PHONE, "light"]]) {
      await visit(
        server,
        async (page) => {
          await view(page);
          // All that can be opened is open, so that it is looked at, too.
          await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
          const { violations, passes } = await page.evaluate(`${axe}; axe.run()`);
          const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
          assert.deepEqual(found, [], `${colorScheme}, ${viewport.width} px`);
          assert.ok(passes.length > 10, "the rules were applied");
        },
        { viewport, colorScheme, expected: NOT_THERE },
      );
    }
  });
}
