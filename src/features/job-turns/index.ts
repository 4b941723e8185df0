export { dueInTurns } from "./store.ts";
