// relay-compiler: it takes schema.graphql, and the documents that it writes can be trusted.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { buildSchema, parse, validate } from "graphql";

import { start } from "./server.js";

const run = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));
const schema = join(here, "../../schema.graphql");

test("graphql-js reads the schema", async () => {
  const built = buildSchema(await readFile(schema, "utf8"));
  assert.deepEqual(validate(built, parse("{ node(id: \"x\") { id } }")), []);
});

test("relay-compiler writes a manifest that the server trusts", async () => {
  const folder = await mkdtemp(join(tmpdir(), "rapporteur-relay-"));
  try {
    await cp(join(here, "relay"), folder, { recursive: true });
    await cp(schema, join(folder, "schema.graphql"));
    const manifest = join(folder, "manifest.json");
    await writeFile(manifest, "{}");
    await mkdir(join(folder, "src/__generated__"));
    const compiler = join(here, "node_modules/relay-compiler/cli.js");
    await run(process.execPath, [compiler, "relay.config.json"], { cwd: folder });
    const documents = JSON.parse(await readFile(manifest, "utf8"));
    assert.equal(Object.keys(documents).length, 2);
    const server = await start("--trusted-documents", manifest, "--trusted-documents-only", "on");
    try {
      const post = async (body) => {
        const headers = { "content-type": "application/json" };
        const reply = await fetch(server.url, { method: "POST", headers, body: JSON.stringify(body) });
        return reply.json();
      };
      const named = (name) =>
        Object.entries(documents).find(([, text]) => text.includes(`query ${name}`))[0];
      const refetched = await post({
        documentId: named("appRefetchQuery"),
        variables: { id: "rome-2012", count: 2 },
      });
      assert.equal(refetched.errors, undefined, JSON.stringify(refetched));
      assert.equal(refetched.data.node.clauses.edges.length, 2);
      const { pageInfo } = refetched.data.node.clauses;
      const next = await post({
        documentId: named("appRefetchQuery"),
        variables: { id: "rome-2012", count: 2, cursor: pageInfo.endCursor },
      });
      assert.notEqual(next.data.node.clauses.edges[0].node.id, "rome-2012/INTRO");
      const first = await post({ documentId: named("appQuery"), variables: { id: "rome-2012" } });
      assert.equal(first.data.node.title.length > 0, true);
      const other = await post({ query: "{ corpus { digest } }" });
      assert.equal(other.errors[0].extensions.code, "PERSISTED_QUERY_ID_REQUIRED");
    } finally {
      await server.stop();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
