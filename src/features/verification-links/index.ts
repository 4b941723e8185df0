export { MailedStore } from "./mailed-store.ts";
export { regionName } from "./region-names.ts";
export { VerificationLinkStore } from "./store.ts";
export { LinkToMailStore } from "./to-mail-store.ts";
export {
  type MailAllowance,
  type MailedToken,
  VerificationLinks,
} from "./verification-links.ts";
