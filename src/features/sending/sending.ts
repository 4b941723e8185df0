import {
  type Deliveries,
  isSimulated,
  type NewMessage,
  newMessageId,
  taggedReturnPath,
} from "#features/delivery/index.ts";
import { suppressionRules } from "#features/suppression/index.ts";
import { RenderingFailure } from "#features/templates/index.ts";
import type { Clock } from "#platform/clock.ts";
import type { Owner } from "#platform/owner.ts";
import type { Random } from "#platform/random.ts";
import { rewriteTexts } from "#protocols/mime/rewrite-texts.ts";
import { chooseAudience, withheldEvent } from "./audience.ts";
import type {
  Charge,
  EventSink,
  Publishing,
  SendingAccount,
  SendingTenants,
  SmimeSigners,
  Subscriptions,
  SuppressionList,
  TemplateRenderer,
  Tracked,
  TrackedHtml,
  UnsubscribeLinks,
} from "./collaborators.ts";
import { checkSize, composeLetter, postRaw } from "./compose.ts";
import {
  chooseConfigurationSet,
  deliveryRules,
  type KnownConfigurationSets,
} from "./configuration-set-rules.ts";
import { type Draft, type Prepared, trackedMessage, type Written } from "./draft.ts";
import { eventMail } from "./event-mail.ts";
import { rejectionOf, sendEvent } from "./first-events.ts";
import { measureOf } from "./measure.ts";
import { type KnownPolicies, permittedSender } from "./permission.ts";
import type { RawMessage } from "./raw-message.ts";
import { readLetter } from "./read-letter.ts";
import { returnPath } from "./return-path.ts";
import type { SendContent, SendRequest } from "./send-request.ts";
import type { KnownIdentities } from "./senders.ts";
import type { Sent, UnwrittenSent } from "./sent.ts";
import { withSmime } from "./smime.ts";
import { placeholderData, replaced, withUnsubscribeLink } from "./unsubscribe-placeholder.ts";
import { WritingRoom } from "./writing-room.ts";

export interface SendingParts {
  readonly identities: KnownIdentities;
  readonly policies: KnownPolicies;
  readonly configurationSets: KnownConfigurationSets;
  readonly account: SendingAccount;
  readonly tenants: SendingTenants;
  readonly suppression: SuppressionList;
  readonly templates: TemplateRenderer;
  readonly subscriptions: Subscriptions;
  readonly unsubscribe: UnsubscribeLinks;
  readonly tracking: TrackedHtml;
  readonly identityCertificates: SmimeSigners;
  readonly events: EventSink & Publishing;
  readonly deliveries: Deliveries;
  readonly clock: Clock;
  readonly random: Random;
  /** The domain of the service itself. */
  readonly zone: string;
}

/** From a caller's words to a queued message, the same whether they came through the API or over SMTP. */
export class Sending {
  readonly #parts: SendingParts;
  readonly #room = new WritingRoom();

  constructor(parts: SendingParts) {
    this.#parts = parts;
  }

