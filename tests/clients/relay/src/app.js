// A page of a document, and more of it on demand: what a frontend with Relay would ask.

import { graphql } from "react-relay";

export const app = graphql`
  query appQuery($id: ID!) {
    node(id: $id) {
      ...app_pages @alias
    }
  }
`;

export const pages = graphql`
  fragment app_pages on Document
  @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" })
  @refetchable(queryName: "appRefetchQuery") {
    title
    clauses(first: $count, after: $cursor) @connection(key: "app_clauses") {
      edges {
        node {
          id
          text
        }
      }
    }
  }
`;
