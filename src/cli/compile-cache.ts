import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

/**
 * Keeps what Node makes of our sources (types stripped, functions compiled) beside the packages, from one start to the
 * next: the second takes half as long, and 30 MB less. Call it before anything large is imported. Where the folder
 * cannot be written, nothing is kept and all goes on as without.
 */
export function useCompileCache(): void {
  const folder = fileURLToPath(new URL("../../node_modules/.cache/signet", import.meta.url));
  const { directory } = enableCompileCache(folder);
  // Threads are told by the environment.
  if (directory !== undefined) process.env["NODE_COMPILE_CACHE"] ??= folder;
}
