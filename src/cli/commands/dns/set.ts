import { command } from "#cli/command.ts";
import { UsageError } from "#cli/failures.ts";
import { serviceOf, serviceOptions } from "#cli/service-options.ts";

const words = "dns set";

export const setRecord = command({
  words,
  summary: "publish a record in the local zone",
  notes:
    "For example: signet dns set www.example.com A 192.0.2.1, or … example.com MX '10 mail.example.com'.",
  operands: { name: "one", type: "one", value: "many" },
  options: {
    ttl: { type: "string", value: "<seconds>", help: "how long others may remember it (default: 60)" },
    ...serviceOptions,
  },
  async run({ operands: { name, type, value }, options }, terminal) {
    const service = await serviceOf(options, terminal);
    const ttl = options.ttl === undefined ? undefined : wholeNumber("--ttl", options.ttl);
    const set = await service.call<{ name: string; type: string; values: string[]; ttl: number }>(
      "PUT",
      "signet/v1/dns/records",
      { name, type, values: inOnePiece(type, value), ...(ttl === undefined ? {} : { ttl }) },
    );
    if (options.json) terminal.out(JSON.stringify(set, undefined, 2));
    else terminal.out(set.values.map((one) => `${set.name} ${set.ttl} ${set.type} ${one}`).join("\n"));
  },
});

/** Unless it is quoted, a shell takes the preference and the host of an MX record apart. */
function inOnePiece(type: string, value: readonly string[]): readonly string[] {
  const [preference = "", host] = value;
  const isTakenApart = value.length === 2 && /^mx$/i.test(type) && /^\d+$/.test(preference);
  return isTakenApart ? [`${preference} ${host}`] : value;
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${option} ${text}: expected a whole number.`, words);
  return Number(text);
}
