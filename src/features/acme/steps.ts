import { createPrivateKey, X509Certificate } from "node:crypto";
import { summarize, usable } from "#features/tls-certificate/index.ts";
import { type Clock, hourMs, isAhead, minuteMs, secondMs } from "#platform/clock.ts";
import type { Random } from "#platform/random.ts";
import type { AcmeClient } from "#protocols/acme/client.ts";
import { challengeText } from "#protocols/acme/dns-challenge.ts";
import { AcmeFailure } from "#protocols/acme/problem.ts";
import type { DnsChallenge, Order } from "#protocols/acme/resources.ts";
import { certificateRequest } from "#protocols/x509/certificate-request.ts";
import type { Issued, Ordered } from "./issuance.ts";
import { newKey } from "./kept-issuance.ts";
import { proofPlace } from "./names.ts";
import { renewalOf } from "./schedule.ts";

/** What comes of a step: the certificate, or the order as it is to be kept and when the next step is due. */
export type Stepped =
  | { readonly kind: "issued"; readonly certificate: Issued }
  | { readonly kind: "ordered"; readonly order: Ordered; readonly dueAt: number };

export interface StepParts {
  readonly client: AcmeClient;
  /** PEM. */
  readonly accountKey: string;
  readonly zone: string;
  /** The texts at a name, as each name server that answers has them. */
  readonly textsAtEach: (name: string) => Promise<readonly (readonly string[])[]>;
  readonly clock: Clock;
  readonly random: Random;
}

/** Until our own name servers are asked again, and the authority. */
const lookedAgainAfterMs = 5 * secondMs;
const askedAgainAfterMs = 3 * secondMs;
/** For our own name servers; what they do not show by then they will not. */
const shownWithinMs = 2 * minuteMs;
const decidedWithinMs = hourMs;

/** `replaced`: the one that is renewed, PEM. */
export async function beginOrder(
  { names, directory }: Pick<Ordered, "names" | "directory">,
  replaced: string | undefined,
  { client, clock }: Pick<StepParts, "client" | "clock">,
): Promise<Stepped> {
  const url = await client.newOrder(names, replaced);
  const begunAt = clock.now();
  const order = { url, directory, key: newKey(), names, texts: [], begunAt, isAnswered: false };
  return { kind: "ordered", order, dueAt: begunAt };
}

/** Does what the authority waits for now: one thing, so that what came of it is on disk before the next. */
export async function continueOrder(order: Ordered, parts: StepParts): Promise<Stepped> {
  const { client, clock } = parts;
  const seen = await client.order(order.url);
  requireTime(order, seen, clock);
  switch (seen.status) {
    case "pending":
      return await prove(order, seen, parts);
    case "ready":
      await client.finalize(seen, certificateRequest(order.names, createPrivateKey(order.key)));
      return waiting(order, undefined, clock);
    case "processing":
      return waiting(order, seen.retryAt, clock);
    case "valid":
      return { kind: "issued", certificate: await fetchCertificate(order, seen, parts) };
    case "invalid":
      throw refusal(seen.problem ?? (await whyInvalid(seen, client)));
  }
}

async function prove(order: Ordered, seen: Order, parts: StepParts): Promise<Stepped> {
  const { client, clock, accountKey } = parts;
  const { open, retryAt } = await openChallenges(seen, client);
  const key = createPrivateKey(accountKey);
  const texts = [...new Set(open.map(({ token }) => challengeText(token, key)))];
  // On disk first: from then on every name server of ours has them.
  if (texts.some((text) => !order.texts.includes(text))) {
    const now = clock.now();
    const dueAt = order.texts.length === 0 ? now : now + lookedAgainAfterMs;
    return { kind: "ordered", order: { ...order, texts }, dueAt };
  }
  if (order.isAnswered) return waiting(order, retryAt, clock);
  const place = proofPlace(parts.zone);
  const shown = await parts.textsAtEach(place);
  const isShown = shown.length > 0 && shown.every((at) => texts.every((text) => at.includes(text)));
  if (isShown) {
    for (const { url, status } of open) if (status === "pending") await client.respond(url);
    return waiting({ ...order, isAnswered: true }, undefined, clock);
  }
  if (clock.now() - order.begunAt < shownWithinMs) {
    return { kind: "ordered", order, dueAt: clock.now() + lookedAgainAfterMs };
  }
  throw new AcmeFailure(
    shown.length === 0
      ? `No name server for ${place} was reached from here: the authority was not asked to look.`
      : `Name servers do not show what this service publishes at ${place}: is ${parts.zone} delegated to it? The authority was not asked to look.`,
  );
}

