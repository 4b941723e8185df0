import { isSimulated } from "#features/delivery/index.ts";
import { type Identity, nameAsKept } from "#features/identities/index.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { readArn } from "#protocols/arn/arn.ts";
import { type Decision, evaluatePolicies } from "#protocols/policy/evaluate.ts";
import type { Letter, WrittenMailbox } from "./letter.ts";
import type { SendRequest } from "./send-request.ts";
import { findSender, type KnownIdentities, namesCovering, type Sender } from "./senders.ts";

export interface KnownPolicies {
  /** The documents of an identity's policies, by name. */
  ofIdentity(identity: Pick<Identity, "owner" | "name">): Promise<Readonly<Record<string, string>>>;
}

interface Permissions {
  readonly identities: KnownIdentities;
  readonly policies: KnownPolicies;
  readonly now: number;
  /** In the sandbox, recipients must be verified too. */
  readonly inSandbox: boolean;
}

/**
 * Finds the identity that lets this caller send this letter. Throws `message-rejected` naming everybody whom nobody
 * verified, `access-denied` where a policy says so, `bad-request` for an ARN that names none.
 */
export async function permittedSender(
  request: SendRequest,
  letter: Letter,
  permissions: Permissions,
): Promise<Sender> {
  const { owner } = request.caller;
  requireOwnSenders(request, letter);
  const senders = await Promise.all(
    letter.senders.map(async (mailbox) => {
      const arn = arnFor(mailbox, letter);
      const named = arn === undefined ? undefined : identityNamed(owner, mailbox, arn);
      const lent = named?.owner.account === owner.account ? undefined : named;
      const sender = await findSender(
        permissions.identities,
        lent?.owner ?? owner,
        mailbox.address,
        lent?.name,
      );
      return { mailbox, sender, identity: sender?.identity ?? named, arn };
    }),
  );
  // First: whom another account lets do nothing does not learn whether it has what they name.
  for (const { mailbox, identity, arn } of senders) {
    // A policy may let one author and not another; whoever is none is judged by the first.
    const author = letter.authors.find(({ address }) => address === mailbox.address) ?? letter.from;
    if (identity !== undefined) await authorise(request, letter, { identity, arn, author, permissions });
  }
  const unverified = [
    ...senders.filter(({ sender }) => sender === undefined).map(({ mailbox }) => mailbox),
    ...(permissions.inSandbox ? await unverifiedRecipients(owner, letter, permissions.identities) : []),
  ];
  if (unverified.length > 0) throw notVerified(owner, unverified);
  const main = senders.find(({ mailbox }) => mailbox.address === letter.from.address) ?? senders[0];
  if (main?.sender === undefined) throw new Error("A letter without a sender was permitted.");
  return main.sender;
}

/** A key may be for some identities alone. */
function requireOwnSenders({ caller, operation }: SendRequest, { senders }: Letter): void {
  const { owner, keyId, sendsFrom } = caller;
  if (sendsFrom === undefined) return;
  const foreign = senders.find(
    ({ address }) => !namesCovering(address).some((name) => sendsFrom.includes(name)),
  );
  if (foreign === undefined) return;
  throw new CallerError(
    "access-denied",
    `User \`arn:aws:iam::${owner.account}:user/${keyId}' is not authorized to perform \`ses:${operation}' as ${foreign.given}. Its key sends from ${sendsFrom.join(", ")}.`,
  );
}

async function unverifiedRecipients(
  owner: Owner,
  { recipients, to, cc }: Letter,
  identities: KnownIdentities,
): Promise<WrittenMailbox[]> {
  const found = await Promise.all(
    recipients.map(async (address) => ({
      address,
      isKnown: isSimulated(address) || (await findSender(identities, owner, address)) !== undefined,
    })),
  );
  return found
    .filter(({ isKnown }) => !isKnown)
    .map(
      ({ address }) => [...to, ...cc].find((one) => one.address === address) ?? { address, given: address },
    );
}

/** SES names the region in upper case and the identities as they were written. */
function notVerified({ region }: Owner, mailboxes: readonly WrittenMailbox[]): CallerError {
  const given = [...new Set(mailboxes.map((mailbox) => mailbox.given))].join(", ");
  return new CallerError(
    "message-rejected",
    `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${given}`,
  );
}

