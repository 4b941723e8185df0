import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly region: string | undefined;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

export interface Answer {
  readonly status?: number;
  readonly data?: unknown;
  readonly error?: { readonly code: string; readonly message: string; readonly details?: readonly object[] };
  /** Sent as it is, instead of an envelope. */
  readonly raw?: string;
}

export interface ScriptedService extends AsyncDisposable {
  readonly url: string;
  readonly requests: Request[];
}

/** A real HTTP server that answers as a test says. */
export async function scriptedService(answer: (request: Request) => Answer): Promise<ScriptedService> {
  const requests: Request[] = [];
  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    requests.push(request);
    const { status = 200, raw, ...members } = answer(request);
    outgoing.writeHead(status, { "content-type": "application/json" });
    outgoing.end(raw ?? JSON.stringify({ success: members.error === undefined, ...members }));
  };
  const server = createServer((incoming, outgoing) => void respond(incoming, outgoing));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, "close");
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<Request> {
  let text = "";
  for await (const chunk of incoming.setEncoding("utf8")) text += chunk;
  const { method = "", url: path = "", headers } = incoming;
  const { "signet-region": region, authorization } = headers;
  return {
    method,
    path,
    region: region?.toString(),
    authorization,
    body: text === "" ? undefined : JSON.parse(text),
  };
}
