import type { Operation, PathSegment } from "./shape.ts";

/** Where a request leads. Nothing of the target is decoded yet: a label may hold an encoded `/`. */
export type Route =
  | { readonly kind: "operation"; readonly call: Call }
  | { readonly kind: "other-method"; readonly allowed: readonly string[] }
  | { readonly kind: "unknown-path" };

/** An operation with the parts of the target that belong to its input, as they came. */
export interface Call {
  readonly operation: Operation;
  /** Percent-encoded, in the order of the path. */
  readonly labels: readonly string[];
  /** Percent-encoded, without the `?`. */
  readonly query: string;
}

interface Place {
  readonly literals: Map<string, Place>;
  label: Place | undefined;
  readonly methods: Map<string, Operation>;
}

/** Finds the operation of a request by its path's segments; a literal segment goes before a label. */
export class Router {
  readonly #root = newPlace();
  readonly #methods: readonly string[];

  constructor(operations: readonly Operation[]) {
    this.#methods = [...new Set(operations.map(({ method }) => method))].sort();
    for (const operation of operations) {
      const { methods } = operation.path.reduce(nextPlace, this.#root);
      if (methods.has(operation.method))
        throw new Error(`${operation.name} and another share ${operation.method}`);
      methods.set(operation.method, operation);
    }
  }

  /**
   * @param target the request target in origin form, exactly as it was sent. Not a `URL`: that would fold the labels `.`
   * and `..`, which clients send unescaped. One slash at the end is allowed on every path, as botocore sends two so.
   */
  route(method: string, target: string): Route {
    const queryAt = target.indexOf("?");
    const path = queryAt < 0 ? target : target.slice(0, queryAt);
    if (!path.startsWith("/")) return { kind: "unknown-path" };
    const segments = (path.endsWith("/") ? path.slice(1, -1) : path.slice(1)).split("/");
    const search: Search = { method, segments, labels: [] };
    const operation = find(this.#root, search, 0);
    if (operation !== undefined) {
      const query = queryAt < 0 ? "" : target.slice(queryAt + 1);
      return { kind: "operation", call: { operation, labels: search.labels, query } };
    }
    const allowed = this.#methods.filter((other) => find(this.#root, { ...search, method: other }, 0));
    if (allowed.length > 0) return { kind: "other-method", allowed };
    return { kind: "unknown-path" };
  }
}

interface Search {
  readonly method: string;
  readonly segments: readonly string[];
  readonly labels: string[];
}

/** Goes back from a literal to a label when the method is missing: `contacts/list` is a POST, and a contact to GET. */
function find(place: Place, search: Search, depth: number): Operation | undefined {
  const segment = search.segments[depth];
  if (segment === undefined) return place.methods.get(search.method);
  const literal = place.literals.get(segment);
  const found = literal && find(literal, search, depth + 1);
  if (found !== undefined || place.label === undefined || segment === "") return found;
  search.labels.push(segment);
  const labelled = find(place.label, search, depth + 1);
  if (labelled === undefined) search.labels.pop();
  return labelled;
}

function nextPlace(place: Place, segment: PathSegment): Place {
  if ("label" in segment) {
    place.label ??= newPlace();
    return place.label;
  }
  const next = place.literals.get(segment.literal) ?? newPlace();
  place.literals.set(segment.literal, next);
  return next;
}

function newPlace(): Place {
  return { literals: new Map(), label: undefined, methods: new Map() };
}
