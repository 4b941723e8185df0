import type { ServerResponse } from "node:http";
import { LoopbackServer } from "./loopback-server.ts";

/** S3 as far as reading objects goes, each bucket a folder of its address. */
export class ObjectStorage implements AsyncDisposable {
  readonly url: string;
  /** By bucket and key: `lists/bounced.csv`. */
  readonly objects = new Map<string, string>();
  /** By whom each was asked for: `AKIA… eu-west-1 lists/bounced.csv`. */
  readonly asked: string[] = [];
  /** What the next calls are answered with instead; undefined: what they asked for. */
  instead: ((response: ServerResponse) => void) | undefined;
  readonly #server: LoopbackServer;

  private constructor(server: LoopbackServer) {
    this.#server = server;
    this.url = server.url;
    server.answer((request, _, response) => {
      const name = decodeURIComponent(new URL(request.url ?? "", this.url).pathname.slice(1));
      const scope = /Credential=([^/]+)\/\d{8}\/([^/]+)\/s3\/aws4_request/.exec(
        request.headers.authorization ?? "",
      );
      this.asked.push(`${scope?.[1]} ${scope?.[2]} ${name}`);
      if (this.instead !== undefined) return this.instead(response);
      const content = this.objects.get(name);
      if (content === undefined) return refuse(response, 404, "NoSuchKey");
      response.writeHead(200, { "content-length": Buffer.byteLength(content) }).end(content);
    });
  }

  static async start(): Promise<ObjectStorage> {
    return new ObjectStorage(await LoopbackServer.start());
  }

  /** Of a service that reads from here what these patterns allow. */
  settings(imports: string): Record<string, string> {
    return {
      AWS_ENDPOINT_URL_S3: this.url,
      AWS_ACCESS_KEY_ID: "AKIAOPERATOR",
      AWS_SECRET_ACCESS_KEY: "of-the-operator",
      SIGNET_AWS_IMPORTS: imports,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function refuse(response: ServerResponse, status: number, code: string): void {
  response
    .writeHead(status, { "content-type": "application/xml" })
    .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}, it says.</Message></Error>`);
}
