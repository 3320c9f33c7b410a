// Citations, exports and spans, against the reference implementations of each.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { Cite, plugins } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import "@citation-js/plugin-csl";
import "@citation-js/plugin-ris";
import CSL from "citeproc";
import { JSDOM } from "jsdom";

import { start } from "./server.js";

const styles = fileURLToPath(new URL("../../src/citing/styles/", import.meta.url));
const locale = plugins.config.get("@csl").locales.get("en-US");

let server;
before(async () => {
  server = await start();
});
after(() => server.stop());

async function ask(query) {
  const reply = await fetch(server.url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = await reply.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

async function get(path, accept) {
  const reply = await fetch(server.origin + path, { headers: accept ? { Accept: accept } : {} });
  assert.equal(reply.status, 200, path);
  return reply;
}

// Every document with these fields; asked for one at a time, since all at once would cost too much.
async function documents(fields) {
  const { documents } = await ask("{ documents { edges { node { id } } } }");
  assert.equal(documents.edges.length, 5);
  const one = async ({ node }) => (await ask(`{ document(id: "${node.id}") { id ${fields} } }`)).document;
  return Promise.all(documents.edges.map(one));
}

// What citeproc-js makes of our CSL-JSON and our style sheet.
function reference(sheet, item, label, bibliography) {
  const style = readFileSync(`${styles}${sheet}.csl`, "utf8");
  const engine = new CSL.Engine({ retrieveLocale: () => locale, retrieveItem: () => item }, style, "en-US");
  engine.setOutputFormat("text");
  engine.updateItems([item.id]);
  if (bibliography) return engine.makeBibliography()[1].join("").trim();
  const at = label ? { locator: label, label: "paragraph" } : {};
  const [, cited] = engine.processCitationCluster(
    { citationItems: [{ id: item.id, ...at }], properties: { noteIndex: 1 } },
    [],
    [],
  );
  return cited[0][1];
}

test("citeproc-js sets the same citations from the same items and sheets", async () => {
  let compared = 0;
  for (const { id, cslJson, clauses, ...own } of await documents(
    `cslJson: export(format: CSL_JSON)
     chicago: cite(style: CHICAGO) bibliography: cite(style: CHICAGO_BIBLIOGRAPHY)
     oscola: cite(style: OSCOLA) bluebook: cite(style: BLUEBOOK)
     clauses(first: 100) { edges { node { label chicago: cite(style: CHICAGO) oscola: cite(style: OSCOLA) bluebook: cite(style: BLUEBOOK) } } }`,
  )) {
    const [item] = JSON.parse(cslJson);
    assert.equal(item.id, id);
    assert.equal(own.bibliography, reference("chicago", item, undefined, true));
    for (const cited of [{ ...own }, ...clauses.edges.map(({ node }) => node)]) {
      for (const sheet of ["chicago", "oscola", "bluebook"]) {
        assert.equal(cited[sheet], reference(sheet, item, cited.label));
        compared += 1;
      }
    }
  }
  assert.ok(compared > 200, "the clauses were found");
});

test("citation-js reads our CSL-JSON, BibLaTeX and RIS alike", async () => {
  for (const { id } of await documents("")) {
    const read = async (format) => {
      const text = await (await get(`/v1/documents/${id}/export?format=${format}`)).text();
      const [item] = new Cite(text).data;
      return item;
    };
    const csl = await read("csl-json");
    const bibtex = await read("bibtex");
    const ris = await read("ris");
    assert.ok(csl.title);
    for (const other of [bibtex, ris]) {
      assert.equal(other.title, csl.title);
      assert.deepEqual(other.issued["date-parts"][0].map(Number), csl.issued["date-parts"][0]);
      const names = (item) => (item.author ?? []).map(({ literal, family, name }) => literal ?? name ?? family);
      assert.deepEqual(names(other), names(csl));
    }
    assert.equal(bibtex.id ?? bibtex["citation-key"], id);
  }
});

test("exports have the media types of their formats, by name and by Accept", async () => {
  const types = {
    "csl-json": "application/vnd.citationstyles.csl+json",
    bibtex: "application/x-bibtex; charset=utf-8",
    ris: "application/x-research-info-systems; charset=utf-8",
    "web-annotation": 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
    "akoma-ntoso": "application/akn+xml; charset=utf-8",
  };
  for (const [format, type] of Object.entries(types)) {
    const named = await get(`/v1/documents/rome-2012/export?format=${format}`);
    const accepted = await get("/v1/documents/rome-2012/export", type.split(";")[0]);
    assert.equal(named.headers.get("content-type"), type);
    assert.equal(accepted.headers.get("content-type"), type);
    assert.equal(await named.text(), await accepted.text());
  }
});

// Every clause with its span, and the text that it is a span of.
async function selected() {
  const fields = `text clauses(first: 100) { edges { node { text span {
    exact: text prefix suffix start end startUtf16 endUtf16 textFragment } } } }`;
  const clauses = (await documents(fields)).flatMap(({ id, text, clauses }) =>
    clauses.edges.map(({ node }) => ({ id, text, clause: node.text, ...node.span })),
  );
  assert.ok(clauses.length > 75, `${clauses.length} clauses`);
  return clauses;
}

test("spans hold the words, by code points, by UTF-16 and by what stands around them", async () => {
  for (const { text, clause, exact, prefix, suffix, start, end, startUtf16, endUtf16 } of await selected()) {
    assert.equal(exact, clause);
    assert.equal([...text].slice(start, end).join(""), exact);
    assert.equal(text.slice(startUtf16, endUtf16), exact);
    assert.ok(text.includes(prefix + exact + suffix));
  }
});

test("an annotation's target is what its source serves", async () => {
  const annotation = await (await get("/v1/clauses/rome-2012/P2C/export?format=web-annotation")).json();
  const { source, state, selector } = annotation.target;
  assert.equal(state.type, "HttpRequestState");
  const text = await (await get(source.id, state.value.replace("Accept: ", ""))).text();
  const [quote, position] = selector;
  assert.equal([...text].slice(position.start, position.end).join(""), quote.exact);
  assert.ok(text.includes(quote.prefix + quote.exact + quote.suffix));
  assert.equal(annotation["@context"], "http://www.w3.org/ns/anno.jsonld");
  const page = await (await get("/v1/documents/rome-2012/export?format=web-annotation")).json();
  assert.ok(page.items.length > 10);
  assert.equal(new Set(page.items.map(({ id }) => id)).size, page.items.length);
});

test("text fragments lead the WICG polyfill to the words", async () => {
  const pages = new Map();
  let [found, repeated] = [0, 0];
  for (const { id, text, exact, textFragment, startUtf16, endUtf16 } of await selected()) {
    if (!pages.has(id)) pages.set(id, await page(text));
    const { utils, window, starts } = pages.get(id);
    enter(window);
    const directives = utils.getFragmentDirectives(`#${textFragment}`);
    const [parsed] = utils.parseFragmentDirectives(directives).text;
    const [range] = utils.processTextFragmentDirective(parsed, window.document);
    assert.ok(range, `${id}: ${textFragment} finds nothing`);
    const start = starts.get(range.startContainer) + range.startOffset;
    const end = starts.get(range.endContainer) + range.endOffset;
    // Words that are run together are found whole.
    const edges = start <= startUtf16 && endUtf16 <= end ? text.slice(start, startUtf16) + text.slice(endUtf16, end) : " ";
    if (/^\S*$/.test(edges)) {
      found += 1;
    } else {
      // What is there several times over, with all that is around it, is found where it is first.
      assert.ok(text.indexOf(exact) < startUtf16, `${id}: ${textFragment} finds ${range}`);
      repeated += 1;
    }
  }
  assert.ok(found > 75 && repeated < 10, `found: ${found}, repeated: ${repeated}`);
});

// The text as a page with a paragraph for each line, where each of these begins in the text, and the
// polyfill that looks into the page.
async function page(text) {
  const { window } = new JSDOM('<!doctype html><html lang="en"><body></body></html>');
  const { document } = window;
  const starts = new Map();
  let at = 0;
  for (const line of text.split("\n")) {
    if (line.trim()) {
      const words = document.createTextNode(line);
      document.body.appendChild(document.createElement("p")).append(words);
      starts.set(words, at);
    }
    at += line.length + 1;
  }
  enter(window);
  const utils = await import("text-fragments-polyfill/text-fragment-utils");
  return { utils, window, starts };
}

// Makes `window` the one that the polyfill runs in, as it does in the page itself.
function enter(window) {
  const { document, Node, NodeFilter, Range, HTMLElement } = window;
  Object.assign(globalThis, { window, document, Node, NodeFilter, Range, HTMLElement });
}
