/** What whoever looks at a message has asked for. */
export interface Allowance {
  /** Pictures are loaded from where the message says, which tells its sender that it was looked at. */
  readonly images: boolean;
  /** Links open in a window of their own. */
  readonly links: boolean;
}

/**
 * Headers of what a stranger wrote: no script, no form, nothing from elsewhere unless it was asked for, and an origin of its own.
 * Only our own pages may show it in a frame.
 */
export function sandbox({ images, links }: Allowance): Readonly<Record<string, string>> {
  const policy = [
    links ? "sandbox allow-popups allow-popups-to-escape-sandbox" : "sandbox",
    "default-src 'none'",
    images ? "img-src data: http: https:" : "img-src data:",
    "style-src 'unsafe-inline'",
    "frame-ancestors 'self'",
  ];
  return {
    "content-security-policy": policy.join("; "),
    "referrer-policy": "no-referrer",
    // A browser that looks up the names in a message tells its sender, too, and no policy for content is about that.
    "x-dns-prefetch-control": "off",
    "cross-origin-resource-policy": "same-origin",
  };
}