/** What is still to be proven. Throws for what cannot be. */
async function openChallenges({ authorizations }: Order, client: AcmeClient) {
  const open: DnsChallenge[] = [];
  let retryAt: number | undefined;
  for (const url of authorizations) {
    const { name, status, challenge, ...answer } = await client.authorization(url);
    if (status === "valid") continue;
    if (challenge === undefined) throw refusal(`${name} cannot be proven by DNS at this authority.`);
    if (status !== "pending")
      throw refusal(`${name}: ${challenge.problem ?? `its authorization is ${status}`}`);
    open.push(challenge);
    retryAt = Math.max(retryAt ?? 0, answer.retryAt ?? 0) || undefined;
  }
  return { open, retryAt };
}

async function whyInvalid({ authorizations }: Order, client: AcmeClient): Promise<string> {
  for (const url of authorizations) {
    const { name, challenge } = await client.authorization(url);
    if (challenge?.problem !== undefined) return `${name}: ${challenge.problem}`;
  }
  return "The authority refuses the order, and does not say why.";
}

/** Whatever it asks for meanwhile. One that began an hour from now began before the clock was set back. */
function requireTime({ begunAt }: Ordered, { status }: Order, clock: Clock): void {
  const until = begunAt + decidedWithinMs;
  if (status === "valid" || status === "invalid") return;
  if (isAhead(until, { now: clock.now(), atMostMs: 2 * decidedWithinMs })) return;
  throw new AcmeFailure("The authority has not decided within an hour.");
}

function waiting(order: Ordered, retryAt: number | undefined, clock: Clock): Stepped {
  return { kind: "ordered", order, dueAt: Math.max(retryAt ?? 0, clock.now() + askedAgainAfterMs) };
}

async function fetchCertificate(
  { key, directory, names }: Ordered,
  { certificate: url }: Order,
  { client, random, clock }: StepParts,
): Promise<Issued> {
  if (url === undefined) throw new AcmeFailure("The authority does not say where the certificate is.");
  const cert = await client.certificate(url);
  const { validFrom, validUntil } = readable(cert, { key, names });
  const now = clock.now();
  if (validUntil <= now) {
    const [end, here] = [validUntil, now].map((at) => new Date(at).toISOString());
    throw refusal(`The certificate ended at ${end}, and the clock of this machine says ${here}.`);
  }
  // Of what is left of it: by a clock that is ahead it would else be due for renewal when it comes, and the next one again.
  const renewAt = renewalOf({ validFrom: Math.max(validFrom, now), validUntil }, random);
  return { cert, key, directory, names, validUntil, renewAt };
}

/** A certificate that is not for our key, or not for our names, or that TLS does not take, is shown to nobody. */
function readable(cert: string, { key, names }: Pick<Ordered, "key" | "names">) {
  try {
    const certificate = new X509Certificate(cert);
    const missing = names.filter((name) => !summarize({ cert, key }).names.includes(name));
    if (certificate.checkPrivateKey(createPrivateKey(key)) && missing.length === 0) {
      return summarize(usable({ cert, key }));
    }
  } catch {
    // Said below.
  }
  throw refusal("What the authority gave is no certificate for these names and this key.");
}

function refusal(reason: string): AcmeFailure {
  return new AcmeFailure(reason, { type: "unauthorized" });
}
