import { badRequest, CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { nameAsKept } from "./new-identity.ts";
import type { PolicyStore } from "./policies-store.ts";
import { unknownIdentity } from "./refusals.ts";
import type { IdentityStore } from "./store.ts";

/** SES's limits: 20 policies an identity, 4 KB each. */
const mostPolicies = 20;
const longestPolicyBytes = 4 * 1024;
/** With its white space. What is longer is not parsed: brackets alone, some millions of them, take half a minute. */
const longestPolicyText = 4 * longestPolicyBytes;
const policyName = /^[A-Za-z0-9_-]{1,64}$/;

interface Policy {
  readonly name: string;
  /** JSON. */
  readonly document: string;
}

/** Sending authorization policies: kept with the identity, evaluated when another account sends from it. */
export class IdentityPolicies {
  readonly #identities: IdentityStore;
  readonly #policies: PolicyStore;

  constructor(parts: { identities: IdentityStore; policies: PolicyStore }) {
    this.#identities = parts.identities;
    this.#policies = parts.policies;
  }

  /** Throws `not-found` (identity), `already-exists`, `limit-exceeded`, `bad-request`, `invalid-policy`. */
  async create(owner: Owner, identity: string, policy: Policy): Promise<void> {
    const { key, document, room } = await this.#toAdd(owner, identity, policy);
    await this.#policies.insert(key, document, room);
  }

  /** Throws `not-found` (identity or policy), `bad-request`, `invalid-policy`. */
  async update(owner: Owner, identity: string, policy: Policy): Promise<void> {
    const name = await this.#existing(owner, identity);
    await this.#policies.replace({ ...owner, identity: name, name: policy.name }, readDocument(policy));
  }

  /** Whether there is one of the name or not. Throws `not-found` (identity), `limit-exceeded`, `bad-request`, `invalid-policy`. */
  async put(owner: Owner, identity: string, policy: Policy): Promise<void> {
    const { key, document, room } = await this.#toAdd(owner, identity, policy);
    await this.#policies.put(key, document, room);
  }

  /** A policy that is not there is as good as deleted. Throws `not-found` (identity). */
  async remove(owner: Owner, identity: string, policy: string): Promise<void> {
    const name = await this.#existing(owner, identity);
    await this.#policies.remove({ ...owner, identity: name, name: policy });
  }

  /** Of an identity that is known to exist. */
  async ofIdentity(owner: Owner, name: string): Promise<Record<string, string>> {
    return await this.#policies.ofIdentity(owner, name);
  }

  async list(owner: Owner, identity: string): Promise<Record<string, string>> {
    return await this.#policies.ofIdentity(owner, await this.#existing(owner, identity));
  }

  async #toAdd(owner: Owner, identity: string, policy: Policy) {
    const name = await this.#existing(owner, identity);
    const key = { ...owner, identity: name, name: policy.name };
    // Held, so that two policies at once are both counted, and none is added to an identity that is being deleted.
    const guard = this.#identities.requireExistence(owner, name, { hold: true });
    return { key, document: readDocument(policy), room: { guard, most: mostPolicies } };
  }

  async #existing(owner: Owner, identity: string): Promise<string> {
    const name = nameAsKept(identity);
    if ((await this.#identities.find(owner, name)) !== undefined) return name;
    throw unknownIdentity(identity);
  }
}

/** A policy's JSON without insignificant white space, as SES keeps it. */
function readDocument({ name, document }: Policy): string {
  if (!policyName.test(name)) {
    throw badRequest("PolicyName", "Policy names have 1 to 64 letters, digits, hyphens and underscores.");
  }
  if (document.length > longestPolicyText) throw tooLong();
  let policy: unknown;
  try {
    policy = JSON.parse(document);
  } catch {
    throw invalid("The policy is not valid JSON.");
  }
  if (typeof policy !== "object" || policy === null || !("Statement" in policy)) {
    throw invalid("A policy is a JSON object with a Statement.");
  }
  const compact = JSON.stringify(policy);
  if (Buffer.byteLength(compact) > longestPolicyBytes) throw tooLong();
  return compact;
}

function tooLong(): CallerError {
  return invalid("A policy has at most 4 KB.");
}

function invalid(message: string): CallerError {
  return new CallerError("invalid-policy", message, [{ path: "Policy", message }]);
}
