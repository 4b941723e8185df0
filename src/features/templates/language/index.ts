import { setImmediate as nextTurn } from "node:timers/promises";
import { compileProgram, onlySubstitutes } from "./compile.ts";
import { TemplateFault } from "./fault.ts";
import { Run } from "./run.ts";
import { readTemplate } from "./syntax.ts";

export { RenderingFault, TemplateFault } from "./fault.ts";

/** A template that is ready to be filled in. */
export interface Compiled {
  (data: object): string;
  /** About what it takes in memory, rather too much than too little. */
  readonly bytes: number;
}

/** Measured, with short tags and with the longest. */
const bytesOf = { tag: 200, tagCharacter: 40, character: 4 };

/**
 * SES's template language: Handlebars without escaping, whose missing attributes are failures. What is not stored may only
 * substitute. Throws `TemplateFault`.
 */
export async function compileTemplate(text: string, may: "all" | "substitute"): Promise<Compiled> {
  // It may take a tenth of a second, and a message has three parts: others have their turn between them.
  await nextTurn();
  const { program, tags, tagCharacters } = await readTemplate(text);
  if (may === "substitute" && !onlySubstitutes(program)) {
    throw new TemplateFault("Only stored templates may hold more than attributes to be filled in.");
  }
  const write = compileProgram(program, undefined);
  const fill = (data: object) => {
    const run = new Run();
    write(
      { value: data, outer: undefined, root: data, loop: undefined, named: undefined, partials: undefined },
      run,
    );
    return run.output;
  };
  const bytes = bytesOf.tag * tags + bytesOf.tagCharacter * tagCharacters + bytesOf.character * text.length;
  return Object.assign(fill, { bytes });
}
