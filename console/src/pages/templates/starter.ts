import type { TemplateParts } from "#console/api/templates.ts";

/** What a new template begins as: it shows what can be written, and looks like a message. */
export const starter: TemplateParts = {
  subject: "Your order, {{name}}",
  html: `<!doctype html>
<html lang="en">
  <body style="margin: 0; padding: 32px; background: #f4f4f6; font: 16px/1.5 system-ui, sans-serif; color: #1d1f25">
    <div style="max-width: 480px; margin: 0 auto; padding: 32px; border-radius: 12px; background: #fff">
      <h1 style="margin: 0 0 16px; font-size: 20px">Thank you, {{name}}</h1>
      <p>We have begun to pack:</p>
      <ul>
        {{#each items}}
        <li>{{this.title}}</li>
        {{/each}}
      </ul>
    </div>
  </body>
</html>
`,
  text: `Thank you, {{name}}

We have begun to pack:
{{#each items}}
- {{this.title}}
{{/each}}
`,
};
