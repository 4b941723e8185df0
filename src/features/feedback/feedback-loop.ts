import { taggedReturnPathForm } from "#features/delivery/index.ts";
import type { SealedTokens } from "#platform/sealed-tokens.ts";
import type { FeedbackReport } from "#protocols/arf/read-feedback-report.ts";
import { type HeaderField, readMessage } from "#protocols/mime/header-fields.ts";
import { valueIn } from "#protocols/mime/parts.ts";

const purpose = "feedback-loop";

/**
 * What a report proves to be about: a message of ours as it went to a domain (undefined: to all of its recipients), or an address that one
 * was sent from and that is not to be guessed.
 */
export type Proof =
  | { readonly messageId: string; readonly domain: string | undefined }
  | { readonly returnPath: string };

/**
 * The one address that mailbox providers send complaints to, whatever message they are about. Anybody may write to it, so each message
 * says in its header what only it can say (RFC 9477): where complaints go, and an id of it that is sealed.
 */
export class FeedbackLoop {
  readonly #tokens: SealedTokens;
  readonly #zone: string;

  constructor({ tokens, zone }: { readonly tokens: SealedTokens; readonly zone: string }) {
    this.#tokens = tokens;
    this.#zone = zone;
  }

  get address(): string {
    return `fbl@${this.#zone}`;
  }

  /** To be signed with the rest of the header; none for the service's own messages, nor where a sender has a loop of its own. */
  readonly fieldsFor = (
    message: { readonly id: string; readonly content: Uint8Array; readonly report: object | undefined },
    domain: string,
  ): string => {
    if (message.report === undefined) return "";
    const reading = readMessage(message.content);
    if (reading.ok && reading.fields.some(({ name }) => /^cfbl-(?:address|feedback-id)$/i.test(name)))
      return "";
    // A dot is not lawful there (RFC 9477 §5.2).
    const id = this.#tokens.write(purpose, [message.id, domain]).replace(".", ":");
    return `CFBL-Address: ${this.address}; report=arf\r\nCFBL-Feedback-ID:\r\n\t${id}\r\n`;
  };

  /** The strongest first. What everybody knows who was answered to a message, its Message-ID, proves nothing. */
  proofsIn({ enclosed, returnPaths }: FeedbackReport): readonly Proof[] {
    return [
      ...this.#sealedIn(enclosed),
      ...returnPaths
        .filter((path) => taggedReturnPathForm.test(path))
        .slice(0, 3)
        .map((returnPath) => ({ returnPath })),
    ];
  }

  #sealedIn(enclosed: readonly HeaderField[]): Proof[] {
    const written = valueIn(enclosed, "cfbl-feedback-id")?.replaceAll(/\s+/g, "").replace(":", ".");
    const [messageId, domain] = written === undefined ? [] : (this.#tokens.read(purpose, written) ?? []);
    return messageId === undefined ? [] : [{ messageId, domain }];
  }
}
