/** Headers of what a stranger wrote: no script, no form, nothing from elsewhere, and an origin of its own. */
export const sandbox = {
  "content-security-policy": "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
};
