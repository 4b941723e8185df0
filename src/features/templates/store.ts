import { type Selectable, sql } from "kysely";
import { containsInEitherCase } from "#platform/database/contains.ts";
import type { Database, Step } from "#platform/database/database.ts";
import { prepare } from "#platform/database/prepare.ts";
import { requireSome } from "#platform/database/require-some.ts";
import { oneFewer, oneMore } from "#platform/database/resource-counts.ts";
import type { EmailTemplatesTable } from "#platform/database/tables/email-templates.ts";
import { CallerError } from "#platform/errors.ts";
import { nameOf, type Owner } from "#platform/owner.ts";
import type { TemplateContent } from "./template.ts";

type Row = Selectable<EmailTemplatesTable>;

export interface StoredTemplate extends TemplateContent {
  readonly owner: Owner;
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
}

export class TemplateStore {
  readonly #database: Database;
  readonly #byName: ReturnType<typeof byName>;

  constructor(database: Database) {
    this.#database = database;
    this.#byName = byName(database);
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  async find(owner: Owner, name: string): Promise<StoredTemplate | undefined> {
    const [row] = await this.#database.read(this.#byName({ ...owner, name }));
    return row && toTemplate(row);
  }

  /** Guarded: the name must be free and there be room for one more. */
  insert({ owner, id, name, createdAt, ...content }: StoredTemplate, limit: number): Step[] {
    const { build } = this.#database;
    const query = build
      .insertInto("email_templates")
      .values({ ...owner, name, id, created_at: createdAt, ...toColumns(content) })
      .onConflict((conflict) => conflict.doNothing())
      .compile();
    return [
      { query, otherwise: () => new CallerError("already-exists", `Template ${name} already exists.`) },
      {
        query: oneMore(build, { ...owner, limit }, "template").compile(),
        otherwise: () =>
          new CallerError(
            "limit-exceeded",
            `You have reached the limit of ${limit} templates in ${owner.region}.`,
          ),
      },
      // That it was not there may be remembered, too.
      changed(owner, name),
    ];
  }

  /** Guarded. */
  replace(owner: Owner, name: string, content: TemplateContent): Step[] {
    const query = this.#database.build
      .updateTable("email_templates")
      .set(toColumns(content))
      .where((row) => row.and({ ...owner, name }))
      .compile();
    return [{ query, otherwise: () => missing(name) }, changed(owner, name)];
  }

  /** Guarded. */
  remove(owner: Owner, name: string): Step[] {
    const { build } = this.#database;
    return [
      {
        query: build
          .deleteFrom("email_templates")
          .where((row) => row.and({ ...owner, name }))
          .compile(),
        otherwise: () => missing(name),
      },
      { query: oneFewer(build, owner, "template").compile() },
      changed(owner, name),
    ];
  }

  /** Undoes its group when there is no such template. */
  requireExisting(owner: Owner, name: string): Step {
    const named = this.#database.build
      .selectFrom("email_templates")
      .select("id")
      .where((row) => row.and({ ...owner, name }));
    return requireSome(this.#database, named, () => missing(name));
  }

  /** By name, from the first one after `after`; `nameContains` is a part of it, in either case. */
  async list(
    { account, region }: Owner,
    page: {
      readonly nameContains: string | undefined;
      readonly after: string | undefined;
      readonly limit: number;
    },
  ): Promise<{ readonly name: string; readonly createdAt: number }[]> {
    let query = this.#database.build
      .selectFrom("email_templates")
      .select(["name", "created_at"])
      .where("account", "=", account)
      .where("region", "=", region)
      .orderBy("name")
      .limit(page.limit);
    if (page.after !== undefined) query = query.where("name", ">", page.after);
    if (page.nameContains !== undefined) {
      query = query.where(containsInEitherCase(this.#database.engine, sql`name`, page.nameContains));
    }
    const rows = await this.#database.read(query.compile());
    return rows.map((row) => ({ name: row.name, createdAt: row.created_at }));
  }
}

export function missing(name: string): CallerError {
  return new CallerError("unknown-template", `Template ${name} does not exist.`);
}

function toColumns({ subject, text, html }: TemplateContent) {
  return { subject: subject ?? null, text_part: text ?? null, html_part: html ?? null };
}

function toTemplate(row: Row): StoredTemplate {
  return {
    owner: { account: row.account, region: row.region },
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    subject: row.subject ?? undefined,
    text: row.text_part ?? undefined,
    html: row.html_part ?? undefined,
  };
}

function changed(owner: Owner, name: string): Step {
  return { topic: "templates", about: nameOf(owner, name) };
}

function byName(database: Database) {
  return prepare<Owner & { name: string }>()(database, (build, value) =>
    build
      .selectFrom("email_templates")
      .selectAll()
      .where("account", "=", value.account)
      .where("region", "=", value.region)
      .where("name", "=", value.name),
  );
}
