export { DkimKeys, type KeyBits } from "./dkim-keys.ts";
export { allKeys, type DkimKey, hasKey } from "./key.ts";
