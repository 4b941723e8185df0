import type { TlsCertificate } from "#features/tls-certificate/index.ts";
import type { RenewalWindow } from "#protocols/acme/renewal-info.ts";

/** One that an authority gave. */
export interface Issued extends TlsCertificate {
  readonly directory: string;
  readonly names: readonly string[];
  readonly validUntil: number;
  readonly renewAt: number;
  /** What the authority said of that; undefined: nothing. */
  readonly window?: RenewalWindow | undefined;
}

/** What an authority was asked for and has not given yet. */
export interface Ordered {
  readonly url: string;
  readonly directory: string;
  /** Of the certificate, PEM: kept before it is asked for, so that what was issued can be fetched whatever happens here. */
  readonly key: string;
  readonly names: readonly string[];
  /** What is to be seen in the DNS until the authority has looked. */
  readonly texts: readonly string[];
  readonly begunAt: number;
  /** The authority was told to look. A challenge may be called pending until it has done so, and to tell it again makes it look again. */
  readonly isAnswered: boolean;
}

/** All that is known of the certificate and of what is done for it, from one step to the next. */
export interface Issuance {
  /** When there is something to do; while somebody does it, when that is taken for left behind. */
  readonly dueAt: number;
  readonly isClaimed: boolean;
  /** What the settings say: others are heeded at once. */
  readonly wanted: string;
  readonly certificate?: Issued | undefined;
  readonly order?: Ordered | undefined;
  /** In a row. */
  readonly failures: number;
  readonly trouble?: { readonly at: number; readonly reason: string } | undefined;
  /** Names outside the zone whose record does not lead into it. */
  readonly unproven: readonly string[];
}
