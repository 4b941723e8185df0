import { type MimePart, valueIn } from "#protocols/mime/parts.ts";
import { percentDecoded } from "#protocols/mime/percent.ts";
import { htmlOf, leavesOf, plainAsHtml, plainOf } from "./leaves.ts";
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
export function renderMessage(content: Uint8Array): string | undefined {
  const message = takeApart(content);
  if (message === undefined) return undefined;
  const leaves = leavesOf(message);
  const page = htmlOf(leaves);
  if (page === undefined) return `<!doctype html><meta charset="utf-8">${plainAsHtml(plainOf(leaves) ?? "")}`;
  const pictures = new Map(leaves.attachments.flatMap(namedPicture));
  let bytesLeft = mostBytesOfPictures;
  return page.replaceAll(linkElement, "<meta").replaceAll(pictureReference, (reference, id: string) => {
    const picture = pictures.get(id) ?? pictures.get(percentDecoded(id));
    if (picture === undefined || picture.length > bytesLeft) return reference;
    bytesLeft -= picture.length;
    return picture;
  });
}

/** Content-ID, without its brackets, and the picture as a `data:` URL. */
function namedPicture({ type, fields, body }: MimePart): [id: string, url: string][] {
  const contentId = valueIn(fields, "content-id");
  if (contentId === undefined || !pictureTypes.test(type)) return [];
  const url = `data:${type};base64,${Buffer.from(body).toString("base64")}`;
  return [[contentId.replace(/^<|>$/g, ""), url]];
}
