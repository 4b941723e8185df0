import type { KeyObject } from "node:crypto";
import type { Clock } from "#platform/clock.ts";
import { type Random, randomLabel } from "#platform/random.ts";
import type { Secrets } from "#platform/secrets.ts";
import { generateDkimKeyPair } from "#protocols/dkim/generate.ts";
import { openPrivateKey } from "#protocols/dkim/key-pair.ts";
import type { ServiceKeyStore } from "./store.ts";

export { masterKeyOf, masterKeyWord, openMasterKey, requireSameMasterKey } from "./master-key.ts";
export { ServiceKeyStore } from "./store.ts";

/** The DKIM key of the service's own domain; the signing zone publishes it at `<selector>._domainkey.<zone>`. */
export interface OpenServiceKey {
  readonly selector: string;
  readonly privateKey: KeyObject;
  /** Base64 of the DER SubjectPublicKeyInfo: the `p=` of the record. */
  readonly publicKeyBase64: string;
}

/** What is sealed, as JSON. The private key is base64 of PKCS#8 DER. */
interface Stored {
  readonly selector: string;
  readonly privateKey: string;
  readonly publicKey: string;
}

const name = "service-dkim-key";
const selectorLength = 16;

/** Made once, at the first start of the first process; the same ever after, in all of them. */
export class ServiceKey {
  readonly #store: ServiceKeyStore;
  readonly #secrets: Secrets;
  readonly #clock: Clock;
  readonly #random: Random;
  #opened: Promise<OpenServiceKey> | undefined;

  constructor(parts: { store: ServiceKeyStore; secrets: Secrets; clock: Clock; random: Random }) {
    this.#store = parts.store;
    this.#secrets = parts.secrets;
    this.#clock = parts.clock;
    this.#random = parts.random;
  }

  /** Throws when the stored key was sealed under another master key, or the store fails; then the next call tries again. */
  async open(): Promise<OpenServiceKey> {
    this.#opened ??= this.#load().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return await this.#opened;
  }

  async #load(): Promise<OpenServiceKey> {
    const sealed = (await this.#store.find(name)) ?? (await this.#make());
    const text = Buffer.from(this.#secrets.open(sealed, name)).toString("utf8");
    const { selector, privateKey, publicKey } = JSON.parse(text) as Stored;
    return {
      selector,
      privateKey: openPrivateKey(Buffer.from(privateKey, "base64")),
      publicKeyBase64: publicKey,
    };
  }

  async #make(): Promise<Uint8Array> {
    const pair = await generateDkimKeyPair(2048);
    const stored: Stored = {
      selector: randomLabel(this.#random, selectorLength),
      privateKey: Buffer.from(pair.privateKeyDer).toString("base64"),
      publicKey: pair.publicKeyBase64,
    };
    const sealed = this.#secrets.seal(Buffer.from(JSON.stringify(stored)), name);
    await this.#store.insertUnlessThere(name, sealed, this.#clock.now());
    const kept = await this.#store.find(name);
    if (kept === undefined) throw new Error("The service's key was not kept.");
    return kept;
  }
}
