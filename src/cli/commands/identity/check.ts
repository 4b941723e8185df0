import { command } from "#cli/command.ts";
import type { Service } from "#cli/service.ts";
import { serviceOf, serviceOptions } from "#cli/service-options.ts";
import { fetchProof, type Proof } from "#cli/shown-identity.ts";
import type { Terminal } from "#cli/terminal.ts";
import { checkNow, picture } from "#cli/watch.ts";
import { painter } from "#cli/words.ts";
import { secondMs } from "#platform/clock.ts";

const longestWaitMs = 30 * secondMs;
const lookEveryMs = 200;

export const checkIdentity = command({
  words: "identity check",
  summary: "look for a domain's records now, and show what was seen",
  operands: { name: "one" },
  options: serviceOptions,
  async run({ operands: { name }, options }, terminal) {
    const service = await serviceOf(options, terminal);
    const before = looksOf(await fetchProof(service, name));
    const isNew = await checkNow(service, name);
    const proof = isNew
      ? await newerProof(service, name, { before, terminal })
      : await fetchProof(service, name);
    if (options.json) terminal.out(JSON.stringify(proof.checks, undefined, 2));
    else {
      const screen = { paint: painter(terminal), columns: terminal.columns, now: terminal.clock.now() };
      terminal.out(picture(proof, screen).join("\n"));
    }
    if (!isNew) terminal.err("It was checked less than 5 seconds ago; this is what was seen then.");
    else if (looksOf(proof) === before) {
      terminal.err("The check is still under way; this is what earlier ones saw.");
    }
  },
});

/** What the check that was asked for saw, or what is known when it takes too long. */
async function newerProof(
  service: Service,
  name: string,
  { before, terminal }: { before: string; terminal: Pick<Terminal, "clock"> },
): Promise<Proof> {
  const until = terminal.clock.now() + longestWaitMs;
  let proof = await fetchProof(service, name);
  while (looksOf(proof) === before && terminal.clock.now() < until) {
    await terminal.clock.sleep(lookEveryMs);
    proof = await fetchProof(service, name);
  }
  return proof;
}

/** What was seen again has the record it had, with a later time. */
function looksOf({ checks }: Proof): string {
  return checks.map(({ id, checked_at }) => `${id} ${checked_at}`).join();
}
