// Pictures of six views. Where IMAGES names a folder, they are kept there: `make page-images`.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { start } from "../clients/server.js";
import { PHONE, quit, visit } from "./browser.js";
import { VIEWS } from "./views.js";

const BYTES_MAX = 150_000;
const WIDE = { viewport: { width: 1280, height: 860 } };
const PICTURES = {
  answer: ["answer", WIDE],
  document: ["document", WIDE],
  clause: ["clause", { ...WIDE, colorScheme: "dark" }],
  comparison: ["comparison", { viewport: { width: 1280, height: 1000 } }],
  check: ["check", WIDE],
  phone: ["answer", { viewport: PHONE, isMobile: true, hasTouch: true }],
};

let server;
before(async () => {
  server = await start();
});
after(async () => {
  await quit();
  await server.stop();
});

for (const [name, [view, settings]] of Object.entries(PICTURES)) {
  test(`the picture of ${name} is small`, () =>
    visit(
      server,
      async (page) => {
        await VIEWS[view](page);
        const picture = await page.screenshot();
        assert.ok(picture.length < BYTES_MAX, `${picture.length} bytes`);
        const folder = process.env.IMAGES;
        if (folder) writeFileSync(join(folder, `${name}.png`), picture);
      },
      settings,
    ));
}
