// The conformance suite of the Model Context Protocol against a running server. `make test-conformance` runs it.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { start } from "./server.js";

const suite = "@modelcontextprotocol/conformance@0.2.0-alpha.12";
const revision = "2026-07-28";
const expected = fileURLToPath(new URL("conformance.yaml", import.meta.url));

const server = await start();
const scenarios = ["server", "--url", `${server.origin}/mcp`, "--requirements", revision, "--expected-failures", expected];
const { status, error } = spawnSync("npx", ["--yes", suite, ...scenarios], { stdio: "inherit" });
await server.stop();
if (error) throw error;
process.exitCode = status;
