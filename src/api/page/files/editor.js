// The editor for GraphQL: mounts GraphiQL where it was loaded, or else makes the form work.
"use strict";

const root = document.getElementById("editor");
const given = new URLSearchParams(location.search);
const query = given.get("query");
const variables = given.get("variables");

if (window.GraphiQL && window.ReactDOM) {
  const url = new URL(location.pathname, location.origin);
  const socket = new URL(url);
  socket.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const fetcher = GraphiQL.createFetcher({ url: url.href, subscriptionUrl: socket.href });
  const properties = { fetcher, defaultQuery: root.dataset.query, defaultEditorToolsVisibility: true };
  if (query !== null) properties.query = query;
  if (variables !== null) properties.variables = variables;
  ReactDOM.createRoot(root).render(React.createElement(GraphiQL, properties));
} else {
  const result = document.getElementById("result");
  root.query.value = query ?? root.dataset.query;
  root.variables.value = variables ?? "";
  root.addEventListener("submit", async (event) => {
    event.preventDefault();
    result.textContent = "Sent.";
    try {
      const asked = root.variables.value.trim();
      const body = JSON.stringify({ query: root.query.value, variables: asked ? JSON.parse(asked) : undefined });
      const headers = { "content-type": "application/json", accept: "application/graphql-response+json" };
      const response = await fetch(location.pathname, { method: "POST", headers, body });
      result.textContent = JSON.stringify(await response.json(), null, 2);
    } catch (error) {
      result.textContent = `Not sent: ${error.message}`;
    }
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) root.requestSubmit();
  });
}
