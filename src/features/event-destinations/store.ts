import type { Selectable } from "kysely";
import type { Database, Step } from "#platform/database/database.ts";
import { requireRoom } from "#platform/database/require-fewer-than.ts";
import type { EventDestinationsTable } from "#platform/database/tables/events.ts";
import { CallerError } from "#platform/errors.ts";
import { nameOf, type Owner } from "#platform/owner.ts";
import type { EventDestination } from "./event-destination.ts";

type Row = Selectable<EventDestinationsTable>;

export class EventDestinationStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  async ofSet({ account, region }: Owner, configurationSet: string): Promise<EventDestination[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("event_destinations")
        .selectAll()
        .where("account", "=", account)
        .where("region", "=", region)
        .where("configuration_set", "=", configurationSet)
        .orderBy("name")
        .compile(),
    );
    return rows.map(toDestination);
  }

  /** Guarded: the name must be free, and there be fewer than `most`. */
  insert(owner: Owner, destination: EventDestination, { at, most }: { at: number; most: number }): Step[] {
    const { build } = this.#database;
    const { configurationSet, name } = destination;
    const ofSet = build
      .selectFrom("event_destinations")
      .where((row) => row.and({ ...owner, configuration_set: configurationSet }));
    const query = build
      .insertInto("event_destinations")
      .values({ ...owner, created_at: at, ...toRow(destination) })
      .onConflict((conflict) => conflict.doNothing())
      .compile();
    return [
      ...requireRoom(
        this.#database,
        most,
        ofSet,
        () =>
          new CallerError("limit-exceeded", `A configuration set has at most ${most} event destinations.`),
      ),
      {
        query,
        otherwise: () =>
          new CallerError(
            "already-exists",
            `An event destination with name <${name}> already exists for configuration set <${configurationSet}>.`,
          ),
      },
      audienceChanged(owner),
    ];
  }

  /** Guarded. */
  replace(owner: Owner, destination: EventDestination): Step[] {
    const { configuration_set, name, ...changed } = toRow(destination);
    const query = this.#database.build
      .updateTable("event_destinations")
      .set(changed)
      .where((row) => row.and({ ...owner, configuration_set, name }))
      .compile();
    return [{ query, otherwise: () => missing(configuration_set, name) }, audienceChanged(owner)];
  }

  /** Guarded. */
  remove(owner: Owner, configurationSet: string, name: string): Step[] {
    const query = this.#database.build
      .deleteFrom("event_destinations")
      .where((row) => row.and({ ...owner, configuration_set: configurationSet, name }))
      .compile();
    return [{ query, otherwise: () => missing(configurationSet, name) }, audienceChanged(owner)];
  }

  removeAll(owner: Owner, configurationSet: string): Step[] {
    const query = this.#database.build
      .deleteFrom("event_destinations")
      .where((row) => row.and({ ...owner, configuration_set: configurationSet }))
      .compile();
    return [{ query }, audienceChanged(owner)];
  }
}

function audienceChanged(owner: Owner): Step {
  return { topic: "event-audiences", about: nameOf(owner) };
}

function missing(configurationSet: string, name: string): CallerError {
  return new CallerError(
    "not-found",
    `An event destination with name <${name}> does not exist for configuration set <${configurationSet}>.`,
  );
}

function toRow({ configurationSet, name, enabled, types, target }: EventDestination) {
  return {
    configuration_set: configurationSet,
    name,
    enabled: enabled ? 1 : 0,
    types: JSON.stringify(types),
    target: JSON.stringify(target),
  };
}

function toDestination(row: Row): EventDestination {
  return {
    configurationSet: row.configuration_set,
    name: row.name,
    enabled: row.enabled === 1,
    types: JSON.parse(row.types) as EventDestination["types"],
    target: JSON.parse(row.target) as EventDestination["target"],
  };
}
