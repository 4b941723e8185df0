/**
 * A step of a group that succeeds together, a statement or an announcement: what `changesTo…()` of one feature gives another to write
 * with its own. Only stores make statements and look inside.
 */
export type { Step as Change } from "./database/database.ts";
