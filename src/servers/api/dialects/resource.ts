/** The thing a call is about: what the plain dialect calls `id` and `created_at`. */
export interface Resource {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** An output that says what it is about. The AWS dialect has no place for it and leaves it out. */
export class WithResource<Output> {
  readonly output: Output;
  readonly resource: Resource;

  constructor(output: Output, resource: Resource) {
    this.output = output;
    this.resource = resource;
  }
}

/** What a handler returns when its call created, read or changed one resource: `withResource({ … }, identity)`. */
export function withResource<Output>(output: Output, resource: Resource): WithResource<Output> {
  return new WithResource(output, resource);
}
