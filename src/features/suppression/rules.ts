import type { SuppressionReason } from "./suppressed-destination.ts";

type Scope = "ACCOUNT" | "TENANT" | undefined;

/** What holds for one message. */
export interface SuppressionRules {
  /** For which a recipient is left out, and put on the list. */
  readonly reasons: readonly SuppressionReason[];
  /** Whose list that is; undefined: the account's. */
  readonly tenant: string | undefined;
}

/** Of what is learnt of a message whose tenant is gone: that is on nobody's list. */
export const suppressNobody: SuppressionRules = { reasons: [], tenant: undefined };

/** What its configuration set says goes before what its tenant says, and that before the account; each may be silent. */
export function suppressionRules({
  set,
  tenant,
  account,
}: {
  readonly set:
    | { readonly reasons: readonly SuppressionReason[] | undefined; readonly scope: Scope }
    | undefined;
  readonly tenant:
    | {
        readonly name: string;
        readonly suppression: {
          readonly reasons: readonly SuppressionReason[] | undefined;
          readonly scope: Scope;
        };
      }
    | undefined;
  readonly account: { readonly reasons: readonly SuppressionReason[] };
}): SuppressionRules {
  const scope = set?.scope ?? tenant?.suppression.scope;
  return {
    reasons: set?.reasons ?? tenant?.suppression.reasons ?? account.reasons,
    tenant: scope === "TENANT" ? tenant?.name : undefined,
  };
}
