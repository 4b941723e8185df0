import { getDomain } from "tldts";
import type { ServerReport, Sight } from "#features/dns-evidence/ask-zone.ts";
import type { Diagnosis } from "#features/dns-evidence/evidence.ts";
import { domainOf } from "#features/dns-evidence/expectation.ts";
import type { Diagnose, Situation } from "#features/dns-evidence/situation.ts";
import { maxNameLength } from "#protocols/dns/name.ts";
import { listed } from "./wording.ts";

const itWillBeTriedAgain = "Nothing is held against your domain for this; it will be tried again.";

/** The zone was not found, so nobody could be asked. */
export const zoneNotFound: Diagnose<Situation> = ({ look, expectation }) => {
  if (look.kind !== "unseen") return undefined;
  const { finding } = look;
  switch (finding.kind) {
    case "no-start":
      return {
        code: "resolvers-silent",
        text: "Our own DNS resolvers do not answer.",
        advice: `This is not your fault, and you need not do anything. ${itWillBeTriedAgain}`,
      };
    case "dnssec-bogus":
      return {
        code: "dnssec-bogus",
        text: `The DNSSEC signatures of the zone that holds ${expectation.name} are not valid${signatureFault(finding.code)}, so receivers who check them see none of its records.`,
        advice:
          "Ask your DNS provider to sign the zone again, or remove the DS record at your registrar if DNSSEC was switched off or the provider was changed. " +
          itWillBeTriedAgain,
      };
    case "dead-end":
      return {
        code: "delegation-dead",
        text: `None of the name servers that are responsible for ${finding.apex || "the root"} answers for it.`,
        advice: `Check at your registrar that the domain is delegated to the name servers of your DNS provider, and that the provider serves it. ${itWillBeTriedAgain}`,
      };
    case "name-too-long":
      return {
        code: "name-too-long",
        text: `The record's name would have ${expectation.name.length} characters; a name in the DNS has ${maxNameLength} at most. So this domain can have no such record, and cannot be verified with it.`,
        advice: `Use a domain of ${domainOf(expectation).length - (expectation.name.length - maxNameLength)} characters at most.`,
      };
    case "over-budget":
      return {
        code: "too-many-questions",
        text: "Finding your name servers took more questions than one check may ask: the delegation is very long or leads in circles.",
        advice: `Check the name servers entered at your registrar. ${itWillBeTriedAgain}`,
      };
  }
};

/** RFC 8914 §4.7 – §4.13. */
function signatureFault(code: number | undefined): string {
  if (code === 7) return " (a signature has expired)";
  if (code === 8) return " (a signature is not yet valid)";
  if (code === 9) return " (the key that the parent zone names is missing)";
  return code === 10 ? " (signatures are missing)" : "";
}

/** No server of the zone gave an answer that counts. */
export const serversUnreachable: Diagnose = ({ look, verdict }) => {
  if (verdict !== "unreachable") return undefined;
  const asked = look.reports.filter(({ standing }) => standing.kind !== "not-asked");
  const isCutShort = asked.length < look.reports.length;
  if (isCutShort && asked.every(({ standing }) => standing.kind === "no-address")) return notAsked(look);
  const kinds = new Set(asked.map(({ standing }) => standing.kind));
  const servers = listed(asked.map(({ name }) => name));
  if (look.reports.some(answersAsResolver)) return answeredByResolver(look);
  if (kinds.has("lame") || kinds.has("refers")) return lame(look);
  if (kinds.size === 1 && kinds.has("no-address")) return noAddress(asked, servers);
  if (asked.length > 0 && asked.every(isBeyondIpv6)) return ipv6Only(look, servers);
  if (look.reports.some(failsOverTcp)) return withoutTcp(look);
  const failing = kinds.has("fails");
  return {
    code: failing ? "servers-fail" : "servers-silent",
    text: failing
      ? `The name servers of ${look.zone.apex} (${servers}) answer with an error (${results(asked)}).`
      : `The name servers of ${look.zone.apex} (${servers}) did not answer in time.`,
    advice: `Tell your DNS provider if this lasts. ${itWillBeTriedAgain}`,
  };
};

