import type { CustomFetch } from "openid-client";

/** Asks a server of the web; what it says is bounded. */
export type Ask = (
  url: string,
  request: {
    readonly method: "GET" | "POST";
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  },
) => Promise<
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly mediaType: string;
      readonly body: string;
      readonly isWhole: boolean;
    }
  | { readonly kind: "failed"; readonly reason: string }
>;

/** `fetch` as the client of OpenID wants it. */
export function fetchThrough(ask: Ask): CustomFetch {
  return async (url, { method, headers, body }) => {
    const got = await ask(url, {
      method: method === "POST" ? "POST" : "GET",
      headers: Object.fromEntries(new Headers(headers)),
      body: await new Response(body ?? null).text(),
    });
    if (got.kind === "failed") throw new Unreachable(`${new URL(url).host}: ${got.reason}`);
    if (!got.isWhole) throw new Unreachable(`${new URL(url).host}: its answer is too long.`);
    return new Response(got.status === 204 ? null : got.body, {
      status: got.status,
      headers: { "content-type": got.mediaType },
    });
  };
}

/** The provider could not be asked. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}
