import type { ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";
import { atTurnsEnd } from "./turns-end.ts";

/**
 * Sends a whole answer on `node:http`. `common`: headers of every answer, by name and value in turn. `waiting`: who waits for it
 * until then.
 */
export function sendAnswer(
  response: ServerResponse,
  answer: Answer,
  common: readonly string[],
  waiting: Disposable | undefined,
): void {
  const { status, headers, contentType, content } = answer;
  if (typeof content !== "string") throw new Error("An operation's answer is JSON.");
  const fields = [
    ...common,
    "content-type",
    contentType,
    "content-length",
    String(Buffer.byteLength(content)),
  ];
  for (const name in headers) fields.push(name, headers[name] ?? "");
  atTurnsEnd(() => {
    using _ = waiting;
    response.writeHead(status, fields).end(content);
  });
}
