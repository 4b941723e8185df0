import type { KeyScope } from "#features/access-keys/index.ts";
import type { Owner } from "#platform/owner.ts";
import type { SignedIn } from "./credentials.ts";

/** Who is asking, in which region, and how we know. */
export interface Caller {
  /** Whose things the call is about. */
  readonly owner: Owner;
  /** The address that the request came from. */
  readonly sourceIp: string;
  /** Whether it came in TLS. */
  readonly secure: boolean;
  readonly userAgent: string | undefined;
  readonly by:
    | { readonly kind: "access-key" | "api-key"; readonly id: string; readonly scope: KeyScope }
    /** A person who signed in; the id is the user's. */
    | {
        readonly kind: "session";
        readonly id: string;
        readonly sessionId: string;
        readonly name: string;
        readonly hasPassword: boolean;
        readonly hasTotp: boolean;
        readonly csrfToken: string;
      }
    /** Nobody proved anything: open mode. */
    | { readonly kind: "local" };
}

/** The caller that a session stands for. */
export function personOf({
  id: sessionId,
  csrfToken,
  user,
}: SignedIn): Extract<Caller["by"], { kind: "session" }> {
  const { id, name, hasPassword, hasTotp } = user;
  return { kind: "session", id, name, hasPassword, hasTotp, sessionId, csrfToken };
}
