import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateConfigurationSetCommand,
  PutConfigurationSetArchivingOptionsCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { minuteMs } from "#platform/clock.ts";
import { engines } from "#test/support/engines.ts";
import { verifiedDomain } from "#test/support/verified-domain.ts";
import { World } from "#test/support/world.ts";

interface Found {
  readonly messages: readonly { readonly id: string; readonly subject: string; readonly archive?: string }[];
  readonly next_token?: string;
}

const archive = "arn:aws:ses:us-east-1:000000000000:mailmanager-archive/a-abcdefghijklmnopqrstuvwx";

interface Sample {
  readonly subject: string;
  readonly from?: string;
  readonly to?: string;
  readonly set?: string;
  readonly campaign?: string;
}

async function send(world: World, { subject, from, to, set, campaign }: Sample): Promise<string> {
  const { MessageId = "" } = await world.ses.send(
    new SendEmailCommand({
      FromEmailAddress: from ?? "ann@found.test",
      Destination: { ToAddresses: [to ?? "bob@there.example"] },
      Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: "Hello" } } } },
      ...(set === undefined ? {} : { ConfigurationSetName: set }),
      ...(campaign === undefined ? {} : { EmailTags: [{ Name: "campaign", Value: campaign }] }),
    }),
  );
  await world.pass(minuteMs);
  return MessageId;
}

async function find(world: World, query: Record<string, string>): Promise<Found> {
  return await world.plain<Found>("GET", `/signet/v1/messages?${new URLSearchParams(query).toString()}`);
}

for (const engine of engines) {
  test(`a message is found by who, to whom, what about, which set, tag and when, on ${engine}`, async () => {
    await using world = await World.start(engine);
    await verifiedDomain(world, "found.test");
    await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: "letters" }));
    await send(world, { subject: 'A "quoted\\" letter' });
    await send(world, { subject: "Grüße aus Łódź", from: '"Ann Ä" <Ann.A@found.test>' });
    const middle = new Date(world.clock.now()).toISOString();
    await send(world, { subject: "Autumn sale", set: "letters", campaign: "autumn" });
    await send(world, { subject: "100% off_", to: "Carol@Elsewhere.example", campaign: "winter" });
    const { messages: all } = await find(world, {});
    const id = all[0]?.id ?? "";
    const cases: readonly [query: Record<string, string>, subjects: readonly string[]][] = [
      [{}, ["100% off_", "Autumn sale", "Grüße aus Łódź", 'A "quoted\\" letter']],
      [{ from: "ann.a@" }, ["Grüße aus Łódź"]],
      [{ to: "carol@elsewhere" }, ["100% off_"]],
      [{ to: "ann@found.test" }, []],
      [{ subject: "AUTUMN" }, ["Autumn sale"]],
      [{ subject: "üße aus Łó" }, ["Grüße aus Łódź"]],
      [{ subject: '"quoted\\"' }, ['A "quoted\\" letter']],
      [{ subject: "%" }, ["100% off_"]],
      [{ subject: "campaign" }, []],
      [{ configuration_set: "letters" }, ["Autumn sale"]],
      [{ configuration_set: "letter" }, []],
      [{ tag: "campaign:autumn" }, ["Autumn sale"]],
      [{ tag: "campaign:aut" }, []],
      [{ tag: "ses:from-domain:found.test", to: "carol" }, ["100% off_"]],
      [{ id }, ["100% off_"]],
      [{ id: `<${id}@us-east-1.signet.localhost>` }, ["100% off_"]],
      [{ id: id.slice(0, -1) }, []],
      [{ since: middle }, ["100% off_", "Autumn sale"]],
      [{ until: middle, from: "ann.a" }, ["Grüße aus Łódź"]],
    ];
    for (const [query, subjects] of cases) {
      const { messages } = await find(world, query);
      assert.deepEqual(
        messages.map(({ subject }) => subject),
        subjects,
        JSON.stringify(query),
      );
    }
    for (const wrong of [
      "since=yesterday",
      "tag=x",
      "tag=a%22:b",
      "page_size=-1",
      "next_token=x",
      "from=%00",
    ]) {
      assert.equal((await world.call("GET", `/signet/v1/messages?${wrong}`)).status, 400, wrong);
    }
  });

  test(`what is sought among many comes page by page, on ${engine}`, async () => {
    await using world = await World.start(engine);
    await verifiedDomain(world, "found.test");
    for (let i = 0; i < 7; i++) await send(world, { subject: i % 2 === 0 ? `even ${i}` : `odd ${i}` });
    const seen: string[] = [];
    let token: string | undefined;
    do {
      const { messages, next_token: next } = await find(world, {
        subject: "even",
        page_size: "3",
        ...(token === undefined ? {} : { next_token: token }),
      });
      seen.push(...messages.map(({ subject }) => subject));
      token = next;
    } while (token !== undefined);
    assert.deepEqual(seen, ["even 6", "even 4", "even 2", "even 0"]);
  });

  test(`messages of a set with an archive are kept in it, and can be read again, on ${engine}`, async () => {
    await using world = await World.start(engine);
    await verifiedDomain(world, "found.test");
    for (const ConfigurationSetName of ["kept", "plain"]) {
      await world.ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName }));
    }
    await world.ses.send(
      new PutConfigurationSetArchivingOptionsCommand({ ConfigurationSetName: "kept", ArchiveArn: archive }),
    );
    const id = await send(world, { subject: "For ever", set: "kept" });
    await send(world, { subject: "For now", set: "plain" });
    // What was archived stays so when the set stops archiving.
    await world.ses.send(new PutConfigurationSetArchivingOptionsCommand({ ConfigurationSetName: "kept" }));
    await send(world, { subject: "No more", set: "kept" });
    const { messages } = await find(world, { archive });
    assert.deepEqual(
      messages.map(({ subject, archive: of }) => [subject, of]),
      [["For ever", archive]],
    );
    assert.deepEqual((await find(world, { archive, subject: "now" })).messages, []);
    const source = await fetch(`${world.app.httpUrl}/signet/v1/messages/${id}/source`);
    assert.equal(source.headers.get("content-type"), "message/rfc822");
    assert.match(await source.text(), /^Subject: For ever\r$/m);
    assert.equal((await world.call("GET", "/signet/v1/messages/absent/source")).status, 404);
  });
}