function arnFor(mailbox: WrittenMailbox, { from, feedbackTo, arns }: Letter): string | undefined {
  if (mailbox.address === from.address) return arns.from ?? arns.source;
  if (mailbox.address === feedbackTo && arns.returnPath !== undefined) return arns.returnPath;
  return arns.source ?? arns.from;
}

type OwnedName = Pick<Identity, "owner" | "name">;

/** The identity that an ARN names, whether or not it is there. It belongs to its account, which must have let us. */
function identityNamed(owner: Owner, mailbox: WrittenMailbox, text: string): OwnedName {
  const arn = readArn(text);
  const name = arn?.resource.startsWith("identity/") ? arn.resource.slice("identity/".length) : undefined;
  if (arn === undefined || name === undefined || arn.service !== "ses" || !/^\d{12}$/.test(arn.account)) {
    throw new CallerError("bad-request", `Invalid identity ARN: ${text}`);
  }
  if (arn.region !== owner.region) {
    throw new CallerError(
      "bad-request",
      `The identity ${text} is of the region ${arn.region}, and this call is made in ${owner.region}.`,
    );
  }
  if (!namesCovering(mailbox.address).includes(nameAsKept(name))) {
    throw new CallerError("bad-request", `The identity ${text} does not cover ${mailbox.address}.`);
  }
  return { owner: { account: arn.account, region: arn.region }, name: nameAsKept(name) };
}

/** An account's own identities permit it unless a policy denies; those of others only where a policy allows. */
async function authorise(
  request: SendRequest,
  letter: Letter,
  {
    identity,
    arn,
    author,
    permissions,
  }: {
    readonly identity: OwnedName;
    /** As it was given. */
    readonly arn: string | undefined;
    readonly author: WrittenMailbox;
    readonly permissions: Permissions;
  },
): Promise<void> {
  const { caller } = request;
  const isOwn = identity.owner.account === caller.owner.account;
  const documents = Object.values(await permissions.policies.ofIdentity(identity));
  if (isOwn && documents.length === 0) return;
  const resource = `arn:aws:ses:${identity.owner.region}:${identity.owner.account}:identity/${identity.name}`;
  const principal = `arn:aws:iam::${caller.owner.account}:root`;
  const requireNot = (refused: readonly Decision[], action: string, more: Record<string, string> = {}) => {
    const decision = evaluatePolicies(documents, {
      principal: { account: caller.owner.account, arn: principal },
      action,
      resource,
      context: { ...contextOf(request, letter, { author, now: permissions.now }), ...more },
    });
    if (!refused.includes(decision)) return;
    throw new CallerError(
      "access-denied",
      `User \`${principal}' is not authorized to perform \`${action}' on resource \`${arn ?? resource}'`,
    );
  };
  requireNot(isOwn ? ["deny"] : ["deny", "none"], `ses:${request.operation}`);
  const overrides = overridesIn(request);
  // This acts on no identity, and so none has to allow it; whosever it is, its owner may deny it.
  if (Object.keys(overrides).length > 0) {
    requireNot(["deny"], "ses:ApplyTrackingConfigurationOverrides", overrides);
  }
}

/** The condition keys of what a call says of tracking; what it does not say is not there. */
function overridesIn({ tracking: { opens, clicks } }: SendRequest): Record<string, string> {
  const word = (isOn: boolean) => (isOn ? "ENABLED" : "DISABLED");
  return {
    ...(opens === undefined ? {} : { "ses:OpenTrackingEnabled": word(opens) }),
    ...(clicks === undefined ? {} : { "ses:ClickTrackingEnabled": word(clicks) }),
  };
}

/** The condition keys of SES's sending authorization policies. */
function contextOf(
  { caller, apiVersion = "2" }: SendRequest,
  letter: Letter,
  { author, now }: { readonly author: WrittenMailbox; readonly now: number },
): Record<string, string | string[]> {
  return {
    "ses:FromAddress": author.address,
    ...(author.name === undefined ? {} : { "ses:FromDisplayName": author.name }),
    "ses:FeedbackAddress": letter.feedbackTo,
    "ses:Recipients": [...letter.recipients],
    "ses:ApiVersion": apiVersion,
    "aws:CurrentTime": new Date(now).toISOString(),
    "aws:EpochTime": String(Math.floor(now / 1_000)),
    "aws:SourceIp": caller.sourceIp,
    "aws:SecureTransport": String(caller.secure),
    ...(caller.userAgent === undefined ? {} : { "aws:UserAgent": caller.userAgent }),
  };
}
