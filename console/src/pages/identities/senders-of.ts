import type { Certificate } from "#console/api/certificates.ts";
import type { Proof } from "#console/api/identities.ts";

/** Those of a certificate's addresses that an identity sends from: a domain from its subdomains' too. */
export function sendersOf({ addresses }: Certificate, { kind, name }: Proof): string[] {
  return addresses.map(asCompared).filter((address) => {
    if (kind === "address") return address === asCompared(name);
    const domain = address.slice(address.lastIndexOf("@") + 1);
    return domain === name || domain.endsWith(`.${name}`);
  });
}

/** In words: whom its certificates are for. */
export function whose({ kind, name }: Proof): string {
  return kind === "domain" ? `an address at ${name}` : name;
}

/** What is before the `@` is its server's business. */
function asCompared(address: string): string {
  const at = address.lastIndexOf("@");
  return address.slice(0, at) + address.slice(at).toLowerCase();
}
