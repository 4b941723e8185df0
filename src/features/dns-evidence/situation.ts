import type { Look, Sight } from "./ask-zone.ts";
import type { Clues } from "./clues.ts";
import type { Diagnosis, Verdict } from "./evidence.ts";
import type { Expectation } from "./expectation.ts";
import type { KeyBehind } from "./key-behind.ts";

/** Everything that a diagnosis is drawn from. */
export interface Situation {
  readonly expectation: Expectation;
  readonly verdict: Verdict;
  readonly look: Look;
  readonly clues: Clues;
  /** Where a CNAME led to, if it was followed. */
  readonly behind?: KeyBehind | undefined;
}

/** A situation whose zone was found and asked. */
export type SeenSituation = Situation & { readonly look: Sight };

/** Says what is the matter, if it is what this one knows about. */
export type Diagnose<In = SeenSituation> = (situation: In) => Diagnosis | undefined;
