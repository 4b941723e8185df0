export { checkContent } from "./content.ts";
export { mergeTemplateData, readTemplateData } from "./data.ts";
export { Renderer } from "./renderer.ts";
export { TemplateStore } from "./store.ts";
export {
  type PartPreview,
  RenderingFailure,
  type Template,
  type TemplateContent,
} from "./template.ts";
export { Templates } from "./templates.ts";
