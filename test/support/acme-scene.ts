import assert from "node:assert/strict";
import { createTransport } from "nodemailer";
import { minuteMs } from "#platform/clock.ts";
import { AcmeServer } from "./acme-server.ts";
import type { Engine } from "./engines.ts";
import { World } from "./world.ts";

export const zone = "mail.service.test";

/** What a service that has its certificate made by an authority is set to. */
export function acmeSettings({ directory }: AcmeServer): Record<string, string> {
  return { SIGNET_ZONE: zone, SIGNET_ACME: directory, SIGNET_ACME_TERMS: "agreed" };
}

/** A service, the authority that it asks for a certificate, and mail programs that look at it. */
export class AcmeScene implements AsyncDisposable {
  readonly world: World;
  readonly authority: AcmeServer;

  private constructor(world: World, authority: AcmeServer) {
    this.world = world;
    this.authority = authority;
  }

  /** `settings` may need what the world got; the authority may be prepared before the service knows of it. */
  static async start(
    engine: Engine,
    settings: Readonly<Record<string, string>> = {},
    prepare: (authority: AcmeServer) => void = () => {},
  ): Promise<AcmeScene> {
    await using starting = new AsyncDisposableStack();
    const world = starting.use(await World.start(engine));
    const placeOf = ({ host = "", port = 0 }) => `${host}:${port}`;
    const authority = starting.use(
      await AcmeServer.start({
        now: () => world.clock.now(),
        nameServers: () => [
          placeOf(world.app.dns ?? {}),
          placeOf({ host: world.dns.address, port: world.dns.port }),
        ],
      }),
    );
    prepare(authority);
    const scene = new AcmeScene(world, authority);
    await scene.restart(settings);
    starting.move();
    return scene;
  }

  async restart(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.world.restart({ ...acmeSettings(this.authority), ...settings });
    await this.world.settle();
  }

  /** What a mail program that trusts the authority has against the service under a name; undefined: nothing. */
  async distrust(servername: string): Promise<string | undefined> {
    // Whoever connects first has the listener look for a newer certificate.
    this.world.clock.advance(10_000);
    await this.world.plain("GET", "/signet/v1/smtp-settings");
    await speaksTls(this.world.app.smtp?.port ?? 0, { servername, rejectUnauthorized: false });
    const tls = { servername, ca: this.authority.authority.pem };
    return await speaksTls(this.world.app.smtp?.port ?? 0, tls);
  }

  /** What the listener shows: its names, and until when. */
  async shown(): Promise<{ self_signed: boolean; valid_until: string; names: string[] }> {
    this.world.clock.advance(10_000);
    const settings = await this.world.plain<{ certificate: Awaited<ReturnType<AcmeScene["shown"]>> }>(
      "GET",
      "/signet/v1/smtp-settings",
    );
    return settings.certificate;
  }

  /** The first that the authority makes, shown. Where the machine is slow an attempt may fail: it is tried again by itself. */
  async firstIssued(): Promise<Awaited<ReturnType<AcmeScene["shown"]>>> {
    await this.world.pass(minuteMs);
    for (let tries = 0; (await this.shown()).self_signed; tries++) {
      assert.ok(tries < 10, this.world.logged.join(""));
      await this.world.pass(10 * minuteMs);
    }
    return await this.shown();
  }

  /** What the doctor says of the certificate. */
  async told(): Promise<string> {
    this.world.clock.advance(10_000);
    const { checks } = await this.world.plain<{
      checks: { name: string; status: string; seen: string; advice: string }[];
    }>("GET", "/signet/v1/doctor");
    const found = checks.find(({ name }) => name === "certificate");
    return `${found?.status}: ${found?.seen} ${found?.advice}`.trim();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.world[Symbol.asyncDispose]();
    await this.authority[Symbol.asyncDispose]();
  }
}

/** A whole greeting by STARTTLS; answers what a mail program has against it. */
export async function speaksTls(port: number, tls: object): Promise<string | undefined> {
  const client = createTransport({ host: "127.0.0.1", port, requireTLS: true, tls });
  try {
    await client.verify();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    client.close();
  }
}