  /**
   * Answers once the message is on disk. Throws `bad-request`, `message-rejected`, `access-denied`, `unknown-configuration-set`,
   * `unknown-template`, `not-found` (contact list), `configuration-set-paused`, `sending-paused`, `mail-from-domain-not-verified`,
   * `too-many-requests`, `quota-exceeded`.
   */
  async send(request: SendRequest): Promise<Sent> {
    using room = await this.#room.enter(request.content);
    const { message, alongside, charge, sentAt } = await this.#prepare(request, room);
    await Promise.all([this.#parts.deliveries.enqueue(message, alongside), charge.count()]);
    return { messageId: message.id, sentAt };
  }

  /** For who has a message written with something else: memory for it, or for so many bytes, from before they are read until they are on disk. */
  async roomFor(content: SendContent | number): Promise<DisposableStack> {
    return await this.#room.enter(content);
  }

  /** As `send`, for what is to be written with something else, in a room for it; who has done so calls `count`. */
  async changesToSend(request: SendRequest, room: DisposableStack): Promise<UnwrittenSent> {
    const { message, alongside, charge, sentAt } = await this.#prepare(request, room);
    const changes = [...this.#parts.deliveries.changesToEnqueue(message), ...alongside];
    const { id: messageId, content } = message;
    return { messageId, sentAt, content, changes, count: async () => await charge.count() };
  }

  async #prepare(request: SendRequest, room: DisposableStack): Promise<Prepared> {
    const { configurationSets, clock, random, identityCertificates } = this.#parts;
    const { owner } = request.caller;
    const now = clock.now();
    const letter = readLetter(request);
    const settings = await this.#parts.account.settings(owner);
    const inSandbox = !settings.productionAccess;
    const sender = await permittedSender(request, letter, { ...this.#parts, now, inSandbox });
    const set = await chooseConfigurationSet(configurationSets, owner, {
      named: letter.configurationSet,
      // The default of an identity that another account lends names a set of that account.
      byDefault:
        sender.identity.owner.account === owner.account ? sender.identity.configurationSet : undefined,
    });
    const tenant = await this.#tenantOf(owner, { letter, sender, set });
    const id = newMessageId(owner.region, now, random);
    const envelopeFrom = returnPath(taggedReturnPath(id, random), sender, {
      zone: this.#parts.zone,
      operation: request.operation,
    });
    const audience = await chooseAudience(letter, {
      ...this.#parts,
      owner,
      rules: suppressionRules({ set: set?.suppression, tenant, account: settings.suppression }),
    });
    const rules = deliveryRules(set, settings.suppression);
    const draft = { id, now, request, letter, sender, set, rules, audience, room };
    // Before the work: whoever may send no more now is not to have it done over and over.
    const charge = await this.#charge(letter.recipients, draft);
    const plain = await this.#write(draft);
    checkSize(plain.content);
    const written = await withSmime(draft, plain, { identityCertificates, random, writingRoom: this.#room });
    checkSize(written.content);
    // What is found in a message may be written otherwise in a signed one.
    const rejection = rejectionOf(letter, plain.content, now);
    const { message, told } = await this.#post(draft, envelopeFrom, { ...written, rejection });
    return { message, alongside: [...told, ...audience.changes, ...charge.changes], charge, sentAt: now };
  }

  /** Nothing where the message is for no tenant. Throws as `admit` does. */
  async #tenantOf(owner: Owner, { letter, sender, set }: Pick<Draft, "letter" | "sender" | "set">) {
    if (letter.tenant === undefined) return undefined;
    const { content } = letter;
    const named =
      content.kind === "template" && "name" in content.template ? content.template.name : undefined;
    return await this.#parts.tenants.admit(owner, letter.tenant, {
      identity: sender.identity.name,
      configurationSet: set?.name,
      template: named,
    });
  }

  /** Renders and composes. Where the template's data does not do, SES accepts the message and tells of it afterwards. */
  async #write(draft: Draft): Promise<Written> {
    const { letter, now, room } = draft;
    const { owner } = draft.request.caller;
    const wayOut = this.#wayOut(draft);
    const fields = wayOut?.fields ?? [];
    const postmark = { messageId: `${draft.id}@${owner.region}.${this.#parts.zone}`, date: now, fields };
    const { content } = letter;
    if (content.kind === "raw") {
      const { message, tracked } = await this.#withLinks(content.message, wayOut?.url, draft);
      return { content: postRaw(message, postmark), tracked };
    }
    const { random, templates } = this.#parts;
    const data = [placeholderData, ...(content.kind === "template" ? content.data : [])];
    try {
      const wording =
        content.kind === "simple"
          ? content
          : await this.#room.rendered(
              room,
              async () => await templates.render(owner, content.template, data),
            );
      const linked = wayOut === undefined ? wording : withUnsubscribeLink(wording, wayOut.url);
      const { html, tracked } = await this.#track(linked.html, draft);
      const words = { ...content, ...linked, html };
      return { content: composeLetter(letter, words, { postmark, random }), tracked };
    } catch (error) {
      if (!(error instanceof RenderingFailure)) throw error;
      const detail = { templateName: error.templateName, errorMessage: error.message };
      const failure = { type: "Rendering Failure" as const, at: now, detail };
      return { content: new Uint8Array(0), tracked: untracked, failure };
    }
  }

  async #track(html: string | undefined, draft: Draft) {
    if (html === undefined) return { html, tracked: untracked };
    return await this.#parts.tracking.rewrite(html, trackedMessage(draft));
  }

