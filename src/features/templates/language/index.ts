import { compileProgram, onlySubstitutes } from "./compile.ts";
import { TemplateFault } from "./fault.ts";
import { Run } from "./run.ts";
import { readTemplate } from "./syntax.ts";

export { RenderingFault, TemplateFault } from "./fault.ts";

/** A template that is ready to be filled in. */
export type Compiled = (data: object) => string;

/**
 * SES's template language: Handlebars without escaping, whose missing attributes are failures. What is not stored may only
 * substitute. Throws `TemplateFault`.
 */
export async function compileTemplate(text: string, may: "all" | "substitute"): Promise<Compiled> {
  const program = await readTemplate(text);
  if (may === "substitute" && !onlySubstitutes(program)) {
    throw new TemplateFault("Only stored templates may hold more than attributes to be filled in.");
  }
  const write = compileProgram(program, { names: new Set() });
  return (data) => {
    const run = new Run();
    write(
      { value: data, outer: undefined, root: data, loop: undefined, named: undefined, partials: undefined },
      run,
    );
    return run.output;
  };
}
