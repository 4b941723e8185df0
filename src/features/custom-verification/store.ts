import { type Selectable, sql } from "kysely";
import type { Database, Step } from "#platform/database/database.ts";
import { requireRoom } from "#platform/database/require-fewer-than.ts";
import { requireSome } from "#platform/database/require-some.ts";
import type { CustomVerificationTemplatesTable } from "#platform/database/tables/custom-verification-templates.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";

/** A verification message in somebody's own words, and where to go after following its link. */
export interface CustomTemplate {
  readonly owner: Owner;
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  /** An address, without a display name. */
  readonly sender: string;
  readonly subject: string;
  /** HTML. */
  readonly content: string;
  readonly successUrl: string;
  readonly failureUrl: string;
}

type Word = "sender" | "subject" | "content" | "successUrl" | "failureUrl";

/** What is left out stays as it is. */
export type WordsChange = { readonly [Name in Word]?: CustomTemplate[Name] | undefined };

/** All but the content, which may have 10 MB. */
export type ListedTemplate = Omit<CustomTemplate, "content">;

const listedColumns = [
  "account",
  "region",
  "name",
  "id",
  "created_at",
  "sender",
  "subject",
  "success_url",
  "failure_url",
] as const;

export class CustomTemplateStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  async find(owner: Owner, name: string): Promise<CustomTemplate | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("custom_verification_templates")
        .selectAll()
        .where((template) => template.and({ ...owner, name }))
        .compile(),
    );
    return row && toTemplate(row);
  }

  async exists(owner: Owner, name: string): Promise<boolean> {
    const found = await this.#database.read(this.#named(owner, name).compile());
    return found.length > 0;
  }

  /** All but the content, and how large that is. */
  async findListed(
    owner: Owner,
    name: string,
  ): Promise<(ListedTemplate & { readonly contentBytes: number }) | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("custom_verification_templates")
        .select([...listedColumns, sql<number>`octet_length(content)`.as("content_bytes")])
        .where((template) => template.and({ ...owner, name }))
        .compile(),
    );
    return row && { ...toListed(row), contentBytes: row.content_bytes };
  }

  /** A guard for a group that depends on the template. */
  requireExistence(owner: Owner, name: string): Step {
    return requireSome(this.#database, this.#named(owner, name), () => missing(name));
  }

  /** Guarded: the name must be free, and there be fewer than `most`. */
  insert(template: CustomTemplate, most: number): Step[] {
    const { build } = this.#database;
    const { owner, name } = template;
    const query = build
      .insertInto("custom_verification_templates")
      .values(toRow(template))
      .onConflict((conflict) => conflict.doNothing())
      .compile();
    return [
      ...requireRoom(
        this.#database,
        most,
        build.selectFrom("custom_verification_templates").where((row) => row.and({ ...owner })),
        () =>
          new CallerError("limit-exceeded", `There are at most ${most} custom verification email templates.`),
      ),
      {
        query,
        otherwise: () =>
          new CallerError("already-exists", `Custom verification email template <${name}> already exists`),
      },
    ];
  }

  /** Each column by itself, so that what others change meanwhile stays. Guarded. */
  change(owner: Owner, name: string, words: WordsChange): Step {
    const { sender, subject, content, successUrl: success_url, failureUrl: failure_url } = words;
    const changed = { sender, subject, content, success_url, failure_url };
    if (Object.values(changed).every((value) => value === undefined))
      return this.requireExistence(owner, name);
    const query = this.#database.build
      .updateTable("custom_verification_templates")
      .set(changed)
      .where((row) => row.and({ ...owner, name }))
      .compile();
    return { query, otherwise: () => missing(name) };
  }

  /** Guarded. */
  remove(owner: Owner, name: string): Step {
    const query = this.#database.build
      .deleteFrom("custom_verification_templates")
      .where((row) => row.and({ ...owner, name }))
      .compile();
    return { query, otherwise: () => missing(name) };
  }

  #named(owner: Owner, name: string) {
    return this.#database.build
      .selectFrom("custom_verification_templates")
      .select("id")
      .where((row) => row.and({ ...owner, name }));
  }

  /** By name, from the first one after `after`. */
  async list(
    { account, region }: Owner,
    { after, limit }: { after: string | undefined; limit: number },
  ): Promise<ListedTemplate[]> {
    let query = this.#database.build
      .selectFrom("custom_verification_templates")
      .select(listedColumns)
      .where("account", "=", account)
      .where("region", "=", region)
      .orderBy("name")
      .limit(limit);
    if (after !== undefined) query = query.where("name", ">", after);
    return (await this.#database.read(query.compile())).map(toListed);
  }
}

export function missing(name: string): CallerError {
  return new CallerError("not-found", `Custom verification email template <${name}> does not exist`);
}

function toRow(template: CustomTemplate): Selectable<CustomVerificationTemplatesTable> {
  const { owner, id, name, createdAt, sender, subject, content, successUrl, failureUrl } = template;
  return {
    ...owner,
    name,
    id,
    created_at: createdAt,
    sender,
    subject,
    content,
    success_url: successUrl,
    failure_url: failureUrl,
  };
}

function toTemplate(row: Selectable<CustomVerificationTemplatesTable>): CustomTemplate {
  return { ...toListed(row), content: row.content };
}

function toListed(row: Omit<Selectable<CustomVerificationTemplatesTable>, "content">): ListedTemplate {
  return {
    owner: { account: row.account, region: row.region },
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    sender: row.sender,
    subject: row.subject,
    successUrl: row.success_url,
    failureUrl: row.failure_url,
  };
}
