import type { Unsubscribe } from "#features/contacts/index.ts";
import { Html, html } from "#platform/html.ts";
import { noticePage, page } from "./page.ts";

export type Preferences = NonNullable<Awaited<ReturnType<Unsubscribe["preferencesOf"]>>>;

/** Says that what is not in a form was not wanted: without it, who posts nothing would take back that they left everything. */
export const ofOurPage = "chosen";

/** A list without topics is left with one press: who came to leave it is not to press "Save" on a box that they overlooked. */
export function preferencesPage(address: string, preferences: Preferences): string {
  return preferences.topics.length === 0 ? wholeList(address, preferences) : topics(address, preferences);
}

function wholeList(address: string, { unsubscribedFromAll }: Preferences): string {
  const title = unsubscribedFromAll ? "You are unsubscribed" : "Unsubscribe";
  const text = unsubscribedFromAll
    ? `No mail of this kind is sent to ${address}.`
    : `Should no more mail of this kind be sent to ${address}?`;
  const all = unsubscribedFromAll ? new Html("") : new Html('<input type="hidden" name="all" value="yes">\n');
  return page(
    title,
    html`<h1>${title}</h1>
<p>${text}</p>
<form method="post" class="one">
<input type="hidden" name="${ofOurPage}" value="yes">
${all}<button type="submit">${unsubscribedFromAll ? "Subscribe again" : "Unsubscribe"}</button>
</form>`,
  );
}

function topics(address: string, { topics, unsubscribedFromAll }: Preferences): string {
  const boxes = topics.map(({ name, displayName, description, status }) => {
    const checked = new Html(status === "OPT_IN" && !unsubscribedFromAll ? " checked" : "");
    const more = description === undefined ? new Html("") : html`<small dir="auto">${description}</small>`;
    return html`<label><input type="checkbox" name="topic" value="${name}"${checked}><span><bdi>${displayName}</bdi>${more}</span></label>`;
  });
  const all = new Html(unsubscribedFromAll ? " checked" : "");
  return page(
    "Your e-mail preferences",
    html`<h1>Your e-mail preferences</h1>
<form method="post">
<input type="hidden" name="${ofOurPage}" value="yes">
<fieldset>
<legend>What may be sent to ${address}?</legend>
${new Html(boxes.map(({ text }) => text).join("\n"))}
<label><input type="checkbox" name="all" value="yes"${all}><span>Nothing at all: unsubscribe from everything</span></label>
</fieldset>
<button type="submit">Save</button>
</form>`,
  );
}

/** What holds from now on, for who is not sure what they have just said. */
export function savedPage(address: string, preferences: Preferences): string {
  const { title, text } = nowHolds(address, preferences);
  return noticePage({
    title,
    kind: "good",
    text: html`${text} The link in the message leads back to this choice.`,
  });
}

function nowHolds(address: string, { topics, unsubscribedFromAll }: Preferences) {
  if (unsubscribedFromAll) {
    return { title: "You are unsubscribed", text: `No more mail of this kind is sent to ${address}.` };
  }
  if (topics.length === 0) {
    return { title: "You are subscribed", text: `Mail of this kind is sent to ${address} again.` };
  }
  // Each in the direction that it is written in.
  const wanted = topics
    .filter(({ status }) => status === "OPT_IN")
    .map(({ displayName }) => html`<bdi>${displayName}</bdi>`.text);
  const text =
    wanted.length === 0
      ? `None of it is sent to ${address}.`
      : html`${address} gets: ${new Html(wanted.join(", "))}.`;
  return { title: "Your choice is saved", text };
}
