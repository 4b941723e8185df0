import { createHmac, hash, randomUUID } from "node:crypto";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secret: string;
}

export interface UnsignedRequest {
  readonly method: "GET" | "POST";
  /** Already percent-encoded. */
  readonly path: string;
  readonly body?: string;
  readonly region: string;
  /** `127.0.0.1:4579`. */
  readonly host: string;
}

const agent = "aws-sdk-js/3.1169.0";

/**
 * A request as it goes over the wire, signed now (SigV4; good for 15 minutes), with the headers that the AWS SDK for
 * JavaScript sends and signs.
 */
export function signedRequest(request: UnsignedRequest, credentials: Credentials): Buffer {
  const { method, path, body = "", region, host } = request;
  const time = `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
  const bodyHash = hash("sha256", body);
  const signed: readonly (readonly [name: string, value: string])[] = [
    ["amz-sdk-invocation-id", randomUUID()],
    ["amz-sdk-request", "attempt=1; max=3"],
    ...(body === ""
      ? []
      : ([
          ["content-length", String(Buffer.byteLength(body))],
          ["content-type", "application/json"],
        ] as const)),
    ["host", host],
    ["x-amz-content-sha256", bodyHash],
    ["x-amz-date", time],
    ["x-amz-user-agent", agent],
  ];
  const names = signed.map(([name]) => name).join(";");
  const lines = signed.map(([name, value]) => `${name}:${value}\n`).join("");
  // Every service but S3 signs the path encoded once more.
  const canonical = [method, path.replaceAll("%", "%25"), "", lines, names, bodyHash].join("\n");
  const scope = `${time.slice(0, 8)}/${region}/ses/aws4_request`;
  const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash("sha256", canonical)}`;
  const signature = createHmac("sha256", signingKey(credentials.secret, scope)).update(toSign).digest("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  const head = [
    `${method} ${path} HTTP/1.1`,
    `user-agent: ${agent} ua/2.1 os/linux lang/js md/nodejs#26.10.0 api/sesv2#3.1169.0 m/N,E,e`,
    ...signed.map(([name, value]) => `${name}: ${value}`),
    `authorization: ${authorization}`,
    "connection: keep-alive",
  ].join("\r\n");
  return Buffer.from(`${head}\r\n\r\n${body}`);
}

const keys = new Map<string, Buffer>();

function signingKey(secret: string, scope: string): Buffer {
  const name = `${secret}/${scope}`;
  let key = keys.get(name);
  if (key === undefined) {
    key = Buffer.from(`AWS4${secret}`);
    for (const step of scope.split("/")) key = createHmac("sha256", key).update(step).digest();
    keys.set(name, key);
  }
  return key;
}
