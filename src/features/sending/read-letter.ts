import { badRequest, CallerError } from "#platform/errors.ts";
import { asCompared } from "#protocols/address/address.ts";
import { type ReadMailbox, readMailbox, readMailboxList } from "#protocols/address/mailbox.ts";
import { checkAdditions } from "./additions.ts";
import type { Letter, LetterContent, WrittenMailbox } from "./letter.ts";
import { readListField } from "./list-management-field.ts";
import { checkTags, readTagsField } from "./message-tags.ts";
import { repeatedField } from "./once-only-fields.ts";
import { withPlainSenders } from "./plain-senders.ts";
import { fieldOf, fieldsOf, type RawMessage, readRawMessage } from "./raw-message.ts";
import { checkFilesIn } from "./refused-files.ts";
import type { Destination, SendContent, SendRequest } from "./send-request.ts";
import { refuseWithoutStart } from "./start-boundary.ts";

/** SES's limit for To, Cc and Bcc together. */
const mostRecipients = 50;
const mostReplyTo = 50;
/** Each is looked for under several names: of all that there is room for in a header, some seconds long. */
const mostSenders = 50;

const nobody: Destination = { to: [], cc: [], bcc: [] };

/** Reads what is to be sent. Throws `bad-request`; what the call says goes before what the message's header says. */
export function readLetter(request: SendRequest): Letter {
  checkTags(request.tags ?? []);
  refuseMany(request);
  return request.content.kind === "raw"
    ? readRaw(request, request.content)
    : readComposed(request, request.content);
}

function readComposed(request: SendRequest, content: Exclude<LetterContent, { kind: "raw" }>): Letter {
  if (request.from === undefined || request.from.trim() === "") {
    throw badRequest("FromEmailAddress", "Source cannot be empty: FromEmailAddress is required.");
  }
  checkAdditions(content);
  const from = readOne("FromEmailAddress", request.from);
  const { to, cc, bcc } = request.destination ?? nobody;
  const feedback = feedbackOf(request);
  const sentBy = content.headers
    .filter(({ name }) => name.toLowerCase() === "sender")
    .flatMap(({ value }) => readList("Sender", value));
  const read = {
    to: readAll("Destination.ToAddresses", to),
    cc: readAll("Destination.CcAddresses", cc),
    bcc: readAll("Destination.BccAddresses", bcc),
  };
  return {
    content,
    authors: [from],
    from,
    source: from,
    sentBy,
    senders: distinct([from, ...sentBy, ...(feedback === undefined ? [] : [feedback])]),
    to: read.to,
    cc: read.cc,
    replyTo: readAll("ReplyToAddresses", request.replyTo),
    recipients: recipientsOf([...read.to, ...read.cc, ...read.bcc]),
    feedbackTo: (feedback ?? from).address,
    ...instructionsOf(
      request,
      (name) => content.headers.find((one) => one.name.toLowerCase() === name)?.value,
    ),
  };
}

/** What the call says of how to send it, or else the X-SES- fields of its header. */
function instructionsOf(
  { arns, configurationSet, tags, list, tenant }: SendRequest,
  field: (name: string) => string | undefined,
): Pick<Letter, "arns" | "configurationSet" | "tags" | "list" | "tenant"> {
  const tagsField = field("x-ses-message-tags");
  const listField = field("x-ses-list-management-options");
  return {
    arns: {
      from: arns.from ?? field("x-ses-from-arn"),
      // FromEmailAddressIdentityArn goes before both fields.
      source: arns.source ?? arns.from ?? field("x-ses-source-arn"),
      returnPath: arns.returnPath ?? field("x-ses-return-path-arn"),
    },
    configurationSet: configurationSet ?? field("x-ses-configuration-set"),
    tags: tags ?? (tagsField === undefined ? [] : readTagsField(tagsField)),
    list: list ?? (listField === undefined ? undefined : readListField(listField)),
    tenant: tenant ?? field("x-ses-tenant"),
  };
}

function readRaw(request: SendRequest, content: Extract<SendContent, { kind: "raw" }>): Letter {
  const message = withPlainSenders(readRawMessage(content.data));
  refuseRepeated(message);
  checkFilesIn(message);
  refuseWithoutStart(message);
  const authors = listIn(message, "from");
  const [from] = authors;
  if (from === undefined) throw badRequest("Content.Raw.Data", "Missing required header 'From'.");
  const { source, returned, sentBy, senders } = sendersOf(request, message, {
    authors,
    envelopeFrom: content.envelopeFrom,
  });
  const given = request.destination;
  const list = given === undefined || request.apiVersion === "1" ? listIn : listIfReadable;
  const header = { to: list(message, "to"), cc: list(message, "cc"), bcc: list(message, "bcc") };
  const envelope =
    given === undefined
      ? [...header.to, ...header.cc, ...header.bcc]
      : readAll("Destination", [...given.to, ...given.cc, ...given.bcc]);
  const feedback = feedbackOf(request);
  return {
    content: { kind: "raw", message },
    authors,
    from,
    source: source ?? from,
    sentBy,
    senders: feedback === undefined ? senders : [...senders, feedback],
    to: header.to,
    cc: header.cc,
    replyTo: listIfReadable(message, "reply-to"),
    recipients: recipientsOf(envelope),
    feedbackTo: (feedback ?? source ?? returned ?? from).address,
    ...instructionsOf(request, (name) => fieldOf(message, name)),
  };
}

