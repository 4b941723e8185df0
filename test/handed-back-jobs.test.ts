import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ImportJobStore, ImportJobs } from "#features/import-jobs/index.ts";
import { minuteMs } from "#platform/clock.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { Unavailable } from "#platform/errors.ts";
import { systemRandom } from "#platform/random.ts";
import { engines, newDatabasePlace } from "./support/engines.ts";
import { exportJobsOn } from "./support/export-jobs.ts";
import { HandClock } from "./support/hand-clock.ts";

const owner = { account: "000000000000", region: "us-east-1" };
/** More than may begin a job. */
const stops = 9;

interface Jobs<Claim> {
  claimDue(limit: number): Promise<readonly Claim[]>;
  run(claim: Claim, stop: AbortSignal): Promise<string>;
}

interface Work {
  /** Claims the job and does it. */
  readonly begin: (stop: AbortSignal) => Promise<string>;
  /** How many jobs somebody else may take now. */
  readonly due: () => Promise<number>;
}

/** What a job is made on, and what happens while it is done. */
interface Around {
  readonly database: Database;
  readonly clock: HandClock;
  readonly meanwhile: () => void | Promise<void>;
}

function workOf<Claim>(jobs: Jobs<Claim>): Work {
  return {
    begin: async (stop) => {
      const [claim] = await jobs.claimDue(1);
      assert.ok(claim);
      return await jobs.run(claim, stop);
    },
    due: async () => (await jobs.claimDue(1)).length,
  };
}

async function exportJob({ database, clock, meanwhile }: Around): Promise<Work> {
  const jobs = exportJobsOn(database, {
    search: {
      search: async () => {
        await meanwhile();
        return { found: [], reached: undefined };
      },
    },
    clock,
  });
  const all = { from: 0, to: clock.now(), include: {}, exclude: {}, mostResults: undefined };
  await jobs.create(owner, { type: "MESSAGE_INSIGHTS", ...all }, "CSV");
  return workOf(jobs);
}

async function importJob({ database, clock, meanwhile }: Around): Promise<Work> {
  const jobs = new ImportJobs({
    store: new ImportJobStore(database),
    objects: {
      permits: () => true,
      async *read() {
        yield await Promise.resolve(Buffer.from("bob@b.example,BOUNCE\n"));
      },
    },
    suppression: {
      putAll: async (_: unknown, all: readonly unknown[]) => {
        await meanwhile();
        return all.map(() => undefined);
      },
    },
    contacts: {},
    clock,
    random: systemRandom,
  } as never);
  const source = { url: "s3://lists/bounced.csv", format: "CSV" } as const;
  await jobs.create(owner, { type: "SUPPRESSION_LIST", action: "PUT" }, source);
  return workOf(jobs);
}

const kinds: Readonly<Record<string, (around: Around) => Promise<Work>>> = {
  export: exportJob,
  import: importJob,
};

for (const engine of engines) {
  describe(`a job that is handed on by one process after the other that stops, on ${engine}`, () => {
    for (const [kind, jobOn] of Object.entries(kinds)) {
      test(`is done all the same: an ${kind}`, async () => {
        await using place = await newDatabasePlace(engine);
        await using database = await openDatabase(place);
        const { begin } = await jobOn({ database, clock: new HandClock(), meanwhile: () => {} });
        for (let stop = 0; stop < stops; stop++) {
          assert.equal(await begin(AbortSignal.abort()), "handed-back");
        }
        assert.equal(await begin(new AbortController().signal), "completed");
      });
    }
  });

  describe(`a job during which the database cannot be reached, on ${engine}`, () => {
    for (const [kind, jobOn] of Object.entries(kinds)) {
      test(`is done once it can: an ${kind}`, async () => {
        await using place = await newDatabasePlace(engine);
        await using database = await openDatabase(place);
        const clock = new HandClock();
        let isAway = true;
        const meanwhile = () => {
          if (isAway) throw new Unavailable("The database cannot be reached.", { cause: undefined });
        };
        const { begin } = await jobOn({ database, clock, meanwhile });
        const { signal } = new AbortController();
        await assert.rejects(begin(signal), Unavailable);
        isAway = false;
        clock.advance(minuteMs);
        assert.equal(await begin(signal), "completed");
      });
    }
  });

  describe(`a job that is under way while the machine sleeps, on ${engine}`, () => {
    for (const [kind, jobOn] of Object.entries(kinds)) {
      test(`is not begun a second time: an ${kind}`, async () => {
        await using place = await newDatabasePlace(engine);
        await using database = await openDatabase(place);
        const clock = new HandClock();
        const [begun, goesOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
        const meanwhile = async () => {
          begun.resolve();
          await goesOn.promise;
        };
        const { begin, due } = await jobOn({ database, clock, meanwhile });
        const outcome = begin(new AbortController().signal);
        await begun.promise;
        clock.leap(10 * minuteMs);
        assert.equal(await due(), 0);
        goesOn.resolve();
        assert.equal(await outcome, "completed");
      });
    }
  });
}
