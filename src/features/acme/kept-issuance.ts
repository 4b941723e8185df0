import { generateKeyPairSync } from "node:crypto";
import type { ServiceKeyStore } from "#features/service-key/index.ts";
import type { TlsCertificate } from "#features/tls-certificate/index.ts";
import type { Change } from "#platform/change.ts";
import type { Clock } from "#platform/clock.ts";
import { LeaseLost } from "#platform/lease-lost.ts";
import type { Secrets } from "#platform/secrets.ts";
import type { Issuance } from "./issuance.ts";

/** As it stands in the store: no two are sealed alike, so whoever replaces it has seen what it replaces. */
export interface Sealed {
  readonly sealed: Uint8Array;
  readonly issuance: Issuance;
}

const issuanceName = "acme-issuance";
const accountName = "acme-account-key";

/** The certificate of an authority and what is done for it, the same for all processes. */
export class KeptIssuance {
  readonly #store: ServiceKeyStore;
  readonly #secrets: Secrets;
  readonly #clock: Clock;

  constructor(parts: { store: ServiceKeyStore; secrets: Secrets; clock: Clock }) {
    this.#store = parts.store;
    this.#secrets = parts.secrets;
    this.#clock = parts.clock;
  }

  async find(): Promise<Sealed | undefined> {
    const sealed = await this.#store.find(issuanceName);
    return sealed && { sealed, issuance: this.#open(sealed) };
  }

  /** What listeners show; undefined until there is one. */
  async certificate(): Promise<TlsCertificate | undefined> {
    return (await this.find())?.issuance.certificate;
  }

  /** What proves the names that are asked for now. */
  async challengeTexts(): Promise<readonly string[]> {
    return (await this.find())?.issuance.order?.texts ?? [];
  }

  async begin(issuance: Issuance): Promise<void> {
    await this.#store.insertUnlessThere(issuanceName, this.#seal(issuance), this.#clock.now());
  }

  /** Throws `LeaseLost` where it is no longer as it was found; every process hears of what is new. */
  async replace(
    { sealed: from }: Sealed,
    issuance: Issuance,
    changes: readonly Change[] = [],
  ): Promise<Sealed> {
    const to = this.#seal(issuance);
    const replacement = this.#store.changeToReplace(issuanceName, { from, to, at: this.#clock.now() });
    await this.#store.write([replacement, ...changes, { topic: "tls-certificate" }]);
    return { sealed: to, issuance };
  }

  /** A process that was killed left it claimed. To be called where no other can be at work. */
  async release(): Promise<void> {
    const found = await this.find();
    if (found?.issuance.isClaimed !== true) return;
    await this.replace(found, { ...found.issuance, isClaimed: false, dueAt: this.#clock.now() });
  }

  /** Whoever takes the next step takes it now, whenever it was due. */
  async hasten(): Promise<"hastened" | "under-way" | "not-begun"> {
    const found = await this.find();
    if (found === undefined) return "not-begun";
    if (found.issuance.isClaimed) return "under-way";
    const hastened = { ...found.issuance, dueAt: this.#clock.now() };
    const replaced = await unlessLost(this.replace(found, hastened));
    return replaced === undefined ? "under-way" : "hastened";
  }

  /** The key that the account is known by, at whichever authority, in PEM: made when it is first needed. */
  async accountKey(): Promise<string> {
    const kept = await this.#store.find(accountName);
    if (kept !== undefined) return Buffer.from(this.#secrets.open(kept, accountName)).toString();
    const fresh = this.#secrets.seal(Buffer.from(newKey()), accountName);
    await this.#store.insertUnlessThere(accountName, fresh, this.#clock.now());
    return await this.accountKey();
  }

  #seal(issuance: Issuance): Uint8Array {
    return this.#secrets.seal(Buffer.from(JSON.stringify(issuance)), issuanceName);
  }

  #open(sealed: Uint8Array): Issuance {
    return JSON.parse(Buffer.from(this.#secrets.open(sealed, issuanceName)).toString()) as Issuance;
  }
}

export function newKey(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ format: "pem", type: "pkcs8" }) as string;
}

/** Undefined where another was faster. */
export async function unlessLost<Result>(work: Promise<Result>): Promise<Result | undefined> {
  return await work.catch((error: unknown) => {
    if (error instanceof LeaseLost) return undefined;
    throw error;
  });
}
