import { Fragment } from "react";
import { useQuery } from "urql";

import { graphql } from "./gql";
import { pieces, type Quotation } from "./pieces";
import { service } from "./service";

const DocumentText = graphql(`
  query DocumentText($id: ID!) {
    document(id: $id) { text }
  }
`);

interface Props {
  id: string;
  name: string;
  citations: (Quotation & { permalink: string })[];
}

/** The text of a document with its quotations marked. */
export function CitedDocument({ id, name, citations }: Props) {
  const [{ data, fetching }] = useQuery({ query: DocumentText, variables: { id } });
  const text = fetching ? undefined : data?.document?.text;
  // The documents may have changed since the answer.
  const fits = text !== undefined && citations.every(({ span }) => text.slice(span.startUtf16, span.endUtf16) === span.text);
  return (
    <section>
      <h2>{name}</h2>
      {!fetching && !fits && <p role="alert">The text does not have the quotations. Ask again.</p>}
      {fits && (
        <div className="text" role="region" aria-label={`Text of ${name}`} tabIndex={0}>
          {pieces(text, citations).map(({ start, text, begins, within }) => (
            <Fragment key={start}>
              {begins.map(({ marker, permalink }) => (
                <Fragment key={marker}>
                  <a id={`citation-${marker}`} href={new URL(permalink, service).href} title="Permanent link">[{marker}]</a>{" "}
                </Fragment>
              ))}
              {within.length > 0 ? <mark data-markers={within.map(({ marker }) => marker).join(" ")}>{text}</mark> : text}
            </Fragment>
          ))}
        </div>
      )}
    </section>
  );
}
