/** Each part is a template of its own; at least one is there. */
export interface TemplateContent {
  readonly subject: string | undefined;
  readonly text: string | undefined;
  readonly html: string | undefined;
}

export interface Template extends TemplateContent {
  /** Undefined for one that a message brought along. */
  readonly name: string | undefined;
}

export type PartPreview = { readonly rendered: string } | { readonly fault: string };

/** What has become of each part that there is. */
export type TemplatePreview = { readonly [Part in keyof TemplateContent]: PartPreview | undefined };

/** A template could not be filled in; the message is not sent, and its sender is told by an event. */
export class RenderingFailure extends Error {
  override readonly name = "RenderingFailure";
  readonly templateName: string;

  constructor(templateName: string, message: string) {
    super(message);
    this.templateName = templateName;
  }
}
