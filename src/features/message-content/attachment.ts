import { fileNameOf } from "#protocols/mime/files.ts";
import { leavesOf } from "./leaves.ts";
import { takeApart } from "./parsed-message.ts";

export interface AttachedFile {
  readonly filename: string | undefined;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** One of the attachments of a message, counted as `parseMessage` lists them. Undefined: there is none. */
export function attachmentAt(message: Uint8Array, index: number): AttachedFile | undefined {
  const parts = takeApart(message);
  const found = parts && leavesOf(parts).attachments[index];
  return found && { filename: fileNameOf(found.fields), contentType: found.type, content: found.body };
}
