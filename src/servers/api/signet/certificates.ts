import { arnOf, type SmimeCertificate, type SmimeCertificates } from "#features/smime-certificates/index.ts";
import { withResource } from "#servers/api/dialects/resource.ts";
import type { PlainRoute } from "#servers/api/plain-routes.ts";
import { Body } from "./read-body.ts";
import { readPageRequest } from "./read-query.ts";

const path = "/signet/v1/certificates";

/** Certificates that messages are signed with (S/MIME): what they are, never their private keys. */
export function certificateRoutes({
  smimeCertificates,
}: {
  readonly smimeCertificates: SmimeCertificates;
}): PlainRoute[] {
  return [
    {
      method: "POST",
      path,
      handle: async ({ body, caller }) =>
        shown(await smimeCertificates.import(caller.owner, readPem(new Body(body)))),
    },
    {
      method: "GET",
      path,
      handle: async ({ caller, query }) => {
        const { items, nextToken } = await smimeCertificates.list(caller.owner, readPageRequest(query));
        const certificates = items.map(({ uses, ...one }) => ({
          ...toWire(one),
          signs_for: uses.map(({ identity, fromAddress }) => ({ identity, from_address: fromAddress })),
        }));
        return { certificates, next_token: nextToken ?? null };
      },
    },
    {
      method: "PUT",
      path: `${path}/:id`,
      handle: async ({ body, caller, params }) =>
        shown(await smimeCertificates.replace(caller.owner, params["id"] ?? "", readPem(new Body(body)))),
    },
    {
      method: "DELETE",
      path: `${path}/:id`,
      handle: async ({ caller, params }) => {
        await smimeCertificates.remove(caller.owner, params["id"] ?? "");
        return { removed: 1 };
      },
    },
  ];
}

function readPem(body: Body) {
  return { certificate: body.string("certificate"), key: body.string("private_key") };
}

function shown(certificate: SmimeCertificate) {
  const { id: _, created_at: __, ...output } = toWire(certificate);
  return withResource(output, certificate);
}

function toWire({ owner, id, addresses, notBefore, notAfter, createdAt }: SmimeCertificate) {
  return {
    id,
    arn: arnOf(owner, id),
    addresses,
    not_before: new Date(notBefore).toISOString(),
    not_after: new Date(notAfter).toISOString(),
    created_at: new Date(createdAt).toISOString(),
  };
}
