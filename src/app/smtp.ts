import { type Config, type HostAndPort, isLoopbackHost } from "#config.ts";
import type { DmarcReports } from "#features/dmarc-reports/index.ts";
import { type CurrentCertificate, summarize } from "#features/tls-certificate/index.ts";
import type { SmtpPlace } from "#servers/api/signet/index.ts";
import { type InboundOptions, startInbound } from "#servers/smtp/inbound/index.ts";
import { type Submissions, startSubmission } from "#servers/smtp/submission/index.ts";
import type { Features } from "./features.ts";
import { inboundName, submissionName } from "./host-names.ts";
import type { Surroundings } from "./surroundings.ts";

/** Everything that speaks SMTP to others; undefined where that is another process's part. */
export async function startSmtp(
  config: Config,
  surroundings: Surroundings,
  parts: Pick<Features, "accessKeys" | "returnedMail" | "roleMailboxes"> & {
    readonly dmarcReports: DmarcReports;
    readonly certificate: CurrentCertificate | undefined;
    readonly submissions: Submissions;
  },
) {
  const { certificate, dmarcReports, returnedMail, roleMailboxes } = parts;
  if (!config.roles.has("smtp") || certificate === undefined) return undefined;
  await using starting = new AsyncDisposableStack();
  const { smtp: submission, smtps } = starting.use(
    await startSubmissions(config, surroundings, { ...parts, certificate }),
  );
  const inbound = starting.use(
    await startInboundMail(config, surroundings, {
      certificate,
      accepts: async (recipient) =>
        dmarcReports.accepts(recipient) ||
        (await roleMailboxes.accepts(recipient)) ||
        (await returnedMail.accepts(recipient)),
      receive: async (mail) => {
        // Those that may be refused first: what follows from a report is written once, however often it comes.
        await dmarcReports.receive(mail);
        await roleMailboxes.receive(mail);
        await returnedMail.receive(mail);
      },
    }),
  );
  const running = starting.move();
  return {
    submission,
    smtps,
    inbound,
    certificate,
    [Symbol.asyncDispose]: async () => await running.disposeAsync(),
  };
}

/** The SES SMTP interface: with STARTTLS, and where it is asked for with TLS from the first octet. */
export async function startSubmissions(
  config: Config,
  { clock, log }: Surroundings,
  parts: Pick<Features, "accessKeys"> & {
    readonly certificate: CurrentCertificate;
    readonly submissions: Submissions;
  },
) {
  await using starting = new AsyncDisposableStack();
  const listen = async (place: HostAndPort, implicitTls: boolean) =>
    starting.use(
      await startSubmission({
        ...place,
        implicitTls,
        name: submissionName(config),
        // Open is for this machine only, wherever else SMTP may listen.
        mode: isLoopbackHost(place.host) ? config.auth : "required",
        allowsPlain: isLoopbackHost(place.host),
        defaultRegion: config.region,
        requireServed: (region) => config.cells.requireServed(region),
        credentials: parts.accessKeys,
        submissions: parts.submissions,
        certificate: parts.certificate,
        clock,
        log,
      }),
    );
  const smtp = await listen(config.smtp, false);
  const smtps = config.smtps === undefined ? undefined : await listen(config.smtps, true);
  const running = starting.move();
  return { smtp, smtps, [Symbol.asyncDispose]: async () => await running.disposeAsync() };
}

/** Where bounces and complaints come back. */
export async function startInboundMail(
  config: Config,
  { clock, log }: Surroundings,
  parts: Pick<InboundOptions, "accepts" | "receive" | "certificate">,
) {
  return await startInbound({ ...config.inbound, name: inboundName(config), ...parts, clock, log });
}

/** Where messages are submitted: here, or at whichever process has that part. */
export function smtpPlaceOf(
  config: Config,
  here: Awaited<ReturnType<typeof startSmtp>> | undefined,
): SmtpPlace {
  return {
    host: reachedAs(config),
    port: here?.submission.port ?? config.smtp.port,
    tlsPort: here?.smtps?.port ?? config.smtps?.port,
    requiresTls: !isLoopbackHost(config.smtp.host),
    certificate: async () => here && summarize(await here.certificate.refresh()),
  };
}

/** The name that callers know the listener by. */
function reachedAs({ smtp, publicUrl, ...config }: Config): string {
  if (isLoopbackHost(smtp.host)) return smtp.host;
  return publicUrl === undefined ? submissionName(config) : new URL(publicUrl).hostname;
}
