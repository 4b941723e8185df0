/** A text that is no template: what is wrong, for whoever wrote it. */
export class TemplateFault extends Error {
  override readonly name = "TemplateFault";
}

/** A template that could not be filled in with this data. */
export class RenderingFault extends Error {
  override readonly name = "RenderingFault";
}

/** In SES's words. */
export function missingAttribute(name: string): RenderingFault {
  return new RenderingFault(`Attribute '${name}' is not present in the rendering data.`);
}
