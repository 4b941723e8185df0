/** An output that is sent with headers of its own: a cookie. */
export class WithHeaders {
  readonly output: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(output: unknown, headers: Readonly<Record<string, string>>) {
    this.output = output;
    this.headers = headers;
  }
}
