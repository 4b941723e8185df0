import type { ListEmailIdentityCertificatesResponse } from "@aws-sdk/client-sesv2";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";
import type { Plain, Resource } from "./plain.ts";

/** What messages are signed with by S/MIME. Its private key is given once, and never shown. */
export interface Certificate extends Resource {
  readonly arn: string;
  readonly addresses: readonly string[];
  readonly not_before: string;
  readonly not_after: string;
}

/** With some of those who sign with it. */
export interface ListedCertificate extends Certificate {
  readonly signs_for: readonly { readonly identity: string; readonly from_address: string }[];
}

export interface Pem {
  /** With those that vouch for it, in any order. */
  readonly certificate: string;
  readonly private_key: string;
}

type OfIdentityPage = Plain<ListEmailIdentityCertificatesResponse>;
export type IdentityCertificate = NonNullable<OfIdentityPage["Certificates"]>[number];

export const certificatesKey = ["certificates"] as const;
const path = "/signet/v1/certificates";
const ofIdentityPath = "/v2/email/identity/certificates";

/** As many as there can be, those first that expire first. */
export const certificatesQuery = queryOptions({
  queryKey: [...certificatesKey, "kept"],
  queryFn: async ({ signal }) => {
    const { certificates } = await call<{ readonly certificates: readonly ListedCertificate[] }>(
      "GET",
      path,
      {
        query: { page_size: 1_000 },
        signal,
      },
    );
    return certificates.toSorted((one, other) => one.not_after.localeCompare(other.not_after));
  },
});

export async function importCertificate(pem: Pem): Promise<Certificate> {
  return await call<Certificate>("POST", path, { body: pem });
}

/** Whoever signs with the old one signs with this from then on. */
export async function renewCertificate(id: string, pem: Pem): Promise<Certificate> {
  return await call<Certificate>("PUT", `${path}/${encodeURIComponent(id)}`, { body: pem });
}

export async function deleteCertificate(id: string): Promise<void> {
  await call("DELETE", `${path}/${encodeURIComponent(id)}`);
}

/** Which addresses of an identity have one. */
export function identityCertificatesQuery(identity: string) {
  return infiniteQueryOptions({
    queryKey: [...certificatesKey, "of", identity],
    queryFn: async ({ signal, pageParam }) =>
      await call<OfIdentityPage>("POST", `${ofIdentityPath}/list`, {
        body: { EmailIdentity: identity, PageSize: 100, NextToken: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ NextToken }) => NextToken,
  });
}

export function certificatesIn(list: { readonly pages: readonly OfIdentityPage[] } | undefined) {
  return list?.pages.flatMap(({ Certificates = [] }) => Certificates) ?? [];
}

interface Association {
  readonly identity: string;
  readonly from: string;
  readonly arn: string;
}

export async function associateCertificate({ identity, from, arn }: Association): Promise<void> {
  const body = { EmailIdentity: identity, FromAddress: from, CertificateArn: arn };
  await call("POST", ofIdentityPath, { body });
}

export async function disassociateCertificate(identity: string, from: string): Promise<void> {
  await call("POST", `${ofIdentityPath}/delete`, { body: { EmailIdentity: identity, FromAddress: from } });
}
