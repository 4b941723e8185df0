import { allRoles, type Config, hasLocalZone, isLoopbackHost, mailsLinks } from "#config.ts";
import { storageText } from "./storage-text.ts";
import { table } from "./table.ts";
import type { Paint } from "./words.ts";

/** What a started service can say of itself. */
export interface Running {
  readonly httpUrl: string;
  readonly https?: { readonly host: string; readonly port: number } | undefined;
  /** Undefined where nobody listens for DNS, or for SMTP. */
  readonly dns?: { readonly host: string; readonly port: number } | undefined;
  readonly smtp?: { readonly host: string; readonly port: number } | undefined;
  readonly smtps?: { readonly host: string; readonly port: number } | undefined;
  readonly localKey: { readonly id: string; readonly secret: string } | undefined;
}

/** What `npm start` prints: only what listens, only what works. */
export function welcome(version: string, config: Config, running: Running, paint: Paint): string {
  const rows = [
    ...(config.roles.has("api") ? [["console", `${running.httpUrl}/`]] : []),
    [config.roles.has("api") ? "API" : "health", running.httpUrl],
    ...(running.https === undefined ? [] : [["HTTPS", `https://${at(running.https)}`]]),
    ...publicRows(config, running),
    ...dnsRows(config, running),
    ...smtpRows(running),
    ...(config.roles.has("workers") ? [["mail", mailText(config, running)]] : []),
    ["data", storageText(config)],
    ["region", config.region],
    ...rolesRows(config),
    ...accessRows(config, running),
  ];
  return [
    `${paint("strong", `Signet ${version}`)} ${paint("good", "is ready.")}`,
    "",
    ...table(rows.map(([label = "", text = ""]) => [`  ${label}`, text])),
    "",
    ...(config.roles.has("api")
      ? [paint("strong", "To try"), ...trials(config, running).map((line) => `  ${line}`), ""]
      : []),
    paint("quiet", "More: npx signet --help. Ctrl-C stops it."),
  ].join("\n");
}

/** Where people are sent by mailed links; without a setting, to a place that only this machine may be able to reach. */
function publicRows({ publicUrl, http, roles }: Config, { httpUrl }: Running): string[][] {
  if (publicUrl !== undefined) return [["public", publicUrl]];
  return isLoopbackHost(http.host) || !mailsLinks(roles)
    ? []
    : [["public", `not set: mailed links begin with ${httpUrl} until SIGNET_PUBLIC_URL says otherwise`]];
}

function dnsRows(config: Config, { dns }: Running): string[][] {
  return dns === undefined ? [] : [["DNS", `${at(dns)} (UDP and TCP), ${zoneText(config)}`]];
}

function rolesRows({ roles }: Config): string[][] {
  return roles.size === allRoles.length ? [] : [["roles", [...roles].join(", ")]];
}

function at({ host, port }: { host: string; port: number }): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function zoneText(config: Config): string {
  const { zone, dns } = config;
  if (!isLoopbackHost(dns.host)) return `zone ${zone}: 'npx signet zone' says what to delegate`;
  return hasLocalZone(config)
    ? `zone ${zone}, and local zones for trying things out`
    : `zone ${zone}, for this machine only`;
}

function smtpRows({ smtp, smtps, localKey }: Running): string[][] {
  if (smtp === undefined) return [];
  const user = localKey?.id ?? "<access key id>";
  return [
    ["SMTP", `${at(smtp)}, STARTTLS; user ${user}, password: npx signet smtp-password ${user}`],
    ...(smtps === undefined ? [] : [["SMTPS", `${at(smtps)}, in TLS from the first octet`]]),
  ];
}

function mailText({ delivery, roles }: Config, { httpUrl }: Running): string {
  switch (delivery.transport) {
    case "capture":
      return roles.has("api") ? `stays in the local inbox, ${httpUrl}/inbox` : "stays in the local inbox";
    case "mx":
      return "goes out to the recipients' own servers";
    case "smart-host":
      return `goes out through ${at(delivery.address)}`;
  }
}

/** Where anybody is to prove who they are: those who call, those who submit, and people. */
function accessRows({ roles }: Config, { localKey }: Running): string[][] {
  const people = "people sign in to the console; 'npx signet users create <name>' lets one in";
  if (!roles.has("api") && !roles.has("smtp")) return [];
  if (localKey === undefined)
    return [
      [
        "access",
        "known keys only; 'npx signet keys create' makes one for AWS clients, with --api one for curl",
      ],
      ...(roles.has("api") ? [["", people]] : []),
    ];
  return [
    ["access", "open to this machine, as account 000000000000"],
    ["key", `AWS_ACCESS_KEY_ID=${localKey.id} AWS_SECRET_ACCESS_KEY=${localKey.secret}`],
  ];
}

/** Three lines that work when pasted as they are, wherever keys are not asked for. */
function trials({ region, delivery }: Config, { httpUrl, localKey }: Running): string[] {
  const bearer = localKey === undefined ? " -H 'authorization: Bearer <API key>'" : "";
  const key = localKey ?? { id: "<id>", secret: "<secret>" };
  return [
    `curl${bearer} ${httpUrl}/v2/email/identities -H 'content-type: application/json' -d '{"EmailIdentity":"you@example.com"}'`,
    delivery.transport === "capture"
      ? `curl${bearer} '${httpUrl}/signet/v1/inbox/wait?to=you@example.com'`
      : `curl${bearer} ${httpUrl}/signet/v1/identities/you@example.com`,
    `AWS_ACCESS_KEY_ID=${key.id} AWS_SECRET_ACCESS_KEY=${key.secret} aws sesv2 create-email-identity ` +
      `--email-identity example.com --region ${region} --endpoint-url ${httpUrl}`,
  ];
}
