// Asks a question and shows each quotation with where it stands:
//
//   node dist/ask.js 'Which declaration mentions human trafficking?'
//
// RAPPORTEUR_URL names the service, RAPPORTEUR_KEY an API key if it wants one. Exit status: 0
// answered, 1 not found, 2 refused.

import { Client, RequestError } from "./client.js";
import { graphql } from "./gql/index.js";

const Ask = graphql(`
  query Ask($question: String!, $filter: ClauseFilter) {
    ask(question: $question, filter: $filter) {
      status
      text
      confidence
      citations {
        marker
        span {
          text
          startUtf16
          endUtf16
        }
        permalink
        clause {
          label
          part
          document {
            id
            title
            place
            adoptedOn
            text
          }
        }
      }
    }
  }
`);

async function main(question: string): Promise<number> {
  const url = process.env["RAPPORTEUR_URL"] ?? "http://127.0.0.1:8080";
  const client = new Client(`${url}/graphql`, process.env["RAPPORTEUR_KEY"]);
  const { ask } = await client.request(Ask, { question });
  if (!ask) throw new Error("the server gave no answer");
  console.log(ask.text);
  for (const { marker, span, permalink, clause } of ask.citations) {
    const { title, place, adoptedOn, text } = clause.document;
    const source = [title, place, adoptedOn, clause.label].filter((part) => part != null);
    console.log(`\n[${marker}] ${source.join(", ")}\n    ${permalink}`);
    // Strings of JavaScript count UTF-16 code units.
    if (text.slice(span.startUtf16, span.endUtf16) !== span.text) {
      throw new Error(`the quotation [${marker}] is not what the document says`);
    }
  }
  console.log(`\nConfidence: ${ask.confidence.toFixed(2)}`);
  return ask.status === "ANSWERED" ? 0 : 1;
}

const [question] = process.argv.slice(2);
try {
  process.exitCode = await main(question ?? "");
} catch (error) {
  if (!(error instanceof RequestError)) throw error;
  const wait = error.retryAfterSeconds;
  const hint = wait === undefined ? "" : ` (ask again in ${wait} s)`;
  console.error(`${error.code}: ${error.message}${hint}`);
  process.exitCode = 2;
}
