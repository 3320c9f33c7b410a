// What docs/BOTS.md and docs/ASSISTANTS.md tell a new user to type, typed: each must lead to an answer.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

import { Platform, secret, startBots } from "./platforms.js";
import { stdio } from "./server.js";

const bots = page("BOTS.md");
const assistants = page("ASSISTANTS.md");
const place = "http://127.0.0.1:8080";

function page(name) {
  return readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");
}

/// The section of `page` with this heading, up to the next one.
function section(page, heading) {
  const from = page.indexOf(`\n## ${heading}\n`);
  assert.ok(from >= 0, heading);
  const next = page.indexOf("\n## ", from + 1);
  return page.slice(from, next < 0 ? undefined : next);
}

/// The blocks of code of this language in `text`, without what indents them.
function blocks(text, language) {
  const found = [...text.matchAll(new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\``, "gm"))];
  return found.map(([, indent, code]) => code.replaceAll(new RegExp(`^${indent}`, "gm"), ""));
}

const platform = new Platform();
const folder = mkdtempSync(join(tmpdir(), "rapporteur-"));
let server;

/// What `script` prints, in a folder of its own, where the server of the pages is the one that runs.
async function typed(script) {
  const env = {
    ...process.env,
    RAPPORTEUR_SLACK_SIGNING_SECRET: secret,
    RAPPORTEUR_TELEGRAM_SECRET: secret,
    RAPPORTEUR_TEAMS_SECRET: Buffer.from(secret).toString("base64"),
    RAPPORTEUR_MATTERMOST_TOKEN: secret,
    RAPPORTEUR_GITHUB_WEBHOOK_SECRET: secret,
  };
  const here = script.replaceAll(place, server.origin).replaceAll("curl ", "curl -sS ");
  const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", here], { cwd: folder, env });
  return stdout;
}

before(async () => {
  await platform.listen();
  const [makesKey] = blocks(section(bots, "Discord"), "sh").filter((block) => block.includes("genpkey"));
  const { stdout } = await promisify(execFile)("bash", ["-euc", makesKey.replace(/^RAPPORTEUR_.*$/m, "echo $public_key")], { cwd: folder });
  server = await startBots(platform, { key: stdout.trim() });
});
after(async () => {
  assert.equal(await server.stop(), 0);
  platform.close();
  rmSync(folder, { recursive: true });
});

for (const name of ["Slack", "Discord", "Telegram", "Microsoft Teams", "Mattermost"]) {
  test(`the bot for ${name} is tried as its page says`, async () => {
    const tries = blocks(section(bots, name), "sh").filter((block) => block.includes(`${place}/bots`));
    assert.equal(tries.length, 1);
    const answer = JSON.stringify(JSON.parse(await typed(tries[0])));
    assert.match(answer, /territorial gangs/);
    assert.match(answer, /\/c\/[0-9a-f]+\/rome-2012\/P2E/);
  });
}

test("the bot for GitHub is tried as its page says", async () => {
  const tries = blocks(section(bots, "GitHub"), "sh").filter((block) => block.includes(`${place}/bots`));
  assert.match(await typed(tries[0]), /^HTTP\/1.1 200/);
  assert.equal((await platform.next()).method, "GET");
  assert.match((await platform.next()).body.body, /ALTERED/);
});

test("manifests and commands to paste are in their formats", () => {
  const [manifest] = blocks(section(bots, "Slack"), "yaml");
  for (const needed of ["bots/slack", "should_escape: true", "app_mention, message.im", "chat:write", "is_enabled: true"]) {
    assert.ok(manifest.includes(needed), needed);
  }
  const [registered] = blocks(section(bots, "Discord"), "sh").filter((block) => block.includes("applications/$APPLICATION_ID"));
  const commands = JSON.parse(registered.slice(registered.indexOf("'[") + 1, registered.lastIndexOf("]'") + 1));
  assert.deepEqual(commands.map(({ name }) => name), ["ask", "verify", "compare", "help"]);
  for (const { description, options = [] } of commands) {
    for (const one of [{ description }, ...options]) assert.ok(one.description.length <= 100);
  }
});

test("an assistant starts the server as the page says", async () => {
  const [config] = blocks(assistants, "json").map((block) => JSON.parse(block)).filter((one) => one.mcpServers?.rapporteur.command);
  const { command, args } = config.mcpServers.rapporteur;
  const here = (text) => text.replace("/opt/rapporteur/target/release/rapporteur", stdio().command).replace("/opt/rapporteur", stdio().cwd);
  // With vectors that are computed already.
  const data = stdio().args[stdio().args.indexOf("--data-dir") + 1];
  const given = args.map((one, at) => (args[at - 1] === "--data-dir" ? data : here(one)));
  const client = new Client({ name: "rapporteur-test", version: "1.0.0" });
  // As assistants do: in another folder, without what the shell knows.
  // A program that was built elsewhere does not find the model beside it.
  const built = here(command).startsWith(stdio().cwd);
  const env = built ? undefined : { RAPPORTEUR_MODEL_DIR: join(stdio().cwd, "models/all-MiniLM-L6-v2-int8") };
  await client.connect(new StdioClientTransport({ command: here(command), args: given, cwd: folder, env, stderr: "ignore" }));
  try {
    const asked = { name: "ask", arguments: { question: "Which declarations mention human trafficking? Quote them." } };
    let answer;
    for (let tries = 0; tries < 100 && answer?.status === undefined; tries += 1) {
      answer = (await client.callTool(asked)).structuredContent;
      if (answer?.status === undefined) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.equal(answer.status, "ANSWERED");
  } finally {
    await client.close();
  }
});

test("the address of OpenAI's API answers as the page says", async () => {
  const [responses] = blocks(assistants, "sh").filter((block) => block.includes("/v1/responses"));
  const response = JSON.parse(await typed(responses));
  assert.ok(response.output[0].content[0].annotations.length >= 2);
});
