import assert from "node:assert/strict";
import { test } from "node:test";
import { dayMs } from "#platform/clock.ts";
import { openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { HandClock } from "#test/support/hand-clock.ts";
import { CertificateExpiry, IdentityCertificateStore, SmimeCertificateStore } from "./index.ts";

const owner = { account: "000000000000", region: "us-east-1" };

for (const engine of engines) {
  test(`of processes that are about to tell of the same certificate one does, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const clock = new HandClock();
    const certificates = new SmimeCertificateStore(database);
    const associations = new IdentityCertificateStore(database);
    const now = clock.now();
    const id = "crt_1";
    const certificate = {
      owner,
      id,
      createdAt: now,
      chain: "",
      addresses: ["ann@shop.test"],
      notBefore: now,
      notAfter: now + 20 * dayMs,
      noticeDueAt: now,
      privateKeySealed: new Uint8Array(1),
    };
    await certificates.insert(certificate, 1);
    const use = { ...owner, identity: "shop.test", fromAddress: "ann@shop.test" };
    await certificates.write(associations.changesToInsert(use, id));
    const subjects: string[] = [];
    const process = () =>
      new CertificateExpiry({
        certificates,
        associations,
        notices: {
          changesToMail: async (_, { subject }) => {
            subjects.push(subject);
            return [{ topic: "smime-certificates" }];
          },
        },
        clock,
      });
    const [one, other] = [process(), process()];
    const [seen] = await Array.fromAsync(one.due());
    const [alsoSeen] = await Array.fromAsync(other.due());
    assert.ok(seen && alsoSeen);
    const ends = await Promise.all([one.tell(seen), other.tell(alsoSeen)]);
    assert.deepEqual(ends.toSorted(), ["lease-lost", "told"]);
    assert.deepEqual(await Array.fromAsync(one.due()), []);
    clock.advance(13 * dayMs);
    const [again] = await Array.fromAsync(other.due());
    assert.ok(again);
    await certificates.replace(certificate, { ...certificate, noticeDueAt: now + 300 * dayMs });
    assert.equal(await other.tell(again), "lease-lost", "it was renewed meanwhile");
    const byFormerVersion = { ...certificate, notAfter: now + 300 * dayMs, noticeDueAt: 0 };
    await certificates.replace(certificate, byFormerVersion);
    const [early] = await Array.fromAsync(one.due());
    assert.ok(early);
    assert.equal(await one.tell(early), "not-wanted", "there is time");
    assert.equal(subjects.length, 3);
  });
}
