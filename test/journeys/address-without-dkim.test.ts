import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CreateEmailIdentityCommand,
  PutEmailIdentityDkimAttributesCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { engines } from "#test/support/engines.ts";
import { signaturesOf } from "#test/support/signatures.ts";
import { identityOf, verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

const domain = "shop.test";
const [ann, bob] = [`ann@${domain}`, `bob@${domain}`];

for (const engine of engines) {
  describe(`an address that is not to be signed for, on ${engine}`, () => {
    test("goes out without its domain's signature, as nobody else does, until it is signed for again", async () => {
      await using world = await World.start(engine);
      await verifiedDomain(world, domain);
      await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: ann }));
      const { text } = await world.inbox(ann);
      await fetch(/http:\S+\/verify\/\S+/.exec(text)?.[0] ?? "");
      const put = async (EmailIdentity: string, SigningEnabled: boolean) => {
        await world.ses.send(new PutEmailIdentityDkimAttributesCommand({ EmailIdentity, SigningEnabled }));
      };
      const enabled = async (name: string) => (await identityOf(world, name)).DkimAttributes?.SigningEnabled;
      const signedBy = async (from: string) => {
        const seen = await signaturesOf(world, await sent(world, from));
        return seen.some((signature) => signature.domain === domain && signature.result === "pass");
      };
      assert.deepEqual([await enabled(ann), await signedBy(ann)], [true, true]);
      await put(ann, false);
      assert.deepEqual([await enabled(ann), await signedBy(ann)], [false, false]);
      assert.equal(await signedBy(ann.replace("@", "+news@")), false);
      assert.deepEqual([await enabled(domain), await signedBy(bob)], [true, true]);
      await put(ann, true);
      assert.deepEqual([await enabled(ann), await signedBy(ann)], [true, true]);
      await put(domain, false);
      assert.deepEqual([await enabled(ann), await signedBy(ann)], [false, false], "the key is the domain's");
    });
  });
}

/** Its source, as it arrived. */
async function sent(world: World, from: string): Promise<string> {
  const to = `reader-${Math.random()}@far.example`;
  await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello,\n" } } } },
    }),
  );
  return (await world.inbox(to)).source;
}
