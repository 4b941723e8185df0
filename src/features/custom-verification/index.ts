export { CustomVerification } from "./custom-verification.ts";
export { type CustomTemplate, CustomTemplateStore, type ListedTemplate } from "./store.ts";
