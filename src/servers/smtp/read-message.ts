import type { SMTPServerDataStream } from "smtp-server";
import { withCrlf } from "#protocols/mime/line-ends.ts";
import { GatheredOctets } from "./gathered-octets.ts";
import type { HeldOctets } from "./held-octets.ts";
import { temporaryFailure, tooLong } from "./refusal.ts";

/** Into which room messages go, and how much of each. */
export interface Gathering {
  readonly room: HeldOctets;
  readonly most: number;
}

/**
 * Collects a message and hands it on; the room it takes, its party's, is held until that is done. What is behind the `most` octets is read
 * and dropped, and so is the rest of one that is refused, for the client listens only after its last octet.
 *
 * Only CRLF . CRLF ends a message. Bare line ends in it become CRLF, so that no server after us sees an end that we did not
 * ("SMTP smuggling").
 */
export async function readMessage<Result>(
  stream: SMTPServerDataStream,
  { room, most, party }: Gathering & { readonly party: string },
  use: (content: Uint8Array) => Promise<Result>,
): Promise<Result> {
  const gathered = new GatheredOctets();
  const message = room.open(party, () => gathered.clear());
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      const part = piece.subarray(0, most - gathered.length);
      if (!stream.sizeExceeded && room.take(message, part.length)) gathered.add(part);
      else room.drop(message);
    }
    if (stream.sizeExceeded) throw tooLong();
    if (!room.keep(message)) throw temporaryFailure();
    return await use(withCrlf(gathered.whole()));
  } finally {
    room.drop(message);
  }
}
