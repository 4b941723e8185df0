import type { Dialect } from "./dialect.ts";
import { failures } from "./failures.ts";
import type { Resource } from "./resource.ts";

/** For people and programs without an AWS SDK: an envelope, honest statuses, ISO 8601 times. */
export const plain: Dialect = {
  name: "plain",
  times: "iso-8601",
  requestIdHeader: "x-request-id",
  success: (outputJson, resource) =>
    `{"success":true,"data":${resource === undefined ? outputJson : beginWith(resource, outputJson)}}`,
  failure({ problem, message, plainMessage = message, details }) {
    const { code, status } = failures[problem].plain;
    // RFC 9110 §15.5.2: a 401 says how to do better.
    const headers: Record<string, string> = status === 401 ? { "www-authenticate": "Bearer" } : {};
    const body = JSON.stringify({ success: false, error: { code, message: plainMessage, details } });
    return { status, headers, body };
  },
};

/** Puts the two members in front of those of the output without reading it again. */
function beginWith({ id, createdAt }: Resource, outputJson: string): string {
  const time = new Date(createdAt).toISOString().replace(".000Z", "Z");
  const start = `{"id":${JSON.stringify(id)},"created_at":"${time}"`;
  return outputJson === "{}" ? `${start}}` : `${start},${outputJson.slice(1)}`;
}
