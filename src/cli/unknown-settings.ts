import { readConfig } from "#config.ts";
import { nearest } from "./nearest.ts";

const prefix = "SIGNET_";
/** Kubernetes sets these for a service that is called signet. */
const ofKubernetes = /_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT(?:_\d+_(?:TCP|UDP)(?:_\w+)?)?)$/;

/** A sentence for each variable that looks like a setting and is none: one that is mistyped changes nothing, and nobody would notice. */
export function unknownSettings(environment: Readonly<Record<string, string | undefined>>): string[] {
  const known = settings();
  return Object.keys(environment)
    .filter((name) => name.startsWith(prefix) && !ofKubernetes.test(name))
    .map((name) => name.slice(prefix.length))
    .filter((name) => !known.has(name))
    .map((name) => {
      const meant = nearest(name, known);
      const advice = meant === undefined ? "" : ` Did you mean ${prefix}${meant}?`;
      return `${prefix}${name} is no setting, and changes nothing.${advice}`;
    });
}

/** Their names without the prefix: all that is looked for, also where nothing is set. */
function settings(): ReadonlySet<string> {
  const names = new Set<string>();
  const empty = new Proxy<Record<string, undefined>>(
    {},
    {
      get: (_, name) => {
        if (typeof name === "string" && name.startsWith(prefix)) names.add(name.slice(prefix.length));
        return undefined;
      },
    },
  );
  readConfig(empty);
  return names;
}
