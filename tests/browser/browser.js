// A browser: Chromium as CHROMIUM names it, or as the system has it.

import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const DESK = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };

let browser;

/// Starts it, unless it runs already.
export async function launch() {
  const FONTCONFIG_FILE = fileURLToPath(new URL("fonts.conf", import.meta.url));
  browser ??= await chromium.launch({
    executablePath,
    // Who runs tests in a container is root there.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    env: { ...process.env, FONTCONFIG_FILE },
  });
  return browser;
}

/// Ends it.
export async function quit() {
  await browser?.close();
  browser = undefined;
}

/// A page of a browser of its own, closed after `work`. What goes wrong on it fails the test: errors of
/// scripts, breaches of its policy, requests to other hosts than `server` and `services`.
export async function visit(server, work, options = {}) {
  const { expected = [], services = [], ...settings } = options;
  const origins = [server, ...services].map(({ origin }) => origin);
  const context = await (await launch()).newContext({
    baseURL: server.origin,
    viewport: DESK,
    // Nothing is looked at while it moves.
    reducedMotion: "reduce",
    ...settings,
  });
  const wrong = [];
  context.on("request", (request) => {
    if (!origins.some((origin) => request.url().startsWith(origin))) wrong.push(`requested ${request.url()}`);
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("dialog", (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !expected.some((part) => text.includes(part))) wrong.push(text);
  });
  try {
    await work(page, context);
  } finally {
    await context.close();
  }
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
}

/// The address of `path` with `parameters`.
export const address = (path, parameters) => `${path}?${new URLSearchParams(parameters)}`;
