import type { Owner } from "#platform/owner.ts";
import { decodeWords } from "#protocols/mime/decode-words.ts";
import { readMessage } from "#protocols/mime/header-fields.ts";
import type { Letter, WrittenMailbox } from "./letter.ts";
import { valueOf } from "./raw-message.ts";
import type { SendingCaller, SendOperation } from "./send-request.ts";

/**
 * SES cuts the headers of an event off after 10 KB. Here each list of mailboxes is cut so as well: no service of AWS but Firehose takes an
 * event of more than 256 KB.
 */
const mostHeaderCharacters = 10 * 1024;

interface EventMail {
  readonly messageId: string;
  readonly caller: SendingCaller;
  readonly operation: SendOperation;
  readonly letter: Letter;
  /** The identity that permits it, with its owner's account. */
  readonly identity: { readonly owner: Owner; readonly name: string };
  readonly configurationSet: string | undefined;
  /** The message as it is sent; empty where none could be made. */
  readonly content: Uint8Array;
  readonly sentAt: number;
}

/** SES's `mail` object. */
export interface EventMailObject {
  readonly timestamp: string;
  readonly source: string;
  readonly sourceArn: string;
  readonly sendingAccountId: string;
  readonly messageId: string;
  readonly destination: readonly string[];
  readonly headersTruncated: boolean;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly commonHeaders: {
    readonly from: readonly string[];
    readonly date?: string;
    readonly to?: readonly string[];
    readonly cc?: readonly string[];
    readonly replyTo?: readonly string[];
    readonly messageId: string;
    readonly subject?: string;
  };
  readonly tags: Readonly<Record<string, readonly string[]>>;
}

/** The `mail` object of every event of a message, in SES's JSON. */
export function eventMail(mail: EventMail): EventMailObject {
  const { messageId, caller, letter, identity, sentAt } = mail;
  const { headers, headersTruncated } = headersOf(mail.content);
  const subject = headers.find(({ name }) => name.toLowerCase() === "subject")?.value;
  const date = headers.find(({ name }) => name.toLowerCase() === "date")?.value;
  return {
    timestamp: new Date(sentAt).toISOString(),
    source: givenOf([letter.source])[0] ?? letter.source.address,
    sourceArn: `arn:aws:ses:${identity.owner.region}:${identity.owner.account}:identity/${identity.name}`,
    sendingAccountId: caller.owner.account,
    messageId,
    destination: letter.recipients,
    headersTruncated,
    headers,
    commonHeaders: {
      from: givenOf(letter.authors),
      ...(date === undefined ? {} : { date }),
      ...givenIn("to", letter.to),
      ...givenIn("cc", letter.cc),
      ...givenIn("replyTo", letter.replyTo),
      messageId,
      ...(subject === undefined ? {} : { subject: decodeWords(subject) }),
    },
    tags: tagsOf(mail),
  };
}

function headersOf(content: Uint8Array) {
  const reading = readMessage(content);
  const fields = reading.ok ? reading.fields : [];
  const all = fields.map((field) => ({ name: field.name, value: valueOf(field) }));
  const headers = shownOf(all, ({ name, value }) => name.length + value.length);
  return { headers, headersTruncated: headers.length < all.length };
}

function givenOf(mailboxes: readonly WrittenMailbox[]): readonly string[] {
  return shownOf(
    mailboxes.map(({ given }) => given),
    ({ length }) => length,
  );
}

/** As many of the first items as there is room for. */
function shownOf<Item>(items: readonly Item[], lengthOf: (item: Item) => number): readonly Item[] {
  let characters = 0;
  const end = items.findIndex((item) => {
    characters += lengthOf(item);
    return characters > mostHeaderCharacters;
  });
  return end === -1 ? items : items.slice(0, end);
}

function givenIn(name: "to" | "cc" | "replyTo", mailboxes: readonly WrittenMailbox[]): object {
  return mailboxes.length === 0 ? {} : { [name]: givenOf(mailboxes) };
}

function tagsOf({ caller, operation, letter, configurationSet }: EventMail): Record<string, string[]> {
  const { address } = letter.from;
  return {
    "ses:operation": [operation],
    ...(configurationSet === undefined ? {} : { "ses:configuration-set": [configurationSet] }),
    "ses:source-ip": [caller.sourceIp],
    "ses:from-domain": [address.slice(address.lastIndexOf("@") + 1).toLowerCase()],
    "ses:caller-identity": [caller.keyId ?? "local"],
    ...(letter.tenant === undefined ? {} : { "ses:tenant-name": [letter.tenant] }),
    ...Object.fromEntries(letter.tags.map(({ name, value }) => [name, [value]])),
  };
}
