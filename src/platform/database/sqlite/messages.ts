/** What travels between the process and its writer thread. Statements travel once and are named by number after. */

export interface GroupRequest {
  readonly id: number;
  readonly steps: readonly StepRequest[];
}

export interface StepRequest {
  readonly statement: number;
  readonly parameters: readonly unknown[];
  /** Undo the group when this step changes or finds nothing. */
  readonly mustCount: boolean;
}

export interface BatchRequest {
  readonly newStatements: readonly { readonly number: number; readonly sql: string }[];
  readonly groups: readonly GroupRequest[];
}

export type GroupAnswer =
  | { readonly id: number; readonly outcome: "done"; readonly steps: readonly StepAnswer[] }
  | { readonly id: number; readonly outcome: "undone"; readonly failedStep: number }
  | { readonly id: number; readonly outcome: "error"; readonly message: string; readonly code: string };

export interface StepAnswer {
  readonly count: number;
  readonly rows: readonly unknown[];
}
