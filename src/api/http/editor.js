if (window.GraphiQL && window.ReactDOM) {
  const url = new URL(location.pathname, location.origin);
  const socket = new URL(url);
  socket.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const fetcher = GraphiQL.createFetcher({ url: url.href, subscriptionUrl: socket.href });
  const root = document.getElementById("editor");
  ReactDOM.createRoot(root).render(
    React.createElement(GraphiQL, { fetcher, defaultEditorToolsVisibility: true }),
  );
}