/** Everyone the message claims to come from; among them who sent it, and where it is returned to, if it says so. */
function sendersOf(
  request: SendRequest,
  message: RawMessage,
  { authors, envelopeFrom }: { authors: readonly WrittenMailbox[]; envelopeFrom: string | undefined },
) {
  const called = request.from === undefined ? [] : [readOne("FromEmailAddress", request.from)];
  const enveloped =
    envelopeFrom === undefined || envelopeFrom === "" ? [] : [readOne("MAIL FROM", envelopeFrom)];
  const paths = listIn(message, "return-path");
  const sentBy = listIn(message, "sender");
  const [source] = [...called, ...enveloped];
  const [returned] = paths;
  const senders = distinct([...called, ...enveloped, ...authors, ...sentBy, ...paths]);
  if (senders.length > mostSenders) {
    throw badRequest("Content.Raw.Data", `The message names more than ${mostSenders} senders.`);
  }
  return { source, returned, sentBy, senders };
}

function feedbackOf({ feedbackTo }: SendRequest): WrittenMailbox | undefined {
  return feedbackTo === undefined || feedbackTo === ""
    ? undefined
    : readOne("FeedbackForwardingEmailAddress", feedbackTo);
}

function distinct(mailboxes: readonly WrittenMailbox[]): WrittenMailbox[] {
  return [...new Map(mailboxes.map((mailbox) => [mailbox.address, mailbox])).values()];
}

/** Before they are read: of a hundred thousand that takes a second. */
function refuseMany({ destination, replyTo }: SendRequest): void {
  const { to, cc, bcc } = destination ?? nobody;
  refuseManyRecipients(to.length + cc.length + bcc.length);
  if (replyTo.length <= mostReplyTo) return;
  throw badRequest("ReplyToAddresses", `There are more than ${mostReplyTo} addresses to reply to.`);
}

function refuseManyRecipients(count: number): void {
  if (count > mostRecipients) throw badRequest("Destination", `Recipient count exceeds ${mostRecipients}.`);
}

function recipientsOf(mailboxes: readonly WrittenMailbox[]): string[] {
  if (mailboxes.length === 0) throw badRequest("Destination", "There are no recipients specified.");
  refuseManyRecipients(mailboxes.length);
  const byMailbox = Map.groupBy(mailboxes, ({ address }) => asCompared(address));
  return [...byMailbox.values()].flatMap(([first]) => first?.address ?? []);
}

function refuseRepeated({ fields }: RawMessage): void {
  const repeated = repeatedField(fields);
  if (repeated !== undefined) throw badRequest("Content.Raw.Data", `Duplicate header '${repeated}'.`);
}

function listIn(message: RawMessage, name: string): WrittenMailbox[] {
  return fieldsOf(message, name).flatMap((value) => readList(name, value));
}

function readList(name: string, value: string): WrittenMailbox[] {
  const reading = readMailboxList(value);
  if (!reading.ok) throw badRequest("Content", `${reading.fault} (in the header field '${name}')`);
  return reading.mailboxes.map((mailbox) => ({ ...mailbox, given: givenForm(mailbox) }));
}

/**
 * Of a field that decides nothing here: nodemailer's test of its credentials, for one, has a To that cannot be read. It
 * expects to hear that it may not send; of the older API, before version 7, that the field cannot be read.
 */
function listIfReadable(message: RawMessage, name: string): WrittenMailbox[] {
  try {
    return listIn(message, name);
  } catch (error) {
    if (error instanceof CallerError) return [];
    throw error;
  }
}

function readAll(path: string, texts: readonly string[]): WrittenMailbox[] {
  return texts.map((text, index) => readOne(`${path}[${index}]`, text));
}

function readOne(path: string, text: string): WrittenMailbox {
  const reading = readMailbox(text);
  if (!reading.ok) throw badRequest(path, reading.fault);
  return { ...reading.mailbox, given: text.trim() };
}

function givenForm({ name, address }: ReadMailbox): string {
  return name === undefined ? address : `"${name}" <${address}>`;
}
