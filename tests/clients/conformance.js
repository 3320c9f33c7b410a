// The conformance suite of the Model Context Protocol against a running server. `make test-conformance` runs it.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { start } from "./server.js";

// What the suite needs, whatever runs this, and the suite.
const packages = ["node@22", "@modelcontextprotocol/conformance@0.2.0-alpha.12"];
// Of each revision, what fails and why stands in a file.
const revisions = ["2026-07-28", "2025-11-25"];

const server = await start();
for (const revision of revisions) {
  const expected = fileURLToPath(new URL(`conformance-${revision}.yaml`, import.meta.url));
  const suite = ["conformance", "server", "--url", `${server.origin}/mcp`, "--requirements", revision];
  const npx = ["--yes", ...packages.flatMap((name) => ["--package", name]), "--"];
  const { status, error } = spawnSync("npx", [...npx, ...suite, "--expected-failures", expected], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
  if (error) console.error(`failed to run npx: ${error.message}`);
}
await server.stop();
