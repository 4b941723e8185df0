import { isRegion } from "#protocols/sigv4/region.ts";

const awsHost = /^email(?:-fips)?\.([a-z0-9-]{1,32})\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/;
const regionalHost = /^email(?:-fips)?\.([a-z0-9-]{1,32})\./;
const loopback = /^(?:localhost|(?:[a-z0-9-]{1,63}\.){1,8}localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** The region that a host of the form `email.{region}.…` names. */
export function regionOfHost(host: string): string | undefined {
  if (!host.startsWith("email")) return undefined;
  const region = regionalHost.exec(host)?.[1];
  return region !== undefined && isRegion(region) ? region : undefined;
}

/** Whether it is one of SES's own endpoints, which come here when we are a client's proxy. */
export function isSesHost(host: string): boolean {
  const region = awsHost.exec(withoutPort(host))?.[1];
  return region !== undefined && isRegion(region);
}

/** RFC 6761 §6.3: `localhost` and all below it. */
export function isLoopbackHost(host: string): boolean {
  return loopback.test(withoutPort(host));
}

export function withoutPort(host: string): string {
  return host.replace(/:\d{1,5}$/, "");
}
