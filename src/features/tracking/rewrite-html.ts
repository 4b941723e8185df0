import { readTags } from "./start-tags.ts";
import { attributesIn } from "./tag-attributes.ts";

/** SES's limit for one message. */
const mostLinks = 250;
const openPlaceholder = "{{ses:openTracker}}";

export interface HtmlTracking {
  /** The address that stands in for a link; undefined: the link stays as it is. */
  readonly linkFor: ((url: string, tags: string | undefined) => string | undefined) | undefined;
  /** The address of the picture that tells of an opening. */
  readonly pictureUrl: string | undefined;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Puts tracking into a message's HTML in one pass. Everything that is not changed stays as it was written. `ses:no-track` and `ses:tags`
 * are for us and go, whether they had an effect or not.
 */
export function rewriteHtml(html: string, { linkFor, pictureUrl }: HtmlTracking): string {
  const edits: Edit[] = [];
  let links = 0;
  let bodyEnd: number | undefined;
  readTags(html, {
    onLink({ start, end, attributes }) {
      const isTracked = linkFor !== undefined && !attributes.has("ses:no-track") && links < mostLinks;
      const url = isTracked ? attributes.get("href")?.trim() : undefined;
      const target =
        url !== undefined && isTrackable(url) ? linkFor?.(url, attributes.get("ses:tags")) : undefined;
      if (target !== undefined) links++;
      for (const edit of editsOf(html.slice(start, end), target)) edits.push(shifted(edit, start));
    },
    onBodyEnd(start) {
      bodyEnd = start;
    },
  });
  const picture =
    pictureUrl === undefined ? "" : `<img src="${escaped(pictureUrl)}" alt="" width="1" height="1">`;
  if (picture !== "" && !html.includes(openPlaceholder)) {
    const at = bodyEnd ?? html.length;
    edits.push({ start: at, end: at, text: picture });
  }
  return withPlaceholders(edited(html, edits), picture);
}

/** What RFC 3986 allows in a URL of the web. */
function isTrackable(url: string): boolean {
  return /^https?:\/\/[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+$/i.test(url) && URL.canParse(url);
}

/** Changes to one tag: its address, and what is for us. */
function editsOf(tag: string, target: string | undefined): Edit[] {
  const edits: Edit[] = [];
  // Of attributes that are given twice, the first counts.
  let left = target;
  for (const { name, start, end } of attributesIn(tag)) {
    if (name === "ses:no-track" || name === "ses:tags") edits.push({ start, end, text: "" });
    if (name !== "href" || left === undefined) continue;
    edits.push({ start, end, text: ` href="${escaped(left)}"` });
    left = undefined;
  }
  return edits;
}

function shifted({ start, end, text }: Edit, by: number): Edit {
  return { start: start + by, end: end + by, text };
}

function edited(html: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const { start, end, text } of edits.toSorted((one, other) => one.start - other.start)) {
    result += html.slice(at, start) + text;
    at = end;
  }
  return result + html.slice(at);
}

/** The first one becomes the picture, the others go. */
function withPlaceholders(html: string, picture: string): string {
  const [before = "", ...after] = html.split(openPlaceholder);
  return after.length === 0 ? before : before + picture + after.join("");
}

function escaped(url: string): string {
  return url.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
}
