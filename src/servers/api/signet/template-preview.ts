import { createHash } from "node:crypto";
import type { Samples } from "#features/sending/index.ts";
import type { PartPreview, Templates } from "#features/templates/index.ts";
import { Document } from "#servers/api/document.ts";
import type { PlainRoute } from "#servers/api/plain-routes.ts";
import { Body } from "./read-body.ts";

const path = "/signet/v1/template-preview";

/** A template while it is written: what it would become, and a frame to look at it in. */
export function templatePreviewRoutes({
  templates,
  samples,
}: {
  readonly templates: Pick<Templates, "preview">;
  readonly samples: Samples;
}): PlainRoute[] {
  return [
    {
      method: "POST",
      path,
      handle: async ({ body }) => {
        const { content, data } = readDraft(body);
        const preview = await templates.preview(content, data);
        return {
          subject: toWire(preview.subject),
          text: toWire(preview.text),
          html: toWire(preview.html),
        };
      },
    },
    {
      method: "POST",
      path: `${path}/source`,
      handle: async ({ body, caller }) => {
        const { content, data } = readDraft(body);
        return { source: await samples.ofDraft(caller.owner, content, data) };
      },
    },
    {
      method: "GET",
      path: `${path}/frame`,
      // It holds nothing of anybody's.
      anyone: true,
      handle: () => new Document("text/html; charset=utf-8", framePage, frameHeaders),
    },
  ];
}

function readDraft(body: unknown) {
  const given = new Body(body);
  const [subject, text, html] = ["subject", "text", "html"].map((part) => given.optionalText(part));
  return { content: { subject, text, html }, data: given.optionalText("data") ?? "{}" };
}

function toWire(part: PartPreview | undefined) {
  return part ?? null;
}

/** Shows the HTML that the page around it hands in, as often as it does. What would lead the frame away is left out. */
const script = `addEventListener("message", ({ source, data }) => {
  if (source !== parent || typeof data !== "string") return;
  const page = new DOMParser().parseFromString(data, "text/html");
  for (const element of page.querySelectorAll("meta[http-equiv], base, link")) element.remove();
  document.documentElement.replaceWith(page.documentElement);
});`;

const framePage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Preview</title><script>${script}</script></html>`;

/**
 * As for messages: no form, nothing from elsewhere, an origin of its own. One script may run, the one above; HTML that is put in
 * place by it brings none to life, in an element or in an attribute.
 */
const frameHeaders = {
  "content-security-policy": [
    "sandbox allow-scripts",
    "default-src 'none'",
    `script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`,
    "img-src data:",
    "style-src 'unsafe-inline'",
    "frame-ancestors 'self'",
  ].join("; "),
  "referrer-policy": "no-referrer",
  "x-dns-prefetch-control": "off",
  "cross-origin-resource-policy": "same-origin",
};
