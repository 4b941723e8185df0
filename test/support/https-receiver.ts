import { once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { forServers, MailAuthority } from "./mail-certificates.ts";

/** What is posted to somebody's server under a certificate that this process trusts. */
export class HttpsReceiver implements AsyncDisposable {
  readonly port: number;
  readonly posted: { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: Buffer }[] =
    [];
  /** The status of the answer to what has just been posted. */
  answer: () => number | Promise<number> = () => 201;
  readonly #rest: AsyncDisposableStack;

  private constructor(port: number, rest: AsyncDisposableStack) {
    this.port = port;
    this.#rest = rest;
  }

  static async start(address: string, hostName: string): Promise<HttpsReceiver> {
    const authority = await MailAuthority.found("Web authority");
    const { own, key } = await authority.certify({ hosts: [hostName], purposes: [forServers], key: "p256" });
    const server = createServer({ key, cert: own }).listen(0, address);
    await once(server, "listening");
    const trusted = getCACertificates("default");
    setDefaultCACertificates([...trusted, authority.pem]);
    const rest = new AsyncDisposableStack();
    rest.defer(async () => {
      setDefaultCACertificates(trusted);
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    });
    const receiver = new HttpsReceiver((server.address() as AddressInfo).port, rest);
    server.on("request", (request, response) => {
      void buffer(request).then(async (body) => {
        receiver.posted.push({ path: request.url ?? "", headers: request.headers, body });
        response.writeHead(await receiver.answer()).end();
      });
    });
    return receiver;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#rest.disposeAsync();
  }
}
