import { CallerError, type Problem } from "./errors.ts";

/** What a caller may ask of a list. */
export interface PageRequest {
  /** 0 or none: as many as we like. */
  readonly size?: number | undefined;
  readonly token?: string | undefined;
  /** What the caller calls both; as SES's API v2 does, where it is left out. */
  readonly called?: { readonly size: string; readonly token: string };
}

const usualNames = { size: "PageSize", token: "NextToken" };

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page starts; undefined on the last one. */
  readonly nextToken: string | undefined;
}

/** A list that is read in the order of some unique text of its items, such as their name. */
export interface PagedList<Item> {
  /** Names the kind of list: a token of another kind is refused. */
  readonly name: string;
  /** What a token is called that it did not give, where that has a name of its own. */
  readonly wrongToken?: Problem;
  readonly positionOf: (item: Item) => string;
  /** The first `limit` items, or the first ones after a position. */
  readonly read: (from: {
    readonly after: string | undefined;
    readonly limit: number;
  }) => Promise<readonly Item[]>;
}

const usualPageSize = 100;
export const largestPageSize = 1_000;

/** Reads one page. Throws `bad-request` for a size out of 0 to 1000 or, unless that is called `wrongToken`, a token that this list did not give. */
export async function readPage<Item>(
  request: PageRequest,
  { name, wrongToken, positionOf, read }: PagedList<Item>,
): Promise<Page<Item>> {
  const wanted = readSize(request);
  const after = readToken(name, request, wrongToken);
  // One more than wanted tells whether there is a next page.
  const items = await read({ after, limit: wanted + 1 });
  if (items.length <= wanted) return { items, nextToken: undefined };
  const page = items.slice(0, wanted);
  const last = page.at(-1);
  return { items: page, nextToken: last && writeToken(name, positionOf(last)) };
}

/** A list of which only some items are meant, and most may have to be looked at to find them. */
export interface SearchedList<Item> extends Pick<PagedList<Item>, "name" | "wrongToken" | "positionOf"> {
  /** Where a page ends although it is not full. */
  readonly mostLookedAt: number;
  readonly lookedAtOnce: (wanted: number) => number;
  /** Looks at the `limit` items after a position: those that are meant, and how far it came, unless that was the end. */
  readonly read: (from: { readonly after: string | undefined; readonly limit: number }) => Promise<{
    readonly items: readonly Item[];
    readonly reached: string | undefined;
  }>;
}

/** Reads one page, which may have fewer items than wanted and yet not be the last. Throws `bad-request` as `readPage` does. */
export async function readSearchPage<Item>(
  request: PageRequest,
  { name, wrongToken, positionOf, mostLookedAt, lookedAtOnce, read }: SearchedList<Item>,
): Promise<Page<Item>> {
  const wanted = readSize(request);
  const limit = lookedAtOnce(wanted + 1);
  const found: Item[] = [];
  let after = readToken(name, request, wrongToken);
  for (let lookedAt = 0; lookedAt < mostLookedAt; lookedAt += limit) {
    const { items, reached } = await read({ after, limit });
    found.push(...items);
    if (found.length > wanted) {
      const page = found.slice(0, wanted);
      const last = page.at(-1);
      return { items: page, nextToken: last && writeToken(name, positionOf(last)) };
    }
    if (reached === undefined) return { items: found, nextToken: undefined };
    after = reached;
  }
  return { items: found, nextToken: after && writeToken(name, after) };
}

function readSize({ size = 0, called = usualNames }: PageRequest): number {
  if (size < 0) throw sizeError(called.size, "greater than or equal to 0");
  if (size > largestPageSize) throw sizeError(called.size, `less than or equal to ${largestPageSize}`);
  return size === 0 ? usualPageSize : size;
}

function sizeError(member: string, bound: string): CallerError {
  const message = `Member must have value ${bound}`;
  const inAws = member.charAt(0).toLowerCase() + member.slice(1);
  return new CallerError(
    "bad-request",
    `1 validation error detected: Value at '${inAws}' failed to satisfy constraint: ${message}`,
    [{ path: member, message }],
  );
}

const tokenVersion = 1;
const longestToken = 2_048;
const longestPosition = 512;

function writeToken(list: string, position: string): string {
  return Buffer.from(JSON.stringify([tokenVersion, list, position])).toString("base64url");
}

/** A token is opaque to callers, not secret: it says no more than the name it was made from. */
function readToken(
  list: string,
  { token, called = usualNames }: PageRequest,
  wrongToken: Problem = "bad-request",
): string | undefined {
  // An empty one asks for the first page: so do SES's own examples.
  if (token === undefined || token === "") return undefined;
  const [version, of, position] = token.length > longestToken ? [] : parseToken(token);
  const good =
    version === tokenVersion &&
    of === list &&
    typeof position === "string" &&
    position.length <= longestPosition &&
    !/\p{Cc}/u.test(position);
  if (good) return position;
  throw new CallerError(wrongToken, `The ${called.token} is not valid.`, [
    { path: called.token, message: "It was not given by this list." },
  ]);
}

function parseToken(token: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
