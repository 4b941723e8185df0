import { aliasAt, exchangesAt, repliesOf } from "#features/dns-evidence/judge.ts";
import type { Diagnose } from "#features/dns-evidence/situation.ts";
import { listed, publish, quoted } from "./wording.ts";

/** A MAIL FROM domain that is an alias (of a CDN, say) cannot have an MX of its own. */
export const aliasAtMailFrom: Diagnose = ({ expectation, look, verdict }) => {
  if (expectation.kind !== "mail-from" || verdict === "found") return undefined;
  const alias = repliesOf(look)
    .map((reply) => aliasAt(reply, expectation.name))
    .find((target) => target !== undefined);
  if (alias === undefined) return undefined;
  return {
    code: "cname-at-mail-from",
    text: `${expectation.name} is a CNAME to ${quoted(alias)}; beside a CNAME there can be no MX record.`,
    advice: `Delete the CNAME, or choose another MAIL FROM domain. ${publish(expectation)}`,
  };
};

export const wrongExchange: Diagnose = ({ expectation, look, verdict }) => {
  if (expectation.kind !== "mail-from" || verdict !== "wrong") return undefined;
  const { name, exchange } = expectation;
  const hosts = repliesOf(look)
    .map((reply) => exchangesAt(reply, name))
    .find((seen) => seen.length > 1 || (seen.length === 1 && seen[0] !== exchange));
  if (hosts === undefined) return undefined;
  if (hosts.length > 1) {
    return {
      code: "several-mx",
      text: `${name} has ${hosts.length} MX records (${listed(hosts)}); a MAIL FROM domain needs exactly one.`,
      advice: `Delete the others. ${publish(expectation)}`,
    };
  }
  // RFC 7505: a lone "." says that the domain accepts no mail.
  if (hosts[0] === "") {
    return {
      code: "mx-null",
      text: `The MX record of ${name} says that the domain accepts no mail (“.”), so bounces cannot come back.`,
      advice: `Replace it. ${publish(expectation)}`,
    };
  }
  const doubled = [look.zone.apex, name].find((suffix) => hosts[0] === `${exchange}.${suffix}`);
  if (doubled !== undefined) {
    return {
      code: "mx-doubled",
      text: `The MX record of ${name} names ${quoted(hosts[0] ?? "")} instead of ${exchange}: ${doubled} was added at its end.`,
      advice: `Write the host with a dot at its end (${exchange}.), or without one if your panel adds it. ${publish(expectation)}`,
    };
  }
  return {
    code: "mx-wrong-host",
    text: `The MX record of ${name} names ${quoted(hosts[0] ?? "")} instead of ${exchange}.`,
    advice: `Replace it, or choose a MAIL FROM domain that does not receive mail. ${publish(expectation)}`,
  };
};