  /** A raw message is taken apart only where something is put into it. */
  async #withLinks(
    message: RawMessage,
    unsubscribeUrl: string | undefined,
    draft: Draft,
  ): Promise<{ message: RawMessage; tracked: Tracked }> {
    const toTrack = trackedMessage(draft);
    const tracker = toTrack && (await this.#parts.tracking.rewriterFor(toTrack));
    const tracked = tracker?.tracked ?? untracked;
    if (tracker === undefined && unsubscribeUrl === undefined) return { message, tracked };
    const rewritten = rewriteTexts(message, (text, kind) => {
      const linked = unsubscribeUrl === undefined ? text : replaced(text, unsubscribeUrl);
      return kind === "html" && tracker !== undefined ? tracker.rewrite(linked) : linked;
    });
    return { message: rewritten, tracked };
  }

  /** Only a message to one can say who it is that wants no more. */
  #wayOut({ id, request, letter, set, audience }: Draft) {
    const [address, ...others] = audience.reached;
    const { list } = letter;
    if (list === undefined || address === undefined || others.length > 0) return undefined;
    return this.#parts.unsubscribe.linkFor({
      owner: request.caller.owner,
      ...list,
      address,
      messageId: id,
      configurationSet: set?.name,
    });
  }

  /** Every recipient counts, the suppressed ones too; those of the simulator only for the rate, as with SES. */
  async #charge(recipients: readonly string[], { request }: Draft): Promise<Charge> {
    const counted = recipients.filter((address) => !isSimulated(address)).length;
    return await this.#parts.account.admit(request.caller.owner, { recipients: recipients.length, counted });
  }

  /** The message as it is kept, and what its events write. */
  async #post(draft: Draft, envelopeFrom: string, { content, tracked, failure, rejection }: Written) {
    const { id, now, request, letter, sender, set, rules, audience } = draft;
    const { owner } = request.caller;
    const isSent = failure === undefined && rejection === undefined;
    const measure = measureOf(letter, { request, sender, tracked });
    const first = failure ?? { ...sendEvent(letter, now), measure };
    const raised = [first, ...(rejection ?? [])];
    const withheld = audience.withheld.map((one) =>
      withheldEvent(one, { feedbackId: this.#feedbackId(draft), at: now, zone: this.#parts.zone }),
    );
    const mail = eventMail({
      messageId: id,
      caller: request.caller,
      operation: request.operation,
      letter,
      identity: sender.identity,
      configurationSet: set?.name,
      content,
      sentAt: now,
    });
    const message: NewMessage = {
      id,
      owner,
      envelopeFrom,
      recipients: isSent ? audience.reached : [],
      content,
      signWith:
        sender.signingDomain === undefined
          ? ("service" as const)
          : { domain: sender.signingDomain, owner: sender.identity.owner },
      rules,
      report: {
        configurationSet: set?.name,
        archive: set?.archiveArn,
        tenant: letter.tenant,
        list: letter.list,
        feedbackTo: await this.#feedbackTo(draft),
        mail,
      },
    };
    const of = { owner, messageId: id, configurationSet: set?.name };
    const told = await this.#parts.events.changesToRaise(of, [...raised, ...(isSent ? withheld : [])]);
    return { message, told };
  }

  /** SES forwards feedback by mail also where that is switched off, unless it is told of in another way. */
  async #feedbackTo({ request, letter, sender, set }: Draft): Promise<string | undefined> {
    if (sender.identity.feedbackForwarding) return letter.feedbackTo;
    const { owner } = request.caller;
    for (const type of ["Bounce", "Complaint"] as const) {
      if (!(await this.#parts.events.isPublished(owner, set?.name, type))) return letter.feedbackTo;
    }
    return undefined;
  }

  #feedbackId({ request, now }: Draft): string {
    return newMessageId(request.caller.owner.region, now, this.#parts.random);
  }
}

const untracked: Tracked = { opens: false, clicks: false };
