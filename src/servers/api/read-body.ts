import type { IncomingMessage } from "node:http";
import { badRequest, CallerError } from "#platform/errors.ts";
import type { Arrival } from "./arrivals.ts";

const noBody = new Uint8Array(0);

/**
 * The whole body of a request, as it came. Nothing of one that is too large is kept, and no more of it is read than has come.
 * `arrival`: of one that may be large. It stops the request where there is no room, and may refuse it.
 *
 * @throws CallerError `too-large`; `too-many-requests`; `bad-request` of one that is compressed, and when its sender went away, who
 * hears of it no more.
 */
export async function readBody(
  request: IncomingMessage,
  mostBytes: number,
  arrival?: Arrival,
): Promise<Uint8Array> {
  const { "content-length": length, "transfer-encoding": encoding } = request.headers;
  if (length === undefined && encoding === undefined) return noBody;
  refuseCompressed(request);
  if (Number(length) > mostBytes) throw tooLarge(mostBytes);
  // Its sender went away while it was found out who it is: nothing more will be told of it.
  if (request.destroyed) throw endedEarly();
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  let isRefused = false;
  const refuse = (error: CallerError) => {
    isRefused = true;
    chunks.length = 0;
    reject(error);
  };
  arrival?.begin(refuse);
  request.on("data", (chunk: Buffer) => {
    if (isRefused) return;
    bytes += chunk.length;
    if (bytes > mostBytes) return refuse(tooLarge(mostBytes));
    chunks.push(chunk);
    arrival?.add(chunk.length);
  });
  request.on("end", () => {
    arrival?.done();
    resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
  });
  // Also after the end: an error that nobody needs would cost its stack with every request.
  const end = () => request.readableEnded || reject(endedEarly());
  request.on("error", end);
  request.on("close", end);
  return await promise;
}

/**
 * Bodies are taken as they are: SES's clients compress none. Only what is a compression is refused, for some clients name others
 * here (`amz-1.0`, `utf-8`) and send plain JSON.
 *
 * @throws CallerError `bad-request`.
 */
export function refuseCompressed({ headers }: IncomingMessage): void {
  const encoding = headers["content-encoding"];
  if (encoding === undefined || !/\b(?:gzip|deflate|compress|br|zstd)\b/i.test(encoding)) return;
  const message = "The request body must not be compressed. Send it as it is, without Content-Encoding.";
  throw badRequest("Content-Encoding", message);
}

function endedEarly(): CallerError {
  return new CallerError("bad-request", "The request ended before its body did.");
}

function tooLarge(mostBytes: number): CallerError {
  const megabytes = Math.floor(mostBytes / (1024 * 1024));
  return new CallerError("too-large", `The request body is too large: it may have ${megabytes} MB.`);
}
