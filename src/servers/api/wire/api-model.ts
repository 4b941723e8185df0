import modelJson from "./model.json" with { type: "json" };
import type { MemberModel, Model, OlderForm, OperationModel, ShapeModel } from "./model.ts";
import type {
  Member,
  NumberShape,
  Operation,
  PathSegment,
  Shape,
  StringShape,
  StructureShape,
} from "./shape.ts";

/** The whole model, linked. It is read at start, so that an encoding no code here knows stops the start. */
export interface ApiModel {
  /** Every way to call every operation. */
  readonly operations: readonly Operation[];
  /** HTTP status of each modelled error. */
  readonly errors: ReadonlyMap<string, number>;
  /** Names of members that must not reach a log, in whatever structure they stand. */
  readonly sensitiveMembers: ReadonlySet<string>;
}

/** @throws when the model holds a type, a name or a pattern that is not known here. */
export function linkModel(model: Model): ApiModel {
  const linker = new Linker(model);
  return {
    operations: Object.entries(model.operations).flatMap(([name, operation]) =>
      linker.operations(name, operation),
    ),
    errors: new Map(Object.entries(model.errors)),
    sensitiveMembers: sensitiveMembers(model),
  };
}

class Linker {
  readonly #model: Model;
  readonly #shapes = new Map<string, Shape>();

  constructor(model: Model) {
    this.#model = model;
  }

  operations(name: string, operation: OperationModel): Operation[] {
    const members = this.#structureModel(operation.input);
    const current = this.#operation(name, operation, members);
    if (operation.olderForm === undefined) return [current];
    const { method, path } = operation.olderForm;
    const older = olderMembers(name, operation.olderForm, members);
    return [current, this.#operation(name, { ...operation, method, path }, older)];
  }

  #operation(
    name: string,
    { method, path, output, errors }: OperationModel,
    members: Readonly<Record<string, MemberModel>>,
  ): Operation {
    const input = this.#structure("structure", members);
    const memberNamed = (member: string) => defined(input.members.get(member), `${name}.${member}`);
    const bound = Object.entries(members);
    return {
      name,
      method,
      path: path
        .split("/")
        .slice(1)
        .map((segment) => pathSegment(segment, memberNamed)),
      query: new Map(
        bound.flatMap(([member, { query }]) => (query === undefined ? [] : [[query, memberNamed(member)]])),
      ),
      body: this.#structure(
        "structure",
        Object.fromEntries(bound.filter(([, { label, query }]) => label !== true && query === undefined)),
      ),
      input,
      output: this.#structure("structure", this.#structureModel(output)),
      errors,
    };
  }

  #structureModel(name: string): Readonly<Record<string, MemberModel>> {
    return defined(this.#model.shapes[name]?.members, name);
  }

  #structure(kind: "structure" | "union", models: Readonly<Record<string, MemberModel>>): StructureShape {
    const members = Object.entries(models).map(
      ([name, { shape }]): Member => ({ name, shape: this.#shape(shape) }),
    );
    return {
      kind,
      members: new Map(members.map((member) => [member.name, member])),
      required: Object.keys(models).filter((name) => models[name]?.required === true),
    };
  }

  #shape(name: string): Shape {
    const known = this.#shapes.get(name);
    if (known !== undefined) return known;
    // A name that is not a shape's is that of a built-in type.
    const shape = this.#link(name, this.#model.shapes[name] ?? { type: name });
    this.#shapes.set(name, shape);
    return shape;
  }

  #link(name: string, model: ShapeModel): Shape {
    const { type, min = 0, max = Number.POSITIVE_INFINITY } = model;
    switch (type) {
      case "string":
        return stringShape(model);
      case "integer":
      case "long":
      case "number":
        return numberShape(type, model);
      case "boolean":
      case "timestamp":
      case "blob":
        return { kind: type };
      case "list":
        return { kind: "list", item: this.#shape(defined(model.item, name)), min, max };
      case "map": {
        const key = this.#shape(defined(model.key, name));
        if (key.kind !== "string") throw new Error(`The keys of ${name} are no strings`);
        return { kind: "map", key, value: this.#shape(defined(model.value, name)), min, max };
      }
      case "structure":
      case "union":
        return this.#structure(type, defined(model.members, name));
      default:
        throw new Error(`The model has a type that is not known here: ${type} (${name})`);
    }
  }
}

function olderMembers(
  name: string,
  { path, query, body }: OlderForm,
  members: Readonly<Record<string, MemberModel>>,
): Readonly<Record<string, MemberModel>> {
  const labels = [...path.matchAll(/\{(\w+)\}/g)].map(([, label = ""]) => label);
  const chosen = (member: string, binding: Partial<MemberModel>): [string, MemberModel] => {
    const model = defined(members[member], `${name}: ${member}`);
    return [member, { ...model, ...binding }];
  };
  return Object.fromEntries([
    ...labels.map((member) => chosen(member, { label: true })),
    ...query.map((member) => chosen(member, { query: member })),
    ...body.map((member) => chosen(member, {})),
  ]);
}

function stringShape({
  min = 0,
  max = Number.POSITIVE_INFINITY,
  pattern,
  enum: values,
}: ShapeModel): StringShape {
  return {
    kind: "string",
    min,
    max,
    // AWS matches whole strings, whether a pattern says ^…$ or not ("[ -~]*" would forbid nothing otherwise).
    pattern:
      pattern === undefined ? undefined : { source: pattern, whole: new RegExp(`^(?:${pattern})$`, "u") },
    values: values === undefined ? undefined : new Set(values),
  };
}

function numberShape(
  kind: NumberShape["kind"],
  { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: ShapeModel,
): NumberShape {
  return { kind, min, max };
}

function pathSegment(segment: string, memberNamed: (name: string) => Member): PathSegment {
  const label = /^\{(\w+)\}$/.exec(segment)?.[1];
  if (label === undefined) return { literal: segment };
  const member = memberNamed(label);
  if (member.shape.kind !== "string") throw new Error(`The label ${label} is no string`);
  return { label: member };
}

function sensitiveMembers({ shapes }: Model): Set<string> {
  const isSensitive = (name: string): boolean => {
    const shape = shapes[name];
    if (shape?.sensitive === true) return true;
    return shape?.item !== undefined && isSensitive(shape.item);
  };
  const members = Object.values(shapes).flatMap((shape) => Object.entries(shape.members ?? {}));
  return new Set(members.filter(([, { shape }]) => isSensitive(shape)).map(([name]) => name));
}

function defined<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The model lacks a part of ${what}`);
  return value;
}

export const apiModel = linkModel(modelJson);
