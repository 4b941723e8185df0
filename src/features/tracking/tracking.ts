import type { Account } from "#features/account/index.ts";
import type { ConfigurationSet } from "#features/configuration-sets/index.ts";
import type { Events } from "#features/events/index.ts";
import type { LinkHosts } from "#features/identities/index.ts";
import { type Clock, dayMs } from "#platform/clock.ts";
import type { Owner } from "#platform/owner.ts";
import { Rate } from "#platform/rate.ts";
import { longestToken, type SealedTokens } from "#platform/sealed-tokens.ts";
import { rewriteHtml } from "./rewrite-html.ts";

/** SES collects what happens for 60 days. */
const trackedForMs = 60 * dayMs;
/** Of openings of one message, and of links in it that are followed: whoever has a link can ask for it without end. */
const mostAMinute = 600;
/** A link longer than this is more than some mail programs pass on. */
const longestUrl = 1_500;

/** Of all HTML of a message together: mail programs show a tenth of it, and to read much more would keep everybody waiting. */
const longestHtml = 1024 * 1024;

/** A message as links in it name it. */
interface TrackedMessage {
  readonly owner: Owner;
  readonly messageId: string;
  readonly set: ConfigurationSet;
  readonly sentAt: number;
  /** What the call says of it, over what the set says. */
  readonly overrides: { readonly opens?: boolean | undefined; readonly clicks?: boolean | undefined };
}

/** Of what tells of openings and of links that are followed, what was put into a message. */
interface Tracked {
  readonly opens: boolean;
  readonly clicks: boolean;
}

const nothing: Tracked = { opens: false, clicks: false };

/** Who opened a message or followed a link in it, as their request says. */
interface Visitor {
  readonly ipAddress: string;
  readonly userAgent: string;
  /** The name that we were asked by, without a port. */
  readonly host: string;
}

/** Opens and clicks: links and a picture of ours in the message, and what is told when they are asked for. */
export class Tracking {
  readonly #events: Pick<Events, "isPublished" | "raise">;
  readonly #account: Pick<Account, "settings">;
  readonly #tokens: SealedTokens;
  readonly #clock: Clock;
  readonly #publicUrl: () => string;
  readonly #linkHosts: Pick<LinkHosts, "isForeign">;
  readonly #rate: Rate;

  constructor(parts: {
    events: Pick<Events, "isPublished" | "raise">;
    account: Pick<Account, "settings">;
    tokens: SealedTokens;
    clock: Clock;
    publicUrl: () => string;
    linkHosts: Pick<LinkHosts, "isForeign">;
  }) {
    this.#events = parts.events;
    this.#account = parts.account;
    this.#tokens = parts.tokens;
    this.#clock = parts.clock;
    this.#publicUrl = parts.publicUrl;
    this.#linkHosts = parts.linkHosts;
    this.#rate = new Rate(parts.clock, mostAMinute);
  }

  /** The HTML as it is sent, unchanged where it is longer than 1 MB. Where nobody would be told, nothing is tracked, and only what is for us is taken out. */
  async rewrite(
    html: string,
    message: TrackedMessage | undefined,
  ): Promise<{ html: string; tracked: Tracked }> {
    const mayTrack = /ses:|<\/?\w/i.test(html);
    if (!mayTrack || html.length > longestHtml) return { html, tracked: nothing };
    const rewriter = message === undefined ? undefined : await this.rewriterFor(message);
    if (rewriter !== undefined) return { html: rewriter.rewrite(html), tracked: rewriter.tracked };
    const bare = { linkFor: undefined, pictureUrl: undefined };
    return { html: /ses:/i.test(html) ? rewriteHtml(html, bare) : html, tracked: nothing };
  }

  /** What puts tracking into a message's HTML, its first megabyte; undefined where nobody would be told. */
  async rewriterFor(
    message: TrackedMessage,
  ): Promise<{ rewrite: (html: string) => string; tracked: Tracked } | undefined> {
    const [opens, clicks] = await Promise.all([
      this.#isTracked(message, "Open"),
      this.#isTracked(message, "Click"),
    ]);
    if (!opens && !clicks) return undefined;
    const tracked = { opens: false, clicks: false };
    const linkFor = (url: string, tags: string | undefined) => {
      const link = this.#linkFor(message, url, tags);
      tracked.clicks ||= link !== undefined;
      return link;
    };
    const tracking = {
      linkFor: clicks ? linkFor : undefined,
      pictureUrl: opens ? this.#pictureFor(message) : undefined,
    };
    let left = longestHtml;
    const rewrite = (html: string) => {
      if (html.length > left) return html;
      left -= html.length;
      tracked.opens ||= opens;
      return rewriteHtml(html, tracking);
    };
    return { rewrite, tracked };
  }

