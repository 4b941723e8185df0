import { Budget } from "#platform/budget.ts";
import type { SendContent, Wording } from "./send-request.ts";

/** Smaller ones are not counted. */
const countedBytes = 256 * 1024;
const mostBytesAtOnce = 128 * 1024 * 1024;
/** A message is written, and handed to the database, which copies it. */
const copies = 3;

/**
 * Memory for messages between being written and being on disk. What a call says may become fifty messages with the same attachment, or
 * ten million characters out of a loop in its template: such wait for one another.
 */
export class WritingRoom {
  readonly #known: Budget;
  /** Apart from the other: who holds some of it never waits for that. */
  readonly #rendered: Budget;
  /** Apart from both, for the same reason. */
  readonly #signed: Budget;

  constructor(bytes = mostBytesAtOnce) {
    this.#known = new Budget(bytes);
    this.#rendered = new Budget(bytes);
    this.#signed = new Budget(bytes);
  }

  /** For a message that is to be written of this, or of so many bytes. More may be put into it later on; all is given back together. */
  async enter(content: SendContent | number): Promise<DisposableStack> {
    const held = new DisposableStack();
    const bytes = typeof content === "number" ? content : bytesKnown(content);
    if (bytes > countedBytes) held.use(await this.#known.take(copies * bytes));
    return held;
  }

  /** What is rendered turns out to be large only when it is there: then it is let go, and rendered again once there is room. */
  async rendered(held: DisposableStack, render: () => Promise<Wording>): Promise<Wording> {
    let wording: Wording | undefined = await render();
    const bytes = bytesOf(wording);
    if (bytes <= countedBytes) return wording;
    wording = undefined;
    held.use(await this.#rendered.take(copies * bytes));
    return await render();
  }

  /** For what S/MIME makes of a message. */
  async signed(held: DisposableStack, { length }: Uint8Array): Promise<void> {
    if (length > countedBytes) held.use(await this.#signed.take(copies * length));
  }
}

function bytesKnown(content: SendContent): number {
  if (content.kind === "raw") return content.data.length;
  const attached = content.attachments.reduce((bytes, one) => bytes + one.content.length, 0);
  return attached + (content.kind === "simple" ? bytesOf(content) : 0);
}

function bytesOf({ subject, text = "", html = "" }: Wording): number {
  return subject.length + text.length + html.length;
}
