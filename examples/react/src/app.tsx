import { useState, type FormEvent } from "react";
import { useQuery } from "urql";

import { CitedDocument } from "./document";
import { graphql } from "./gql";
import type { AskQuery } from "./gql/graphql";

const Ask = graphql(`
  query Ask($question: String!) {
    ask(question: $question, options: { style: MEMO }) {
      status
      lead
      parts { kind text }
      citations {
        marker
        permalink
        span { text startUtf16 endUtf16 }
        clause { document { id name } }
      }
      coverage { speaks document { id name } }
    }
  }
`);

type Answer = NonNullable<AskQuery["ask"]>;
const STATUS = { ANSWERED: "Answered.", NEAREST: "Not answered; this comes near.", NOT_FOUND: "Not found." };

export function App() {
  const [question, setQuestion] = useState("");
  const [{ data, error, fetching }, askAgain] = useQuery({ query: Ask, variables: { question }, pause: question === "" });
  const answer = fetching || error ? undefined : data?.ask;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const asked = String(new FormData(event.currentTarget).get("question")).trim();
    if (asked === question) askAgain();
    setQuestion(asked);
  }

  return (
    <main>
      <h1>Ask the documents</h1>
      <form onSubmit={submit}>
        <label htmlFor="question">Your question</label>
        <input id="question" name="question" type="search" required maxLength={2000} />
        <button>Ask</button>
      </form>
      <p role="status">{fetching ? "Asking …" : answer && STATUS[answer.status]}</p>
      {error && <p role="alert">{error.graphQLErrors[0]?.message ?? "The service cannot be reached."}</p>}
      {answer && <Answered answer={answer} />}
    </main>
  );
}

function Answered({ answer }: { answer: Answer }) {
  // What the lead and the list of silent documents say is not said twice.
  const parts = answer.parts.filter(({ kind }) => kind !== "LEAD" && kind !== "SILENCE");
  const silent = answer.coverage.filter(({ speaks }) => speaks === "SILENT");
  const documents = new Map(answer.citations.map(({ clause }) => [clause.document.id, clause.document.name]));
  return (
    <>
      <p className="lead">{linked(answer.lead)}</p>
      {parts.map(({ text }, index) => <p key={index}>{linked(text)}</p>)}
      {silent.length > 0 && (
        <section>
          <h2>Silent on this</h2>
          <ul>{silent.map(({ document }) => <li key={document.id}>{document.name}</li>)}</ul>
        </section>
      )}
      {[...documents].map(([id, name]) => (
        <CitedDocument
          key={id}
          id={id}
          name={name}
          citations={answer.citations.filter(({ clause }) => clause.document.id === id)}
        />
      ))}
    </>
  );
}

/** A text whose markers, such as [1], lead to the quotation in its document. */
function linked(text: string) {
  return text.split(/\[(\d+)\]/).map((part, index) =>
    index % 2 === 0 ? part : <a key={index} href={`#citation-${part}`}>[{part}]</a>,
  );
}
