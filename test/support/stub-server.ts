// The API server with two access keys, an API key and three operations.
import { randomUUID } from "node:crypto";
import { everything } from "#features/access-keys/index.ts";
import { Callers } from "#platform/callers.ts";
import type { Clock } from "#platform/clock.ts";
import { systemClock } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import type { Caller } from "#servers/api/auth/caller.ts";
import type { Credentials } from "#servers/api/auth/credentials.ts";
import { withResource } from "#servers/api/dialects/resource.ts";
import { type ApiServer, type ApiServerOptions, startApiServer } from "#servers/api/server.ts";

export const known = {
  accessKeyId: "AKIAKNOWN234567ABCDE",
  secretAccessKey: "a-secret-of-forty-characters-0123456789+",
};
export const revoked = { accessKeyId: "AKIAREVOKED34567ABCD", secretAccessKey: "x" };
export const apiKey = "sk_signet_known";
export const foundApiKey = { id: "key_1", account: "111122223333", scope: everything };

export const credentials: Credentials = {
  noteUse: () => {},
  async findAccessKey(id) {
    if (id === known.accessKeyId)
      return { account: "111122223333", secret: known.secretAccessKey, revoked: false, scope: everything };
    if (id === revoked.accessKeyId)
      return { account: "111122223333", secret: "x", revoked: true, scope: everything };
    return undefined;
  },
  async findApiKey(token) {
    return token === apiKey ? foundApiKey : undefined;
  },
  async findSession() {
    return undefined;
  },
};

export interface Stub extends AsyncDisposable {
  readonly server: ApiServer;
  readonly callers: Caller[];
  readonly bodies: unknown[];
  readonly logged: object[];
}

/** The real server on a free port, with handlers that answer what they are asked. */
export async function startStub(options: Partial<ApiServerOptions> & { clock?: Clock } = {}): Promise<Stub> {
  const callers: Caller[] = [];
  const bodies: unknown[] = [];
  const logged: object[] = [];
  const log: Log = { info() {}, warn() {}, error: (fields) => logged.push(fields) };
  const server = await startApiServer({
    callers: new Callers(systemClock),
    host: "127.0.0.1",
    port: 0,
    mode: "open",
    credentials,
    defaultRegion: "us-east-1",
    repeatedCalls: { once: async (_owner, _call, act) => await act() },
    clock: systemClock,
    log,
    newRequestId: randomUUID,
    ready: async () => {},
    olderHandlers: {},
    topics: { confirm: async () => undefined },
    handlers: {
      CreateEmailIdentity(input, caller) {
        callers.push(caller);
        bodies.push(input);
        return withResource(
          { IdentityType: "DOMAIN", VerifiedForSendingStatus: false },
          { id: "idn_1", createdAt: Date.UTC(2025, 0, 1) },
        );
      },
      GetEmailIdentity(input) {
        if (input.EmailIdentity === "bug.example") throw new Error("the disk is on fire");
        return {
          ConfigurationSetName: input.EmailIdentity,
          VerificationInfo: { LastCheckedTimestamp: new Date(1_735_689_600_000) },
        };
      },
      async PutEmailIdentityFeedbackAttributes() {
        return {};
      },
    },
    ...options,
  });
  return { server, callers, bodies, logged, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}
