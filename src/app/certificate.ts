import { type Config, ConfigError } from "#config.ts";
import { certificateFromAcme, type KeptIssuance } from "#features/acme/index.ts";
import { ServiceKeyStore } from "#features/service-key/index.ts";
import {
  type CertificateSource,
  CurrentCertificate,
  certificateFromFiles,
  selfSignedFor,
} from "#features/tls-certificate/index.ts";
import type { Announcements } from "#platform/announcements.ts";
import type { Clock } from "#platform/clock.ts";
import type { Database } from "#platform/database/open.ts";
import { Unavailable } from "#platform/errors.ts";
import type { Secrets } from "#platform/secrets.ts";
import { submissionName } from "./host-names.ts";
import type { Surroundings } from "./surroundings.ts";

interface Stored {
  readonly database: Database;
  readonly secrets: Secrets;
  readonly keptIssuance: KeptIssuance | undefined;
}

interface Shown extends Disposable {
  readonly certificate: CurrentCertificate;
}

/** What all listeners of this process show in TLS; undefined where none speaks it. */
export async function showCertificate(
  config: Config,
  surroundings: Surroundings,
  parts: Stored & { readonly announcements: Announcements },
): Promise<Shown | undefined> {
  const { roles, https } = config;
  if (!roles.has("smtp") && !(roles.has("api") && https !== undefined)) return undefined;
  const certificate = await openCertificate(config, surroundings, parts);
  const hearing = parts.announcements.hear("tls-certificate", () => certificate.lookAgain());
  return { certificate, [Symbol.dispose]: () => hearing[Symbol.dispose]() };
}

/** From where the settings say. */
export async function openCertificate(
  config: Config,
  { clock, log }: Pick<Surroundings, "clock" | "log">,
  stored: Stored,
): Promise<CurrentCertificate> {
  const { tls } = config;
  const source = tls === undefined ? certificateInStore(config, clock, stored) : certificateFromFiles(tls);
  const onFailure = (error: unknown) => {
    const level = error instanceof Unavailable ? "warn" : "error";
    log[level]({ err: error }, "The certificate could not be read; the one before stays.");
  };
  return await CurrentCertificate.open({ source, clock, onFailure }).catch((error: unknown) => {
    if (tls === undefined) throw error;
    throw new ConfigError(
      `SIGNET_TLS_CERT=${tls.cert}, SIGNET_TLS_KEY=${tls.key}: expected a certificate and its key, in PEM, that this user may read: ` +
        `${(error as Error).message.replace(/\.$/, "")}.`,
    );
  });
}

function certificateInStore(
  { zone, region }: Config,
  clock: Clock,
  { database, secrets, keptIssuance }: Stored,
): CertificateSource {
  const names = [submissionName({ zone, region }), zone, `*.${zone}`, "localhost", "127.0.0.1", "::1"];
  const selfSigned = selfSignedFor({ store: new ServiceKeyStore(database), secrets, clock, names });
  return keptIssuance === undefined ? selfSigned : certificateFromAcme(keptIssuance, selfSigned);
}
