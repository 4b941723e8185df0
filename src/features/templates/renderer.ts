import { CompiledParts } from "./compiled-parts.ts";
import { refused } from "./content.ts";
import type { TemplateData } from "./data.ts";
import { compileTemplate, RenderingFault, TemplateFault } from "./language/index.ts";
import {
  type PartPreview,
  RenderingFailure,
  type Template,
  type TemplateContent,
  type TemplatePreview,
} from "./template.ts";

/** Fills templates in. Its work is bounded in steps and characters, not in time: the same input always ends the same way. */
export class Renderer {
  readonly #stored = new CompiledParts(async (text) => await compileTemplate(text, "all"));
  readonly #inline = new CompiledParts(async (text) => await compileTemplate(text, "substitute"));

  /** Throws `invalid-template` for a part that is no template. */
  async check(template: Template): Promise<void> {
    try {
      for (const part of partsOf(template)) await this.#compiled(template, template[part]);
    } catch (error) {
      if (error instanceof TemplateFault) throw refused(`The template is invalid: ${error.message}`);
      throw error;
    }
  }

  /** Throws `RenderingFailure`. */
  async render(template: Template, data: TemplateData): Promise<TemplateContent> {
    try {
      return {
        subject: await this.#fill(template, template.subject, data),
        text: await this.#fill(template, template.text, data),
        html: await this.#fill(template, template.html, data),
      };
    } catch (error) {
      if (error instanceof RenderingFault || error instanceof TemplateFault) {
        throw new RenderingFailure(template.name ?? "", error.message);
      }
      throw error;
    }
  }

  /** Each part by itself, or what is wrong with it: for who is still writing it. */
  async preview(content: TemplateContent, data: TemplateData): Promise<TemplatePreview> {
    return {
      subject: await previewPart(content.subject, data),
      text: await previewPart(content.text, data),
      html: await previewPart(content.html, data),
    };
  }

  async #fill(template: Template, text: string | undefined, data: TemplateData): Promise<string | undefined> {
    if (text === undefined) return undefined;
    const compiled = await this.#compiled(template, text);
    return compiled(data);
  }

  async #compiled({ name }: Template, text = "") {
    return await (name === undefined ? this.#inline : this.#stored).of(text);
  }
}

async function previewPart(part: string | undefined, data: TemplateData): Promise<PartPreview | undefined> {
  if (part === undefined) return undefined;
  try {
    // Not kept: the next keystroke makes another of it.
    const compiled = await compileTemplate(part, "all");
    return { rendered: compiled(data) };
  } catch (error) {
    if (error instanceof RenderingFault || error instanceof TemplateFault) return { fault: error.message };
    throw error;
  }
}

function partsOf(template: Template): (keyof TemplateContent)[] {
  return (["subject", "text", "html"] as const).filter((part) => template[part] !== undefined);
}
