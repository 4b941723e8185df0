import { type DkimSigner, dkimSignatures } from "#protocols/dkim/sign.ts";
import type { SignWith, StoredMessage } from "./delivery.ts";

/** In whose names a message is signed; the first one's field comes first. */
export type SignersFor = (signWith: SignWith) => Promise<readonly DkimSigner[]>;

/** Header fields that a message gets as it leaves for a domain, each with its CRLF. They are signed with the others. */
export type FieldsFor = (message: StoredMessage, domain: string) => string;

/** Signs messages as they leave: for each domain anew, since what stands in the header is for that one. */
export class Signatures {
  readonly #signersFor: SignersFor;
  readonly #fieldsFor: FieldsFor;

  constructor(signersFor: SignersFor, fieldsFor: FieldsFor = () => "") {
    this.#signersFor = signersFor;
    this.#fieldsFor = fieldsFor;
  }

  /** Throws `UnsignableMessage`, and what looking up a key throws. */
  async signed(message: StoredMessage, domain: string, now: number): Promise<Uint8Array> {
    const signers = await this.#signersFor(message.signWith);
    const added = Buffer.from(this.#fieldsFor(message, domain), "latin1");
    const content = added.length === 0 ? message.content : Buffer.concat([added, message.content]);
    const fields = await dkimSignatures(content, signers, now);
    return Buffer.concat([Buffer.from(fields.join(""), "latin1"), content]);
  }
}
