// Asks by GraphQL, with fetch: node examples/ask.mjs 'Which declaration mentions human trafficking?'

const url = process.env.RAPPORTEUR_URL ?? "http://127.0.0.1:8080";
const key = process.env.RAPPORTEUR_KEY;
const query = `query ($question: String!) {
  ask(question: $question) { lead citations { marker quote permalink } }
}`;

const response = await fetch(`${url}/graphql`, {
  method: "POST",
  headers: { "content-type": "application/json", ...(key && { authorization: `Bearer ${key}` }) },
  body: JSON.stringify({ query, variables: { question: process.argv[2] ?? "" } }),
  signal: AbortSignal.timeout(60_000),
});
const { data, errors } = await response.json();
if (errors) {
  console.error(errors[0].message);
  process.exit(1);
}
console.log(data.ask.lead);
for (const { marker, quote, permalink } of data.ask.citations) {
  console.log(`\n[${marker}] “${quote}”\n    ${new URL(permalink, url)}`);
}