function notAsked(look: Sight): Diagnosis {
  const servers = listed(
    look.reports.flatMap(({ name, standing }) => (standing.kind === "not-asked" ? [name] : [])),
  );
  return {
    code: "too-many-questions",
    text: `The name servers of ${look.zone.apex} (${servers}) were not asked: finding them took all the questions, or all the time, that one check has.`,
    advice: `Check the name servers entered at your registrar. ${itWillBeTriedAgain}`,
  };
}

/** We asked nobody to recurse: who offers it, and has an answer that is not his own, is no name server of the zone. */
function answersAsResolver({ outcome, standing }: ServerReport): boolean {
  if (standing.kind !== "lame" || outcome.kind !== "answer") return false;
  const { rcode, recursionAvailable } = outcome.reply;
  return recursionAvailable && (rcode === "NOERROR" || rcode === "NXDOMAIN");
}

function answeredByResolver(look: Sight): Diagnosis {
  const names = look.reports.filter(answersAsResolver).map(({ name }) => name);
  return {
    code: "answered-by-resolver",
    text: `At the addresses of ${listed(names)} a resolver answers, and not the name servers of ${look.zone.apex}: the domain is delegated to a resolver, or something between this service and them answers in their place.`,
    advice: `Check the name servers entered at your registrar. If they are right, whoever runs this service must let questions to port 53 out as they are. ${itWillBeTriedAgain}`,
  };
}

function failsOverTcp({ outcome }: ServerReport): boolean {
  return (outcome.kind === "timeout" || outcome.kind === "network-error") && outcome.via === "tcp";
}

function withoutTcp(look: Sight): Diagnosis {
  const deaf = look.reports.filter(failsOverTcp).map(({ name }) => name);
  return {
    code: "servers-without-tcp",
    text: `The name servers ${listed(deaf)} have to be asked over TCP, because over UDP their answer is cut off or does not repeat the question as it was asked; and there they do not answer. So many receivers do not see the record either.`,
    advice: `Let TCP through to port 53 of them, or tell your DNS provider. ${itWillBeTriedAgain}`,
  };
}

/** Not reached at an IPv6 address: without IPv6 some systems say so, and on others nothing comes back. */
function isBeyondIpv6({ address, standing }: ServerReport): boolean {
  return address.includes(":") && standing.kind === "silent";
}

function ipv6Only(look: Sight, servers: string): Diagnosis {
  return {
    code: "servers-ipv6-only",
    text: `The name servers of ${look.zone.apex} (${servers}) have IPv6 addresses only, and were not reached there; perhaps this service has no IPv6.`,
    advice: `Give one of them an IPv4 address, which many receivers need too, or ask whoever runs this service for IPv6. ${itWillBeTriedAgain}`,
  };
}

/** Whether the delegation stands in another zone of the owner's, and not at a registrar. */
function isPartOfDomain(apex: string): boolean {
  const registrable = getDomain(apex, { validateHostname: false });
  return registrable !== null && registrable !== apex;
}

function lame(look: Sight): Diagnosis {
  const deaf = look.reports.filter(({ standing }) => standing.kind === "lame" || standing.kind === "refers");
  return {
    code: "not-delegated-there",
    text: `${look.zone.apex} is delegated to ${listed(deaf.map(({ name }) => name))}, but they do not serve it. The record may stand at a DNS provider whom nobody asks.`,
    advice: isPartOfDomain(look.zone.apex)
      ? `In the zone above, correct the NS records of ${look.zone.apex}, or delete them if its records stand there; or publish the record at the provider it is delegated to. ${itWillBeTriedAgain}`
      : `At your registrar, enter the name servers of the provider at whom you edit the records, or publish the record at the one the domain is delegated to. ${itWillBeTriedAgain}`,
  };
}

function noAddress(reports: readonly ServerReport[], servers: string): Diagnosis {
  const reasons = reports.map(({ address, standing }) =>
    standing.kind === "no-address" ? `${address}: ${standing.reason}`.replace(/^: /, "") : "",
  );
  return {
    code: "servers-without-address",
    text: `The name servers ${servers} cannot be asked from the public Internet (${listed([...new Set(reasons)])}).`,
    advice: `Correct the addresses of your name servers. ${itWillBeTriedAgain}`,
  };
}

function results(reports: readonly ServerReport[]): string {
  const rcodes = reports.flatMap(({ outcome }) =>
    outcome.kind === "answer" ? [outcome.reply.rcode] : [outcome.kind],
  );
  return listed([...new Set(rcodes)]);
}
