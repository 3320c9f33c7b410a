//! The endpoints, for the start page and for requests that went astray.

/// Every endpoint with a word about it: for the start page, and for those who lost their way.
pub(super) const ENDPOINTS: [(&str, &str); 15] = [
    ("/graphql", "GraphQL: POST a query, or GET it with ?query=; WebSocket and events, too"),
    ("/v1/ask?q=", "an answer as JSON, Markdown or plain text, by Accept"),
    ("/v1/verify-quote?text=", "whether a quotation stands in the documents, and where"),
    ("/v1/verify-text", "POST a text: what it quotes, names and ascribes, checked"),
    ("/v1/compare?topic=", "what each document says on a topic, and what changed"),
    ("/v1/documents", "the documents"),
    ("/v1/clauses/{document}/{label}", "a clause as it stands now"),
    ("/v1/clauses/{document}/{label}/cite?style=", "it as a citation"),
    ("/v1/clauses/{document}/{label}/export?format=", "it for reference managers and the web"),
    ("/v1/openapi.json", "the OpenAPI description of /v1"),
    ("/c/{digest}/{document}/{label}", "a clause of a state of the corpus, and what became of it"),
    ("/livez", "200 while the process runs"),
    ("/readyz", "200 once questions can be asked"),
    ("/metrics", "for Prometheus: requests, how long they take, refusals, and how each cache does"),
    ("/", "this page"),
];
