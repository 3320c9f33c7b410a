import type { TypedDocumentString } from "./gql/graphql.js";

/** A request that the service refused, with the code that tells why. */
export class RequestError extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly retryAfterSeconds: number | undefined,
  ) {
    super(message);
    this.name = "RequestError";
  }
}

interface GraphQLBody<Result> {
  data?: Result | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** Sends queries to one service, with an API key where it wants one. */
export class Client {
  constructor(
    private readonly endpoint: string,
    private readonly apiKey?: string,
  ) {}

  async request<Result, Variables>(
    query: TypedDocumentString<Result, Variables>,
    variables: Variables,
  ): Promise<Result> {
    const response = await fetch(this.endpoint, {
      method: "POST",
      headers: {
        accept: "application/graphql-response+json",
        "content-type": "application/json",
        ...(this.apiKey === undefined ? {} : { authorization: `Bearer ${this.apiKey}` }),
      },
      body: JSON.stringify({ query: query.toString(), variables }),
      signal: AbortSignal.timeout(30_000),
    });
    // Failures have a body of the same form, unless something in between has answered.
    const type = response.headers.get("content-type") ?? "";
    if (!type.startsWith("application/graphql-response+json")) {
      throw new RequestError(`the answer is ${type}, status ${response.status}`, "UNKNOWN", undefined);
    }
    const body = (await response.json()) as GraphQLBody<Result>;
    const error = body.errors?.[0];
    if (error !== undefined || body.data == null) {
      const retryAfter = response.headers.get("retry-after");
      throw new RequestError(
        error?.message ?? "there are neither data nor errors",
        error?.extensions?.code ?? "UNKNOWN",
        retryAfter === null ? undefined : Number(retryAfter),
      );
    }
    return body.data;
  }
}
