// A client of `text/event-stream`, as far as the tests need one.
import assert from "node:assert/strict";

export interface ReceivedEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface EventSource extends AsyncDisposable {
  /** The next one that is of this kind; others are passed over. */
  next(event: string): Promise<ReceivedEvent["data"]>;
  /** Resolves when the server has ended the stream. */
  readonly ended: Promise<void>;
}

export async function openEventSource(
  url: string,
  headers: Record<string, string> = {},
): Promise<EventSource> {
  const ending = new AbortController();
  const answer = await fetch(url, { headers, signal: ending.signal });
  assert.equal(answer.status, 200, await (answer.ok ? "" : answer.text()));
  assert.equal(answer.headers.get("content-type"), "text/event-stream");
  assert.ok(answer.body);
  const received: ReceivedEvent[] = [];
  let arrived = Promise.withResolvers<void>();
  const read = async (body: ReadableStream<Uint8Array>) => {
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      received.push(...blocks.flatMap(readBlock));
      arrived.resolve();
      arrived = Promise.withResolvers();
    }
  };
  const ended = read(answer.body).catch((error: unknown) => {
    if (!ending.signal.aborted) throw error;
  });
  return {
    ended,
    async next(event) {
      for (;;) {
        const found = received.shift();
        if (found?.event === event) return found.data;
        if (found === undefined)
          await Promise.race([arrived.promise, ended.then(() => assert.fail("it ended"))]);
      }
    },
    async [Symbol.asyncDispose]() {
      ending.abort();
      await ended;
    },
  };
}

function readBlock(block: string): ReceivedEvent[] {
  const event = /^event: (.*)$/m.exec(block)?.[1];
  const data = /^data: (.*)$/m.exec(block)?.[1];
  if (event === undefined || data === undefined) return [];
  return [{ event, data: JSON.parse(data) as ReceivedEvent["data"] }];
}
