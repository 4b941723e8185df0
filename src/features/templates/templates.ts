import type { Tag, Tags } from "#features/tags/index.ts";
import type { Announcements } from "#platform/announcements.ts";
import type { Change } from "#platform/change.ts";
import type { Clock } from "#platform/clock.ts";
import { badRequest } from "#platform/errors.ts";
import { newId } from "#platform/ids.ts";
import { nameOf, type Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readPage } from "#platform/paging.ts";
import type { Random } from "#platform/random.ts";
import { Recent } from "#platform/recent.ts";
import { checkContent } from "./content.ts";
import { mergeTemplateData, readTemplateData } from "./data.ts";
import type { Renderer } from "./renderer.ts";
import { missing, type StoredTemplate, type TemplateStore } from "./store.ts";
import type { TemplateContent, TemplatePreview } from "./template.ts";

/** SES's limits. */
const mostTemplates = 20_000;
const longestName = 64;
const nameForm = /^[A-Za-z0-9_-]+$/;
const mostRemembered = 1_000;

/** Messages with gaps, kept by name. */
export class Templates {
  readonly #store: TemplateStore;
  readonly #renderer: Renderer;
  readonly #tags: Tags;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #recent: Recent<StoredTemplate | undefined>;

  readonly #changesOnRemoval: (owner: Owner, name: string) => readonly Change[];

  constructor(parts: {
    store: TemplateStore;
    renderer: Renderer;
    tags: Tags;
    /** What else goes with a template. */
    changesOnRemoval: (owner: Owner, name: string) => readonly Change[];
    announcements: Announcements;
    clock: Clock;
    random: Random;
  }) {
    this.#changesOnRemoval = parts.changesOnRemoval;
    this.#store = parts.store;
    this.#renderer = parts.renderer;
    this.#tags = parts.tags;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#recent = new Recent({ clock: parts.clock, most: mostRemembered });
    parts.announcements.hear("templates", (name) => this.#recent.forget(name));
  }

  /** Throws `bad-request`, `invalid-template`, `already-exists`, `limit-exceeded`. */
  async create(
    owner: Owner,
    { name, content, tags }: { name: string; content: TemplateContent; tags: readonly Tag[] },
  ): Promise<StoredTemplate> {
    checkName(name);
    this.#tags.validate(tags);
    await this.#check(name, content);
    const now = this.#clock.now();
    const template = { owner, id: newId("tpl", now, this.#random), name, createdAt: now, ...content };
    await this.#store.write([
      ...this.#store.insert(template, mostTemplates),
      ...this.#tags.changesToSet(owner, `template/${name}`, tags),
    ]);
    return template;
  }

  /** Throws `unknown-template`. */
  async get(owner: Owner, name: string): Promise<StoredTemplate & { readonly tags: readonly Tag[] }> {
    const [template, tags] = await Promise.all([
      this.#store.find(owner, name),
      this.#tags.ofResource(owner, `template/${name}`),
    ]);
    if (template === undefined) throw missing(name);
    return { ...template, tags };
  }

  async exists(owner: Owner, name: string): Promise<boolean> {
    return (await this.#store.find(owner, name)) !== undefined;
  }

  /** By name; `nameContains` is a part of it, in either case. */
  async list(
    owner: Owner,
    page: PageRequest,
    nameContains?: string,
  ): Promise<Page<{ readonly name: string; readonly createdAt: number }>> {
    return await readPage(page, {
      name: "templates",
      positionOf: ({ name }) => name,
      read: async (from) => await this.#store.list(owner, { nameContains, ...from }),
    });
  }

  /** Its tags stay. Throws `invalid-template`, `unknown-template`. */
  async update(owner: Owner, name: string, content: TemplateContent): Promise<void> {
    await this.#check(name, content);
    await this.#store.write(this.#store.replace(owner, name, content));
  }

  /** Throws `unknown-template`. */
  async remove(owner: Owner, name: string): Promise<void> {
    await this.#store.write([
      ...this.#store.remove(owner, name),
      ...this.#tags.changesToRemoveAll(owner, `template/${name}`),
      ...this.#changesOnRemoval(owner, name),
    ]);
  }

  /** For a group of another feature: undoes it with `unknown-template` when there is no such template. */
  changeRequiringExistence(owner: Owner, name: string) {
    return this.#store.requireExisting(owner, name);
  }

  /**
   * Fills a template in; later data go over earlier ones. Throws `unknown-template`, `invalid-template`, `invalid-template-data`, and
   * `RenderingFailure` where the data lack what the template needs.
   */
  async render(
    owner: Owner,
    choice: { readonly name: string } | { readonly inline: Partial<TemplateContent> },
    data: readonly string[],
  ): Promise<{
    readonly subject: string;
    readonly text: string | undefined;
    readonly html: string | undefined;
  }> {
    const read = data.map(readTemplateData);
    const merged = read.slice(1).reduce((all, one) => mergeTemplateData(all, one), read[0] ?? {});
    const template =
      "name" in choice ? await this.#current(owner, choice.name) : inlineTemplate(choice.inline);
    const { subject, text, html } = await this.#renderer.render(template, merged);
    return { subject: subject ?? "", text, html };
  }

  /** What a template that is kept nowhere would become. Throws `invalid-template`, `invalid-template-data`. */
  async preview(content: TemplateContent, data: string): Promise<TemplatePreview> {
    checkContent(content);
    return await this.#renderer.preview(content, readTemplateData(data));
  }

  async #check(name: string, content: TemplateContent): Promise<void> {
    checkContent(content);
    await this.#renderer.check({ name, ...content });
  }

  async #current(owner: Owner, name: string): Promise<StoredTemplate> {
    const find = async () => await this.#store.find(owner, name);
    const template = await this.#recent.get(nameOf(owner, name), find);
    if (template === undefined) throw missing(name);
    return template;
  }
}

function inlineTemplate(content: Partial<TemplateContent>) {
  const template = {
    name: undefined,
    subject: content.subject,
    text: content.text,
    html: content.html,
  };
  checkContent(template);
  return template;
}

function checkName(name: string): void {
  if (name.length <= longestName && nameForm.test(name)) return;
  const message = `Template names have 1 to ${longestName} letters, digits, hyphens and underscores.`;
  throw badRequest("TemplateName", message);
}
