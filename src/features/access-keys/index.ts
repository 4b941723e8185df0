export {
  type AccessKey,
  AccessKeys,
  type ApiKey,
  type KeyKind,
  type ListedKey,
  localAccount,
  type SmtpPasswordCheck,
} from "./access-keys.ts";
export { isApiKeyId } from "./key-forms.ts";
export { everything, type KeyScope, sendingAs } from "./key-scope.ts";
export { deriveSmtpPassword } from "./smtp-password.ts";
