import { expectedType } from "#features/dns-evidence/expectation.ts";
import type { Diagnose } from "#features/dns-evidence/situation.ts";
import { listed, publish, quoted } from "./wording.ts";

export const domainNotRegistered: Diagnose = ({ clues }) => {
  if (clues.unregistered === undefined) return undefined;
  return {
    code: "domain-not-registered",
    text: `The domain ${clues.unregistered} does not exist: it is not registered, has expired, or has no name servers.`,
    advice: "Check the spelling of the domain, and at your registrar that it is active and has name servers.",
  };
};

/** `x._domainkey.example.com.example.com`: the panel adds the domain, and it was typed as well. */
export const nameDoubled: Diagnose = ({ clues, expectation, look }) => {
  const { name } = expectation;
  const doubled = clues.misplacedAt.find((one) => one.startsWith(`${name}.`));
  if (doubled === undefined) return undefined;
  const added = doubled.slice(name.length + 1);
  return {
    code: "name-doubled",
    text: `The record is right, but stands at ${doubled}: your DNS panel adds ${added} to every name, and it was typed as well.`,
    advice: `Change the name of the record to ${quoted(relativeName(name, added, look.zone.apex))} in the panel; it should then read ${name} as a whole.`,
  };
};

function relativeName(name: string, added: string, apex: string): string {
  for (const suffix of [added, apex])
    if (name.endsWith(`.${suffix}`)) return name.slice(0, -suffix.length - 1);
  return name;
}

export const nameElsewhere: Diagnose = ({ clues, expectation }) => {
  const [name] = clues.misplacedAt;
  if (name === undefined) return undefined;
  return {
    code: "name-elsewhere",
    text: `The record is right, but stands at ${name} instead of ${expectation.name}: a part of the name is missing.`,
    advice: `Move it. ${publish(expectation)}`,
  };
};

/** Nothing more can be said than that it is not there. */
export const recordMissing: Diagnose = ({ look, expectation, verdict }) => {
  if (verdict !== "absent") return undefined;
  const type = expectedType(expectation);
  const names = look.reports.flatMap(({ standing, name }) => (standing.kind === "answers" ? [name] : []));
  const exists = look.reports.some(
    ({ standing }) => standing.kind === "answers" && standing.reply.rcode === "NOERROR",
  );
  return {
    code: exists ? "type-missing" : "record-missing",
    text: exists
      ? `The name ${expectation.name} exists, but has no ${type} record. Asked: ${listed(names)}.`
      : `There is no record at ${expectation.name}. Asked: ${listed(names)}.`,
    advice: `${publish(expectation)} If you have done so, check that you edited the zone ${look.zone.apex || "."} at the provider of these name servers; a change can take some minutes.`,
  };
};
