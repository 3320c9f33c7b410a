//! The endpoints, for the start page and for requests that went astray.

/// Every endpoint with a description, for the start page.
pub(super) const ENDPOINTS: [(&str, &str); 25] = [
    ("/graphql", "GraphQL: POST a query, or GET it with ?query=; WebSocket and events, too"),
    ("/v1/ask?q=", "an answer as JSON, Markdown or plain text, by Accept"),
    ("/v1/search?q=", "clauses in order of relevance"),
    ("/v1/verify-quote?text=", "whether a quotation is in the documents, and where"),
    ("/v1/verify-text", "POST a text to check what it quotes, names and claims"),
    ("/v1/compare?topic=", "what each document says on a topic, and what changed"),
    ("/v1/feedback", "POST whether an answer is right, where the operator keeps that"),
    ("/v1/documents", "the documents"),
    ("/v1/clauses/{document}/{label}", "a clause"),
    ("/v1/clauses/{document}/{label}/cite?style=", "its citation"),
    (
        "/v1/clauses/{document}/{label}/export?format=",
        "its export for reference managers and the web",
    ),
    ("/v1/openapi.json", "the OpenAPI description of /v1"),
    (
        "/c/{digest}/{document}/{label}",
        "a clause in a state of the corpus, and how it has changed since",
    ),
    ("/mcp", "tools for assistants: the Model Context Protocol over streamable HTTP"),
    ("/v1/chat/completions", "POST messages: answers for programs that speak OpenAI's API"),
    ("/v1/responses", "POST an input: the same by OpenAI's newer API"),
    ("/livez", "200 while the process runs"),
    ("/readyz", "200 once questions can be asked"),
    ("/metrics", "metrics for Prometheus"),
    ("/", "for browsers the page to ask on, for others this list"),
    ("/d/{document}", "a document, to be read"),
    ("/search?q=", "clauses in order of relevance, for browsers"),
    ("/compare?topic=", "a comparison, for browsers"),
    ("/check", "a form to check a text by, for browsers"),
    ("/docs", "this REST interface as a page; /schema.graphql is the GraphQL schema"),
];
