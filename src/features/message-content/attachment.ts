import { takeApart } from "./parsed-message.ts";

export interface AttachedFile {
  readonly filename: string | undefined;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** One of the attachments of a message, counted as `parseMessage` lists them. Undefined: there is none. */
export async function attachmentAt(message: Uint8Array, index: number): Promise<AttachedFile | undefined> {
  const email = await takeApart(message);
  const found = email?.attachments[index];
  if (found === undefined) return undefined;
  const { filename, mimeType, content } = found;
  return {
    filename: filename ?? undefined,
    contentType: mimeType,
    content: typeof content === "string" ? Buffer.from(content) : new Uint8Array(content),
  };
}
