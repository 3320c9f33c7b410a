// Pictures of six views. Where IMAGES names a folder, they are kept there: `make page-images`.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { start } from "../clients/server.js";
import { PHONE, launch, quit, visit } from "./browser.js";
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

/// A picture as WebP, which is half as large.
async function small(picture) {
  const page = await (await launch()).newPage();
  const bytes = await page.evaluate(async (encoded) => {
    const blob = await (await fetch(`data:image/png;base64,${encoded}`)).blob();
    const image = await createImageBitmap(blob);
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext("2d").drawImage(image, 0, 0);
    const webp = await canvas.convertToBlob({ type: "image/webp", quality: 0.85 });
    return [...new Uint8Array(await webp.arrayBuffer())];
  }, picture.toString("base64"));
  await page.close();
  return Buffer.from(bytes);
}

for (const [name, [view, settings]] of Object.entries(PICTURES)) {
  test(`the picture of ${name} is small`, () =>
    visit(
      server,
      async (page) => {
        await VIEWS[view](page);
        const picture = await small(await page.screenshot());
        assert.ok(picture.length < BYTES_MAX, `${picture.length} bytes`);
        const folder = process.env.IMAGES;
        if (folder) writeFileSync(join(folder, `${name}.webp`), picture);
      },
      settings,
    ));
}
