import { type DkimSigner, dkimSignatures } from "#protocols/dkim/sign.ts";
import type { SignWith, StoredMessage } from "./delivery.ts";

/** In whose names a message is signed; the first one's field comes first. */
export type SignersFor = (signWith: SignWith) => Promise<readonly DkimSigner[]>;

/** Header fields that a message gets as it leaves, each with its CRLF. They are signed with the others. */
export type FieldsFor = (message: StoredMessage) => string;

const mostBytesKept = 1024 * 1024;

/**
 * Signs each message once, however many domains it goes to: its signed form is kept while other domains may ask for it.
 * The RSA work is done on the thread pool.
 */
export class Signatures {
  readonly #signersFor: SignersFor;
  readonly #fieldsFor: FieldsFor;
  readonly #kept = new Map<string, { signed: Promise<Uint8Array>; bytes: number }>();
  #bytesKept = 0;

  constructor(signersFor: SignersFor, fieldsFor: FieldsFor = () => "") {
    this.#signersFor = signersFor;
    this.#fieldsFor = fieldsFor;
  }

  /** Throws `UnsignableMessage`, or what looking up a key throws; then the next call tries again. */
  async signed(message: StoredMessage, now: number): Promise<Uint8Array> {
    const known = this.#kept.get(message.id);
    if (known !== undefined) return await known.signed;
    const signed = this.#sign(message, now);
    this.#keep(message, signed);
    signed.catch(() => this.#forget(message.id));
    return await signed;
  }

  async #sign(message: StoredMessage, now: number): Promise<Uint8Array> {
    const signers = await this.#signersFor(message.signWith);
    const added = Buffer.from(this.#fieldsFor(message), "latin1");
    const content = added.length === 0 ? message.content : Buffer.concat([added, message.content]);
    const fields = await dkimSignatures(content, signers, now);
    return Buffer.concat([Buffer.from(fields.join(""), "latin1"), content]);
  }

  #keep({ id, content }: StoredMessage, signed: Promise<Uint8Array>): void {
    this.#kept.set(id, { signed, bytes: content.length });
    this.#bytesKept += content.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytesKept <= mostBytesKept) break;
      this.#forget(oldest);
    }
  }

  #forget(id: string): void {
    this.#bytesKept -= this.#kept.get(id)?.bytes ?? 0;
    this.#kept.delete(id);
  }
}
