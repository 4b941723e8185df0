import { hash } from "node:crypto";
import { Html, html } from "#platform/html.ts";

const style = `
:root { color-scheme: light dark; --page: #f3f4f6; --card: #fff; --line: #dfe2e8; --text: #1d2129; --quiet: #5b6472; --good: #17723b; --bad: #a2461b; }
@media (prefers-color-scheme: dark) {
  :root { --page: #16181d; --card: #20232a; --line: #343842; --text: #e8eaee; --quiet: #a4abb8; --good: #5fd38d; --bad: #f0a37a; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px 16px; background: var(--page); color: var(--text); font: 17px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
main { width: 100%; max-width: 30em; padding: 36px 32px; border: 1px solid var(--line); border-radius: 12px; background: var(--card); text-align: center; }
.mark { width: 56px; height: 56px; margin: 0 auto 18px; border: 2px solid currentColor; border-radius: 50%; font-size: 28px; line-height: 52px; }
.good { color: var(--good); }
.bad { color: var(--bad); }
h1 { margin: 0 0 10px; font-size: 24px; line-height: 1.25; }
p { margin: 0; overflow-wrap: anywhere; }
form { text-align: left; }
fieldset { min-width: 0; margin: 0; padding: 0; border: 0; }
legend { width: 100%; padding: 0; text-align: center; overflow-wrap: anywhere; }
.one { text-align: center; }
label { display: flex; gap: 10px; align-items: baseline; padding: 10px 0; border-bottom: 1px solid var(--line); }
label span { min-width: 0; overflow-wrap: anywhere; }
label small { display: block; color: var(--quiet); }
button { margin-top: 22px; padding: 10px 20px; border: 0; border-radius: 8px; background: var(--good); color: var(--card); font: inherit; cursor: pointer; }
footer { margin-top: 28px; color: var(--quiet); font-size: 14px; }
`;

/** Nothing is loaded, run or framed; the one style sheet is named by its hash. `forms`: whether there is one to send to ourselves. */
export function contentSecurityPolicy({ forms }: { readonly forms: boolean }): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${hash("sha256", style, "base64")}'`,
    "base-uri 'none'",
    `form-action ${forms ? "'self'" : "'none'"}`,
    "frame-ancestors 'none'",
  ].join("; ");
}

/** For people who followed a link, who may hold it only once: kept by nobody, told to nobody. */
export function pageHeaders(options: { readonly forms: boolean }): Record<string, string> {
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": contentSecurityPolicy(options),
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
  };
}

export function page(title: string, content: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Signet</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
${content}
<footer>Signet</footer>
</main>
</body>
</html>
`.text;
}

/** A page that says one thing. */
export function noticePage(notice: {
  readonly title: string;
  readonly kind: "good" | "bad";
  readonly text: string | Html;
}): string {
  const mark = notice.kind === "good" ? "✓" : "!";
  return page(
    notice.title,
    html`<div class="mark ${notice.kind}" aria-hidden="true">${mark}</div>
<h1>${notice.title}</h1>
<p>${notice.text}</p>`,
  );
}
