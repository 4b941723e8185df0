// Where the numbers in docs/how-fast.md come from: `npm run bench`, or parts of it: `npm run bench -- sending backlog --quick`.
import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import { benchBacklog } from "./backlog.ts";
import { benchChecker } from "./checker.ts";
import { benchCluster } from "./cluster.ts";
import { benchIdentities } from "./identities.ts";
import { benchScale } from "./scale.ts";
import { benchSending } from "./sending.ts";

const parts = {
  identities: benchIdentities,
  checker: benchChecker,
  scale: benchScale,
  sending: benchSending,
  backlog: benchBacklog,
  cluster: benchCluster,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    rounds: { type: "string", default: "3" },
    // How many wait in the largest backlog.
    messages: { type: "string", default: "100000" },
  },
});
const chosen = positionals.length > 0 ? positionals : Object.keys(parts);
const rounds = Number(values.rounds);
const messages = Number(values.messages);
const unknown = chosen.filter((name) => !(name in parts));
if (unknown.length > 0 || !(rounds >= 1) || !(messages >= 1)) {
  console.error(
    `npm run bench -- [${Object.keys(parts).join("|")} …] [--quick] [--rounds 3] [--messages 100000]`,
  );
  process.exit(2);
}

console.log(
  `Node ${process.versions.node}, ${availableParallelism()} × ${cpus()[0]?.model.trim() ?? process.arch}.`,
);
console.log(
  `Medians [min–max] of ${rounds} rounds, each beside a round of its floor; ratio = ours / floor.\n`,
);
for (const [name, bench] of Object.entries(parts)) {
  if (chosen.includes(name)) console.log(`${await bench({ rounds, quick: values.quick, messages })}\n`);
}
