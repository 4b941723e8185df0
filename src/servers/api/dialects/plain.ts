import type { Dialect } from "./dialect.ts";
import { failures } from "./failures.ts";
import type { Resource } from "./resource.ts";

/** For people and programs without an AWS SDK: an envelope, honest statuses, ISO 8601 times. */
export const plain: Dialect = {
  name: "plain",
  times: "iso-8601",
  requestIdHeader: "x-request-id",
  contentType: "application/json",
  success: (output, { resource }) =>
    JSON.stringify({
      success: true,
      data: resource === undefined ? output : { ...named(resource), ...output },
    }),
  failure({ problem, message, plainMessage = message, details }) {
    const { code, status } = failures[problem].plain;
    // RFC 9110 §15.5.2: a 401 says how to do better.
    const headers: Record<string, string> = status === 401 ? { "www-authenticate": "Bearer" } : {};
    const body = JSON.stringify({ success: false, error: { code, message: plainMessage, details } });
    return { status, headers, body };
  },
};

function named({ id, createdAt }: Resource): { id: string; created_at: string } {
  return { id, created_at: new Date(createdAt).toISOString().replace(".000Z", "Z") };
}
