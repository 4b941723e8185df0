// The floor: node:http alone. It reads the same JSON and answers as much of it, and does nothing else.
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const attributes = {
  SigningEnabled: true,
  Status: "PENDING",
  Tokens: Array.from({ length: 3 }, (_, at) => `${at}`.padEnd(32, "abcdefghijklmnopqrstuvwxyz234567")),
  SigningAttributesOrigin: "AWS_SES",
  NextSigningKeyLength: "RSA_2048_BIT",
  SigningHostedZone: "dkim.signet.localhost",
};
const created = { IdentityType: "DOMAIN", VerifiedForSendingStatus: false, DkimAttributes: attributes };
const shown = {
  ...created,
  FeedbackForwardingStatus: true,
  VerificationStatus: "PENDING",
  VerificationInfo: {},
  MailFromAttributes: { BehaviorOnMxFailure: "USE_DEFAULT_VALUE" },
  Policies: {},
  Tags: [],
};
const listed = {
  IdentityType: "DOMAIN",
  IdentityName: "d000000.bench.example",
  SendingEnabled: false,
  VerificationStatus: "PENDING",
};

const server = createServer((request, response) => {
  if (request.method === "GET") return send(response, shown);
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const input = JSON.parse(Buffer.concat(chunks).toString()) as { PageSize?: number };
    const { PageSize: size } = input;
    const page = size && { EmailIdentities: Array.from({ length: size }, () => listed), NextToken: "more" };
    send(response, page || created);
  });
});

function send(response: ServerResponse, output: object): void {
  const body = JSON.stringify(output);
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
  response.end(body);
}

server.listen(0, "127.0.0.1", () => {
  console.log(`listening on ${(server.address() as AddressInfo).port}`);
});
