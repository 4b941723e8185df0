/** For a bug that is to be seen (it ends the process), but only once what is being done is done whole. */
export function throwLater(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}