  /** Where a link leads to, and the telling of it, 600 times a minute at most; undefined for a link that is not ours, and at a host that it may not stand under. */
  async follow(token: string, visitor: Visitor): Promise<string | undefined> {
    const content = this.#tokens.read("click", token);
    if (content === undefined) return undefined;
    const [account = "", region = "", messageId = "", set = "", sentAt = "", link = "", tags = ""] = content;
    if (await this.#linkHosts.isForeign(account, visitor.host)) return undefined;
    if (this.#isFresh(sentAt)) {
      await this.#raise(
        { account, region },
        { messageId, set, type: "Click" },
        {
          ...this.#visit(visitor),
          link,
          linkTags: readLinkTags(tags),
        },
      );
    }
    return link;
  }

  /** Tells of an opening, where the picture is one of ours, 600 times a minute at most. */
  async open(token: string, visitor: Visitor): Promise<void> {
    const content = this.#tokens.read("open", token);
    if (content === undefined) return;
    const [account = "", region = "", messageId = "", set = "", sentAt = ""] = content;
    if (!this.#isFresh(sentAt)) return;
    await this.#raise({ account, region }, { messageId, set, type: "Open" }, this.#visit(visitor));
  }

  async #isTracked({ owner, set, overrides }: TrackedMessage, type: "Open" | "Click"): Promise<boolean> {
    const overridden = type === "Open" ? overrides.opens : overrides.clicks;
    if (overridden === false) return false;
    if (await this.#measuresEngagement(owner, set)) return true;
    // Asked for by the call, it is done for a set that tells of anything at all.
    return await this.#events.isPublished(owner, set.name, overridden === true ? undefined : type);
  }

  /** What the set says goes before what the account does. */
  async #measuresEngagement(owner: Owner, { vdm: ofSet }: ConfigurationSet): Promise<boolean> {
    if (ofSet?.engagementMetrics !== undefined) return ofSet.engagementMetrics === "ENABLED";
    const { vdm } = await this.#account.settings(owner);
    return vdm?.enabled === "ENABLED" && vdm.engagementMetrics === "ENABLED";
  }

  #linkFor(message: TrackedMessage, url: string, tags: string | undefined): string | undefined {
    if (url.length > longestUrl) return undefined;
    const token = this.#tokens.write("click", [...named(message), url, tags ?? ""]);
    if (token.length > longestToken) return undefined;
    return `${this.#baseUrl(message, /^https:/i.test(url) ? "https:" : "http:", "click")}/l/${token}`;
  }

  #pictureFor(message: TrackedMessage): string {
    return `${this.#baseUrl(message, "http:", "open")}/o/${this.#tokens.write("open", named(message))}`;
  }

  /** Ours, or the set's own domain under SES's policies: `OPTIONAL` keeps a link's scheme and opens in the clear. */
  #baseUrl({ set }: TrackedMessage, scheme: "http:" | "https:", what: "open" | "click"): string {
    if (set.tracking === undefined) return this.#publicUrl();
    const { customRedirectDomain, httpsPolicy } = set.tracking;
    const isForced = httpsPolicy === "REQUIRE" || (httpsPolicy === "REQUIRE_OPEN_ONLY" && what === "open");
    return `${isForced ? "https:" : scheme}//${customRedirectDomain}`;
  }

  #isFresh(sentAt: string): boolean {
    return this.#clock.now() - Number(sentAt) < trackedForMs;
  }

  #visit({ ipAddress, userAgent }: Visitor) {
    return {
      ipAddress,
      timestamp: new Date(this.#clock.now()).toISOString(),
      userAgent,
      isBotEvent: isLikelyBot(userAgent) ? "Likely" : "Unlikely",
    };
  }

  async #raise(
    owner: Owner,
    { messageId, set, type }: { messageId: string; set: string; type: "Open" | "Click" },
    detail: object,
  ): Promise<void> {
    if (!this.#rate.admit(`${messageId} ${type}`)) return;
    await this.#events.raise(
      { owner, messageId, configurationSet: set },
      { type, at: this.#clock.now(), detail },
    );
  }
}

function named({ owner, messageId, set, sentAt }: TrackedMessage): string[] {
  return [owner.account, owner.region, messageId, set.name, String(sentAt)];
}

/** `ses:tags="k:v;k2:v2"` → each key with its values; null where there are none. */
function readLinkTags(text: string): Record<string, string[]> | null {
  const tags = text
    .split(";")
    .slice(0, 50)
    .map((part) => part.split(/:(.*)/s, 2).map((word) => word.trim()))
    .flatMap(([name = "", value]) => (name === "" || value === undefined ? [] : [{ name, value }]));
  const byName = [...Map.groupBy(tags, ({ name }) => name)];
  return byName.length === 0
    ? null
    : Object.fromEntries(byName.map(([name, some]) => [name, some.map(({ value }) => value)]));
}

/** Programs that look at mail on behalf of people say so; what says nothing is no browser. */
function isLikelyBot(userAgent: string): boolean {
  return (
    userAgent === "" || /bot|crawl|spider|scan|preview|proxy|monitor|curl|wget|python|java\//i.test(userAgent)
  );
}
