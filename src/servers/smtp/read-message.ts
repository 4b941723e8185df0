import type { SMTPServerDataStream } from "smtp-server";
import { withCrlf } from "#protocols/mime/line-ends.ts";
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
  let parts: Buffer[] = [];
  let taken = 0;
  let hasRoom = true;
  const drop = () => {
    parts = [];
    room.giveBack(taken);
    taken = 0;
  };
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      hasRoom &&= !stream.sizeExceeded && room.take(part.length);
      if (hasRoom) {
        taken += part.length;
        parts.push(part);
      } else if (taken > 0) drop();
    }
    if (stream.sizeExceeded) throw tooLong();
    if (!hasRoom) throw temporaryFailure();
    return await use(
      withCrlf(parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)),
    );
  } finally {
    drop();
  }
}
