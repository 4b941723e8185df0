import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateConfigurationSetCommand,
  CreateTenantCommand,
  CreateTenantResourceAssociationCommand,
  DeleteSuppressedDestinationCommand,
  DeleteTenantCommand,
  DeleteTenantResourceAssociationCommand,
  GetMessageInsightsCommand,
  GetSuppressedDestinationCommand,
  ListSuppressedDestinationsCommand,
  PutAccountSuppressionAttributesCommand,
  PutConfigurationSetSuppressionOptionsCommand,
  PutSuppressedDestinationCommand,
  PutTenantSuppressionAttributesCommand,
  SendEmailCommand,
  type SuppressionListReason,
  type SuppressionListScope,
} from "@aws-sdk/client-sesv2";
import { hourMs, minuteMs } from "#platform/clock.ts";
import { type Engine, engines } from "#test/support/engines.ts";
import { refused } from "#test/support/operation.ts";
import { type SmtpReceiver, startSmtpReceiver } from "#test/support/smtp-receiver.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const arn = (resource: string) => `arn:aws:ses:us-east-1:000000000000:${resource}`;
const nobody = "nobody@gone.example";
const unknown = Object.assign(new Error("5.1.1 No such user here"), { responseCode: 550 });
const busy = Object.assign(new Error("4.3.2 Come back later"), { responseCode: 451 });

interface Sent {
  readonly events: readonly { readonly type: string; readonly detail: Record<string, string | undefined> }[];
}

/** Two tenants whose mail goes to a server that knows nobody called so. */
class Scene implements AsyncDisposable {
  readonly world: World;
  readonly #receiver: SmtpReceiver;
  #sent: string | undefined;
  /** What the server says to a message for nobody, and how often it did. */
  refusal = unknown;
  refused = 0;

  private constructor(world: World, receiver: SmtpReceiver) {
    this.world = world;
    this.#receiver = receiver;
  }

