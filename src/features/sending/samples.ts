import { newMessageId } from "#features/delivery/index.ts";
import { RenderingFailure, type TemplateContent, type Templates } from "#features/templates/index.ts";
import type { Clock } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import type { Random } from "#platform/random.ts";
import { composeSample } from "./compose.ts";

/** Whole messages to nobody, to be looked at: what templates make of data. */
export class Samples {
  readonly #templates: Pick<Templates, "render" | "preview">;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #zone: string;

  constructor(parts: {
    templates: Pick<Templates, "render" | "preview">;
    clock: Clock;
    random: Random;
    /** The domain of the service itself. */
    zone: string;
  }) {
    this.#templates = parts.templates;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#zone = parts.zone;
  }

  /** Of a template that is kept. Throws `unknown-template`, `invalid-template-data`, `missing-attribute`, `bad-request`. */
  async ofTemplate(owner: Owner, name: string, data: string): Promise<string> {
    try {
      return this.#compose(owner, await this.#templates.render(owner, { name }, [data]));
    } catch (error) {
      throw error instanceof RenderingFailure ? new CallerError("missing-attribute", error.message) : error;
    }
  }

  /** Of one that is still written. Throws `bad-request` (also where the data lack something). */
  async ofDraft(owner: Owner, content: TemplateContent, data: string): Promise<string> {
    const preview = await this.#templates.preview(content, data);
    const rendered = (part: keyof TemplateContent) => {
      const found = preview[part];
      if (found === undefined || "rendered" in found) return found?.rendered;
      throw new CallerError("bad-request", found.fault, [{ path: part, message: found.fault }]);
    };
    const wording = { text: rendered("text"), html: rendered("html") };
    return this.#compose(owner, { subject: rendered("subject") ?? "", ...wording });
  }

  #compose({ region }: Owner, wording: Parameters<typeof composeSample>[0]): string {
    const now = this.#clock.now();
    const messageId = `${newMessageId(region, now, this.#random)}@${region}.${this.#zone}`;
    const postmark = { messageId, date: now, fields: [] };
    return Buffer.from(composeSample(wording, { postmark, random: this.#random })).toString("latin1");
  }
}
