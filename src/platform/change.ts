/**
 * One statement of a group that succeeds together: what `changesTo…()` of one feature gives another to write with its own. Only stores
 * make them and look inside.
 */
export type { Step as Change } from "./database/database.ts";
