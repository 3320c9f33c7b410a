// Starts the server that the tests talk to: the program that RAPPORTEUR names, or the release build.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const project = fileURLToPath(new URL("../..", import.meta.url));
const program = resolve(process.env.RAPPORTEUR ?? join(project, "target/release/rapporteur"));
// Vectors are kept here, so that only the first start computes them.
const data = join(project, "target/clients");
const readyMsMax = 60_000;

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/// A new API key, kept in `file`.
export function issueKey(file) {
  const create = ["keys", "create", "clients", "--expires-days", "1", "--keys-file", file, "--data-dir", data];
  return execFileSync(program, create, { stdio: ["ignore", "pipe", "ignore"] }).toString().trim();
}

/// The command by which a client starts a server over stdin and stdout.
export function stdio(command = "mcp") {
  const args = [command, "--data-dir", data, "--log", "warn"];
  return { command: program, args, cwd: project, env: { ...process.env, ORT_DISABLE_TELEMETRY: "1" } };
}

/// Starts a server with further arguments; `stop` ends it and says how it ended.
export async function start(...args) {
  const port = await freePort();
  const serve = ["serve", "--listen", `127.0.0.1:${port}`, "--data-dir", data, "--log", "warn"];
  const server = spawn(program, [...serve, ...args], {
    cwd: project,
    env: { ...process.env, ORT_DISABLE_TELEMETRY: "1" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const ended = once(server, "exit");
  const origin = `http://127.0.0.1:${port}`;
  const until = Date.now() + readyMsMax;
  for (;;) {
    const ready = await fetch(`${origin}/readyz`).then((reply) => reply.ok, () => false);
    if (ready) break;
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
    if (Date.now() > until) throw new Error("the server did not get ready in time");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const stop = async () => {
    server.kill("SIGTERM");
    const [code] = await ended;
    return code;
  };
  const ws = `ws://127.0.0.1:${port}/graphql`;
  return { origin, url: `${origin}/graphql`, ws, pid: server.pid, stop };
}
