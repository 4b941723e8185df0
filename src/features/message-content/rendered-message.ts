import type { Attachment } from "postal-mime";
import { html } from "#platform/html.ts";
import { takeApart } from "./parsed-message.ts";

/** A picture that is named a thousand times would fill the memory: past this, references stay as they are. */
const mostBytesOfPictures = 16 * 1024 * 1024;

const pictureTypes = /^image\/(png|jpeg|gif|webp|avif)$/;
// RFC 2392: a `cid:` URL names the part of the message with that Content-ID.
const pictureReference = /(?<=["'(=\s])cid:([^"'\s<>)]{1,250})/gi;

// A link element may have a browser connect to whom it names (`rel=preconnect`), which no Content-Security-Policy stops. As a meta
// element it stands in the same places and does nothing.
const linkElement = /<link(?=[\s/>])/gi;

/** The HTML of a message with its own pictures in place, or its text as HTML. Undefined where it cannot be taken apart. */
export async function renderMessage(content: Uint8Array): Promise<string | undefined> {
  const email = await takeApart(content);
  if (email === undefined) return undefined;
  if (email.html === undefined) {
    return html`<!doctype html><meta charset="utf-8"><pre style="white-space:pre-wrap">${email.text ?? ""}</pre>`
      .text;
  }
  const pictures = new Map(email.attachments.flatMap(namedPicture));
  let bytesLeft = mostBytesOfPictures;
  return email.html.replaceAll(linkElement, "<meta").replaceAll(pictureReference, (reference, id: string) => {
    const picture = pictures.get(id);
    if (picture === undefined || picture.length > bytesLeft) return reference;
    bytesLeft -= picture.length;
    return picture;
  });
}

/** Content-ID, without its brackets, and the picture as a `data:` URL. */
function namedPicture({ contentId, mimeType, content }: Attachment): [id: string, url: string][] {
  if (contentId === undefined || !pictureTypes.test(mimeType) || typeof content === "string") return [];
  const bytes = content instanceof Uint8Array ? content : new Uint8Array(content);
  const url = `data:${mimeType};base64,${Buffer.from(bytes).toString("base64")}`;
  return [[contentId.replace(/^<|>$/g, ""), url]];
}
