import { Callers } from "#platform/callers.ts";
import { noteKeyUses } from "#workers/note-key-uses.ts";
import { startHttp } from "./app/api.ts";
import { showCertificate } from "./app/certificate.ts";
import { buildLooks, openInspector, startDns } from "./app/dns.ts";
import { openDoctor } from "./app/doctor.ts";
import { buildFeatures } from "./app/features.ts";
import { openGround } from "./app/ground.ts";
import { healthyWhile } from "./app/healthy-while-opening.ts";
import { openMailExchangers } from "./app/mail-exchangers.ts";
import { openMetrics, openTracing, startMetrics } from "./app/metering.ts";
import { openSending, submissionsTo } from "./app/sending.ts";
import { smtpPlaceOf, startSmtp } from "./app/smtp.ts";
import { StoppedTogether } from "./app/stopped-together.ts";
import type { Surroundings } from "./app/surroundings.ts";
import { startWorkers } from "./app/workers.ts";
import type { Config, HostAndPort } from "./config.ts";

export interface App extends AsyncDisposable {
  /** `http://127.0.0.1:4579`, with the real port. */
  readonly httpUrl: string;
  /** Where the same is answered in TLS. */
  readonly https: { readonly host: string; readonly port: number } | undefined;
  /** Undefined where it is not among the process's roles, as is SMTP. */
  readonly dns: { readonly host: string; readonly port: number } | undefined;
  readonly smtp: { readonly host: string; readonly port: number } | undefined;
  /** Where submission is in TLS from the first octet. */
  readonly smtps: { readonly host: string; readonly port: number } | undefined;
  /** Where bounces and complaints come back. */
  readonly inbound: { readonly host: string; readonly port: number } | undefined;
  /** Where the metrics are shown, when that is a place of their own. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
  /** The local account's own access key; undefined when unsigned requests are refused, for then nobody was shown one. */
  readonly localKey: { readonly id: string; readonly secret: string } | undefined;
  /** Resolves when no worker has anything to do now. */
  idle(): Promise<void>;
  /** The first half of stopping: `/readyz` says so and no more work is begun, while callers are still answered. */
  retire(): void;
}

/** Builds every object, joins them, and starts what listens and what works by itself. */
export async function startApp(config: Config, given: Surroundings): Promise<App> {
  await using starting = new AsyncDisposableStack();
  const metrics = await openMetrics(config, given);
  const tracing = starting.use(await openTracing(config, given));
  const surroundings = { ...given, measures: metrics?.measures, tracing };
  let httpUrl = "";
  const publicUrl = () => config.publicUrl ?? httpUrl;
  const ground = starting.use(
    await healthyWhile(config, surroundings, async () => await openGround(config, surroundings, publicUrl)),
  );
  const features = buildFeatures(ground);

  starting.use(features.aws);
  starting.use(features.web);
  const dns = config.roles.has("dns")
    ? starting.use(await startDns(config, surroundings, features))
    : undefined;
  const inspector = starting.use(openInspector(ground, dns));
  const mailExchangers = starting.use(openMailExchangers(config, surroundings));
  const looks = await buildLooks(ground, { ...features, inspector, mailExchangers });
  const senders = openSending(ground, features);
  const shown = starting.use(
    metrics && (await startMetrics(config, surroundings, { ...ground, ...features, ...looks, metrics })),
  );

  const callers = new Callers(surroundings.clock);
  const parts = { ...ground, callers, ...features, ...looks, ...senders, metrics, localZone: dns?.localZone };
  // Whatever the roles: nobody else knows which keys were used here. Stopped once nobody is answered any more.
  const keyUses = starting.use(noteKeyUses({ ...parts, ...surroundings }));
  const together = starting.use(new StoppedTogether());
  const certificate = starting.use(await showCertificate(config, surroundings, parts))?.certificate;
  const submissions = submissionsTo(senders.sending);
  const smtp = together.use(await startSmtp(config, surroundings, { ...parts, certificate, submissions }));
  const smtpPlace = smtpPlaceOf(config, smtp);
  const doctor = openDoctor({ ...parts, config, surroundings, certificate, publicUrl });
  const http = together.use(
    await startHttp(config, surroundings, { ...parts, certificate, smtpPlace, doctor }),
  );
  httpUrl = http.url;
  const workers = together.use(await startWorkers(config, surroundings, parts));
  const localKey = config.auth === "open" ? await features.accessKeys.ensureLocalKey() : undefined;

  const running = starting.move();
  return {
    httpUrl,
    https: placeOf(config.https, http.httpsPort),
    dns,
    smtp: smtp?.submission,
    smtps: smtp?.smtps,
    inbound: smtp?.inbound,
    metrics: placeOf(config.metrics, shown?.port),
    localKey,
    idle: async () => void (await Promise.all([workers?.idle(), keyUses.idle()])),
    retire: () => {
      http.retire();
      workers?.stop();
    },
    [Symbol.asyncDispose]: async () => await running.disposeAsync(),
  };
}

/** What was set, with the real port; undefined where nobody listens there. */
function placeOf(set: HostAndPort | undefined, port: number | undefined): HostAndPort | undefined {
  return set === undefined || port === undefined ? undefined : { host: set.host, port };
}
