// GraphQL over HTTP: the audits of graphql-http. Every MUST and SHOULD holds; a MAY that does not
// is named here, and explained in docs/API.md.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { serverAudits } from "graphql-http";

import { start } from "./server.js";

const mayFail = new Set([]);

let server;
before(async () => {
  server = await start();
});
after(() => server.stop());

const audits = serverAudits({ url: () => server.url });

test("the audits are there", () => assert.ok(audits.length > 50, `${audits.length} audits`));

for (const audit of audits) {
  test(`${audit.id} ${audit.name}`, async () => {
    const { status, reason } = await audit.fn();
    const expected = mayFail.has(audit.id) ? "notice" : "ok";
    assert.equal(status, expected, reason);
  });
}
