// The type of every input and output, taken from the client's declarations. Types vanish when Node strips them: at run
// time the client is not needed.
import type * as olderClient from "@aws-sdk/client-ses";
import type * as client from "@aws-sdk/client-sesv2";

type Sdk = typeof client;
type OlderSdk = typeof olderClient;

/** The names of all operations: `CreateEmailIdentity`, … */
export type OperationName = NameIn<Sdk>;

/** Those of the older API: `SendRawEmail`, … */
export type OlderOperationName = NameIn<OlderSdk>;

type NameIn<Client> = Exclude<
  { [K in keyof Client]: K extends `${infer Name}Command` ? Name : never }[keyof Client],
  "$"
>;

interface AnyCommand {
  readonly input: object;
  resolveMiddleware(...rest: never): (...args: never) => Promise<{ output: object }>;
}

type Made<Class> = Class extends (abstract new (
  ...args: never
) => infer Instance extends AnyCommand)
  ? Instance
  : never;

type Command<Name extends OperationName> = Made<Sdk[`${Name}Command`]>;
type OlderCommand<Name extends OlderOperationName> = Made<OlderSdk[`${Name}Command`]>;

/** What a handler receives: required members are there, optional ones are there or absent, nothing is undefined. */
export type Input<Name extends OperationName> = Checked<Command<Name>["input"]>;
export type OlderInput<Name extends OlderOperationName> = Checked<OlderCommand<Name>["input"]>;

/** What a handler returns. Optional members may be left out or undefined. */
export type Output<Name extends OperationName> = Answered<Command<Name>>;
export type OlderOutput<Name extends OlderOperationName> = Answered<OlderCommand<Name>>;

type Answered<Of extends AnyCommand> = Sendable<
  Omit<Awaited<ReturnType<ReturnType<Of["resolveMiddleware"]>>>["output"], "$metadata">
>;

/** The client marks required members as possibly undefined; `readInput` has seen to it that they are not. */
type Checked<T> = T extends Leaf
  ? T
  : T extends UnknownVariant
    ? never
    : T extends readonly (infer Item)[]
      ? readonly Checked<Item>[]
      : { readonly [K in keyof T]: Checked<Exclude<T[K], undefined>> };

type Sendable<T> = T extends Leaf
  ? T
  : T extends UnknownVariant
    ? never
    : T extends readonly (infer Item)[]
      ? readonly Sendable<Item>[]
      : {
          readonly [K in keyof T]:
            | Sendable<Exclude<T[K], undefined>>
            | (Optional<T, K> extends true ? undefined : never);
        };

type Leaf = string | number | boolean | Date | Uint8Array;

type Optional<T, K extends keyof T> = Partial<Pick<T, K>> extends Pick<T, K> ? true : false;

/** The client's stand-in for variants of a union that it does not know. */
interface UnknownVariant {
  $unknown: [string, unknown];
}
