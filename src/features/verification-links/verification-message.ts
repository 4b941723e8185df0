import { html } from "#platform/html.ts";
import type { Owner } from "#platform/owner.ts";
import { regionName } from "./region-names.ts";

export interface VerificationRequest {
  readonly owner: Owner;
  /** The address to be verified. Hostile: whoever asked wrote it. */
  readonly address: string;
  readonly link: string;
}

/** SES words its subject so, and mail filters of its users look for it. */
export function subjectOf({ owner }: VerificationRequest): string {
  return `Signet - Email Address Verification Request in region ${regionName(owner.region)}`;
}

export function textOf(request: VerificationRequest): string {
  const { owner, address, link } = request;
  return `Hello,

somebody asked to send e-mail from this address with Signet:

    Address:  ${address}
    Region:   ${regionText(owner)}
    Account:  ${owner.account}

If it was you, follow this link to confirm that the address is yours:

${link}

The link is good for 24 hours.

If it was not you, ignore this message. Without the link nobody can send
from your address, and you will hear no more of it.
`;
}

/** One column, no pictures, nothing loaded; its colours follow the reader's, where the mail program can. */
export function htmlOf(request: VerificationRequest): string {
  const { owner, address, link } = request;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${subjectOf(request)}</title>
<style>
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background: #16181d !important; }
  .card { background: #20232a !important; border-color: #343842 !important; }
  .card, .card td { color: #e8eaee !important; }
  .card .quiet { color: #a4abb8 !important; }
  .plain { color: #9db8ff !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:32px 16px;background:#f3f4f6;">
<div role="article" aria-label="${subjectOf(request)}" class="card" style="max-width:34em;margin:0 auto;padding:28px 32px;background:#ffffff;border:1px solid #dfe2e8;border-radius:10px;color:#1d2129;font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;">
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3;">Is this address yours?</h1>
<p style="margin:0 0 16px;">Somebody asked to send e-mail from this address with Signet.</p>
<table style="margin:0 0 22px;border-collapse:collapse;font-size:15px;">
<tr><td class="quiet" style="padding:3px 18px 3px 0;vertical-align:top;color:#5b6472;">Address</td><td style="padding:3px 0;word-break:break-all;">${address}</td></tr>
<tr><td class="quiet" style="padding:3px 18px 3px 0;vertical-align:top;color:#5b6472;">Region</td><td style="padding:3px 0;">${regionText(owner)}</td></tr>
<tr><td class="quiet" style="padding:3px 18px 3px 0;vertical-align:top;color:#5b6472;">Account</td><td style="padding:3px 0;">${owner.account}</td></tr>
</table>
<p style="margin:0 0 22px;"><a href="${link}" style="display:inline-block;padding:11px 22px;background:#2f4fc4;border-radius:7px;color:#ffffff;font-weight:600;text-decoration:none;">Yes, verify this address</a></p>
<p class="quiet" style="margin:0 0 16px;font-size:14px;color:#5b6472;">The link is good for 24 hours. If the button does nothing, copy this:<br><a class="plain" href="${link}" style="color:#2f4fc4;word-break:break-all;">${link}</a></p>
<p class="quiet" style="margin:0;font-size:14px;color:#5b6472;">If it was not you, ignore this message. Without the link nobody can send from your address, and you will hear no more of it.</p>
</div>
</body>
</html>
`.text;
}

function regionText({ region }: Owner): string {
  const name = regionName(region);
  return name === region ? region : `${name}, ${region}`;
}
