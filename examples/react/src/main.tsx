import { createRoot } from "react-dom/client";
import { Client, Provider, fetchExchange } from "urql";

import { App } from "./app";
import { service } from "./service";

// It has no cache of its own: with GET, the browser caches responses by their ETag.
const client = new Client({
  url: `${service}/graphql`,
  preferGetMethod: "within-url-limit",
  exchanges: [fetchExchange],
});

createRoot(document.getElementById("root")!).render(
  <Provider value={client}>
    <App />
  </Provider>,
);
