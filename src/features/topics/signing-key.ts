import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import type { ServiceKeyStore } from "#features/service-key/index.ts";
import { type Clock, dayMs } from "#platform/clock.ts";
import type { Secrets } from "#platform/secrets.ts";
import { selfSignedCertificate } from "#protocols/x509/self-signed.ts";

const name = "notification-signing-key";
const validDays = 10 * 365;

interface SigningKey {
  readonly privateKey: KeyObject;
  /** PEM. */
  readonly certificate: string;
}

/** What notifications are signed with: made once, the same in all processes. */
export class NotificationKey {
  readonly #store: ServiceKeyStore;
  readonly #secrets: Secrets;
  readonly #clock: Clock;
  readonly #commonName: string;
  #opened: Promise<SigningKey> | undefined;

  constructor(parts: { store: ServiceKeyStore; secrets: Secrets; clock: Clock; commonName: string }) {
    this.#store = parts.store;
    this.#secrets = parts.secrets;
    this.#clock = parts.clock;
    this.#commonName = parts.commonName;
  }

  async open(): Promise<SigningKey> {
    this.#opened ??= this.#load().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return await this.#opened;
  }

  async #load(): Promise<SigningKey> {
    const sealed = (await this.#store.find(name)) ?? (await this.#make());
    const { key, certificate } = JSON.parse(Buffer.from(this.#secrets.open(sealed, name)).toString()) as {
      key: string;
      certificate: string;
    };
    return { privateKey: createPrivateKey(key), certificate };
  }

  async #make(): Promise<Uint8Array> {
    const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
    const certificate = selfSignedCertificate({
      commonName: this.#commonName,
      notBefore: this.#clock.now() - dayMs,
      days: validDays,
      keyPair: { privateKey, publicKey: createPublicKey(privateKey) },
    });
    const key = privateKey.export({ format: "pem", type: "pkcs8" });
    const sealed = this.#secrets.seal(Buffer.from(JSON.stringify({ key, certificate })), name);
    await this.#store.insertUnlessThere(name, sealed, this.#clock.now());
    const kept = await this.#store.find(name);
    if (kept === undefined) throw new Error("The notification key was not kept.");
    return kept;
  }
}
