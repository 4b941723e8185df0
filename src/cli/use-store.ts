import { readConfig } from "#config.ts";
import type { OpenStore } from "./open-store.ts";
import type { Terminal } from "./terminal.ts";

/** Works on the store that the configuration names. It is loaded only now: most commands never need it. */
export async function useStore<Result>(
  { environment, clock }: Pick<Terminal, "environment" | "clock">,
  work: (store: OpenStore) => Promise<Result>,
): Promise<Result> {
  const config = readConfig(environment);
  const { openStore } = await import("./open-store.ts");
  await using store = await openStore(config, clock);
  return await work(store);
}
