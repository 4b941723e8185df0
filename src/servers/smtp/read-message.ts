import type { SMTPServerDataStream } from "smtp-server";
import { withCrlf } from "#protocols/mime/line-ends.ts";
import { GatheredOctets } from "./gathered-octets.ts";
import type { HeldOctets } from "./held-octets.ts";
import { temporaryFailure, tooLong } from "./refusal.ts";

/**
 * Collects a message and hands it on; the room it takes is held until that is done. The rest of one that is refused is read
 * and dropped, for the client listens only after its last octet.
 *
 * Only CRLF . CRLF ends a message. Bare line ends in it become CRLF, so that no server after us sees an end that we did not
 * ("SMTP smuggling").
 */
export async function readMessage<Result>(
  stream: SMTPServerDataStream,
  room: HeldOctets,
  use: (content: Uint8Array) => Promise<Result>,
): Promise<Result> {
  const gathered = new GatheredOctets();
  let hasRoom = true;
  const drop = () => {
    room.giveBack(gathered.length);
    gathered.clear();
  };
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      hasRoom &&= !stream.sizeExceeded && room.take(part.length);
      if (hasRoom) gathered.add(part);
      else if (gathered.length > 0) drop();
    }
    if (stream.sizeExceeded) throw tooLong();
    if (!hasRoom) throw temporaryFailure();
    return await use(withCrlf(gathered.whole()));
  } finally {
    drop();
  }
}