  static async start(engine: Engine): Promise<Scene> {
    let refuse = () => {};
    const receiver = await startSmtpReceiver({
      hideSTARTTLS: true,
      answer: async ({ recipients }) => {
        if (recipients.includes(nobody)) refuse();
      },
    });
    const settings = { SIGNET_DELIVERY: `smtp://127.0.0.1:${receiver.port}` };
    const scene = new Scene(await World.start(engine, { settings }), receiver);
    refuse = () => {
      scene.refused++;
      throw scene.refusal;
    };
    await verifiedDomain(scene.world, "sender.test");
    await scene.world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "letters" }));
    for (const tenant of ["shop", "club"]) await scene.tenant(tenant);
    return scene;
  }

  async tenant(TenantName: string): Promise<void> {
    const { ses } = this.world;
    const SuppressionAttributes = { SuppressionScope: "TENANT" as const };
    await ses.send(new CreateTenantCommand({ TenantName, SuppressionAttributes }));
    for (const resource of ["identity/sender.test", "configuration-set/letters"]) {
      await ses.send(new CreateTenantResourceAssociationCommand({ TenantName, ResourceArn: arn(resource) }));
    }
  }

  async removeShop(): Promise<void> {
    const { ses } = this.world;
    for (const resource of ["identity/sender.test", "configuration-set/letters"]) {
      const given = { TenantName: "shop", ResourceArn: arn(resource) };
      await ses.send(new DeleteTenantResourceAssociationCommand(given));
    }
    await ses.send(new DeleteTenantCommand({ TenantName: "shop" }));
  }

  /** Sends, waits for what comes of it, and answers the last event with its sub type. */
  async send(to: string, more: { TenantName?: string; ConfigurationSetName?: string }): Promise<string> {
    const { MessageId } = await this.world.ses.send(
      new SendEmailCommand({
        FromEmailAddress: "ann@sender.test",
        Destination: { ToAddresses: [to] },
        Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } } },
        ...more,
      }),
    );
    this.#sent = MessageId;
    await this.world.settle();
    const { events } = await this.world.plain<Sent>("GET", `/signet/v1/messages/${MessageId}`);
    const last = events.at(-1);
    const subType = last?.detail["bounceSubType"] ?? last?.detail["complaintSubType"];
    return [last?.type, subType].filter((part) => part !== undefined).join(" ");
  }

  /** What insights tell last of the message that was sent last. */
  async insight(): Promise<string> {
    const { Insights } = await this.world.ses.send(new GetMessageInsightsCommand({ MessageId: this.#sent }));
    const { Bounce } = Insights?.[0]?.Events?.at(-1)?.Details ?? {};
    return `${Bounce?.BounceType} ${Bounce?.BounceSubType}`;
  }

  /** Who is on a list. */
  async listed(TenantName?: string): Promise<string[]> {
    const { SuppressedDestinationSummaries = [] } = await this.world.ses.send(
      new ListSuppressedDestinationsCommand({ TenantName }),
    );
    return SuppressedDestinationSummaries.map(({ EmailAddress = "" }) => EmailAddress);
  }

  async put(EmailAddress: string, Reason: SuppressionListReason, TenantName?: string): Promise<void> {
    await this.world.ses.send(new PutSuppressedDestinationCommand({ EmailAddress, Reason, TenantName }));
  }

  async scope(SuppressionScope: SuppressionListScope): Promise<void> {
    await this.world.ses.send(
      new PutTenantSuppressionAttributesCommand({ TenantName: "shop", SuppressionScope }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.world[Symbol.asyncDispose]();
    await this.#receiver[Symbol.asyncDispose]();
  }
}

for (const engine of engines) {
  describe(`a tenant's own suppression list, on ${engine}`, () => {
    test("is kept apart from the account's and from other tenants'", async () => {
      await using scene = await Scene.start(engine);
      const { ses } = scene.world;
      await scene.put("Bob@Reader.example", "COMPLAINT", "shop");
      await scene.put("ann@reader.example", "BOUNCE", "shop");
      await scene.put("eve@reader.example", "BOUNCE");
      assert.deepEqual(await scene.listed("shop"), ["Bob@reader.example", "ann@reader.example"]);
      assert.deepEqual(await scene.listed("club"), []);
      assert.deepEqual(await scene.listed(), ["eve@reader.example"]);
      const bob = { EmailAddress: "Bob@reader.example", TenantName: "shop" };
      const found = await ses.send(new GetSuppressedDestinationCommand(bob));
      assert.equal(found.SuppressedDestination?.TenantName, "shop");
      await scene.put("Bob@reader.example", "BOUNCE", "shop");
      const again = await ses.send(new GetSuppressedDestinationCommand(bob));
      assert.equal(again.SuppressedDestination?.Reason, "BOUNCE");
      const first = await ses.send(
        new ListSuppressedDestinationsCommand({ TenantName: "shop", PageSize: 1 }),
      );
      assert.equal(first.SuppressedDestinationSummaries?.length, 1);
      assert.ok(first.NextToken);
      await ses.send(new DeleteSuppressedDestinationCommand(bob));
      const missing = "Email address Bob@reader.example does not exist on your tenant suppression list.";
      await refused(ses.send(new GetSuppressedDestinationCommand(bob)), "NotFoundException", 404, missing);
      await refused(ses.send(new DeleteSuppressedDestinationCommand(bob)), "NotFoundException", 404, missing);
    });

    test("of a tenant that is not there, there is none", async () => {
      await using scene = await Scene.start(engine);
      const { ses } = scene.world;
      const of = { EmailAddress: "bob@reader.example", TenantName: "absent" };
      const text = "The requested tenant <absent> does not exist.";
      await refused(scene.put(of.EmailAddress, "BOUNCE", "absent"), "NotFoundException", 404, text);
      await refused(scene.listed("absent"), "NotFoundException", 404, text);
      await refused(ses.send(new GetSuppressedDestinationCommand(of)), "NotFoundException", 404, text);
      await refused(ses.send(new DeleteSuppressedDestinationCommand(of)), "NotFoundException", 404, text);
      const file = await scene.world.call("GET", "/signet/v1/suppression.csv?tenant=absent");
      assert.equal(file.status, 404);
    });

    test("takes whom the tenant's messages bounce from or annoy, and they are not written to again", async () => {
      await using scene = await Scene.start(engine);
      assert.equal(await scene.send(nobody, { TenantName: "shop" }), "Bounce General");
      assert.deepEqual(await scene.listed("shop"), [nobody]);
      assert.deepEqual([await scene.listed("club"), await scene.listed()], [[], []]);
      assert.equal(await scene.send(nobody, { TenantName: "shop" }), "Bounce OnTenantSuppressionList");
      assert.equal(await scene.insight(), "PERMANENT ON_TENANT_SUPPRESSION_LIST");
      assert.equal(await scene.send(nobody, { TenantName: "club" }), "Bounce General");
      await scene.put("bob@reader.example", "COMPLAINT", "shop");
      const toBob = async (tenant: string) => await scene.send("bob@reader.example", { TenantName: tenant });
      assert.equal(await toBob("shop"), "Complaint OnTenantSuppressionList");
      assert.equal(await toBob("club"), "Delivery");
    });

    test("counts while the tenant's scope says so, unless the set says otherwise", async () => {
      await using scene = await Scene.start(engine);
      await scene.put("bob@reader.example", "BOUNCE", "shop");
      const toBob = async (more: object) => await scene.send("bob@reader.example", more);
      const shop = { TenantName: "shop" };
      assert.equal(await toBob(shop), "Bounce OnTenantSuppressionList");
      await scene.scope("ACCOUNT");
      assert.equal(await toBob(shop), "Delivery");
      const withSet = { ...shop, ConfigurationSetName: "letters" };
      const ofSet = { ConfigurationSetName: "letters", SuppressedReasons: ["BOUNCE" as const] };
      await scene.world.ses.send(
        new PutConfigurationSetSuppressionOptionsCommand({ ...ofSet, SuppressionScope: "TENANT" }),
      );
      assert.equal(await toBob(withSet), "Bounce OnTenantSuppressionList");
      // A set may ask for the tenant's list where there is no tenant.
      assert.equal(await toBob({ ConfigurationSetName: "letters" }), "Delivery");
      await scene.scope("TENANT");
      await scene.world.ses.send(
        new PutConfigurationSetSuppressionOptionsCommand({ ...ofSet, SuppressionScope: "ACCOUNT" }),
      );
      assert.equal(await toBob(withSet), "Delivery");
      await scene.put("bob@reader.example", "BOUNCE");
      assert.equal(await toBob(withSet), "Bounce OnAccountSuppressionList");
    });

    test("counts where a set says whose list holds and nothing of reasons", async () => {
      await using scene = await Scene.start(engine);
      const { ses } = scene.world;
      const ofSet = { ConfigurationSetName: "letters", SuppressionScope: "ACCOUNT" as const };
      await ses.send(new PutConfigurationSetSuppressionOptionsCommand(ofSet));
      const withSet = { TenantName: "shop", ConfigurationSetName: "letters" };
      assert.equal(await scene.send(nobody, withSet), "Bounce General");
      assert.deepEqual([await scene.listed("shop"), await scene.listed()], [[], [nobody]]);
      assert.equal(await scene.send(nobody, withSet), "Bounce OnAccountSuppressionList");
    });

    test("takes only whom the tenant's reasons name", async () => {
      await using scene = await Scene.start(engine);
      const { ses } = scene.world;
      await ses.send(new PutAccountSuppressionAttributesCommand({ SuppressedReasons: ["BOUNCE"] }));
      const put = async (SuppressedReasons: SuppressionListReason[]) =>
        await ses.send(
          new PutTenantSuppressionAttributesCommand({
            TenantName: "shop",
            SuppressedReasons,
            SuppressionScope: "TENANT",
          }),
        );
      await put(["COMPLAINT"]);
      await scene.send(nobody, { TenantName: "shop" });
      assert.deepEqual(await scene.listed("shop"), []);
      await put(["BOUNCE"]);
      await scene.send(nobody, { TenantName: "shop" });
      assert.deepEqual(await scene.listed("shop"), [nobody]);
    });

    test("goes with its tenant", async () => {
      await using scene = await Scene.start(engine);
      for (const tenant of ["shop", "club"]) await scene.put("bob@reader.example", "BOUNCE", tenant);
      await scene.removeShop();
      await scene.tenant("shop");
      assert.deepEqual(await scene.listed("shop"), []);
      assert.deepEqual(await scene.listed("club"), ["bob@reader.example"]);
    });

    test("takes nobody for what comes back after its tenant was deleted, nor does any other list", async () => {
      await using scene = await Scene.start(engine);
      for (const isMadeAgain of [false, true]) {
        scene.refusal = busy;
        assert.equal(await scene.send(nobody, { TenantName: "shop" }), "Send");
        await scene.removeShop();
        await scene.world.pass(minuteMs);
        if (isMadeAgain) await scene.tenant("shop");
        scene.refusal = unknown;
        const { refused } = scene;
        await scene.world.pass(2 * hourMs);
        assert.ok(scene.refused > refused, "it was not tried again");
        assert.deepEqual(await scene.listed(), []);
        if (!isMadeAgain) await scene.tenant("shop");
        assert.deepEqual(await scene.listed("shop"), []);
      }
    });

    test("goes in and out as a file", async () => {
      await using scene = await Scene.start(engine);
      const url = `${scene.world.app.httpUrl}/signet/v1/suppression.csv?tenant=shop`;
      const answer = await fetch(url, { method: "POST", body: "bob@reader.example,COMPLAINT" });
      assert.equal(answer.status, 200);
      assert.match(await (await fetch(url)).text(), /\r\nbob@reader\.example,COMPLAINT,/);
      assert.deepEqual(await scene.listed(), []);
    });
  });
}
