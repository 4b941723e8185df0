import { isRegion } from "#protocols/sigv4/region.ts";

const awsHost = /^email(?:-fips)?\.([a-z0-9-]{1,32})\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/;
/** As the SDKs make it of an endpoint's id (`EndpointId`). */
const awsEndpointHost =
  /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,2}\.endpoints\.email\.(?:(?:us-gov\.)?amazonaws\.com(?:\.cn)?|(?:global|us-gov)\.api\.aws)$/;
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
  const name = withoutPort(host);
  const region = awsHost.exec(name)?.[1];
  return region === undefined ? awsEndpointHost.test(name) : isRegion(region);
}

/** RFC 6761 §6.3: `localhost` and all below it. */
export function isLoopbackHost(host: string): boolean {
  return loopback.test(withoutPort(host));
}

export function withoutPort(host: string): string {
  return host.replace(/:\d{1,5}$/, "");
}
