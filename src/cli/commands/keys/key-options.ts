import type { Options } from "#cli/arguments.ts";
import { storeOptions } from "#cli/store-options.ts";

export const keyOptions = {
  api: { type: "boolean", help: "API keys (Authorization: Bearer) instead of access keys (AWS SDKs)" },
  ...storeOptions,
} as const satisfies Options;

export function kindOf({ api }: { readonly api?: boolean }): "access-key" | "api-key" {
  return api ? "api-key" : "access-key";
}
