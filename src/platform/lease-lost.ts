/** Another has taken the work over, or it is no longer wanted: what was done under the lease is not recorded, and no more is done. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
  override readonly message = "The lease is held by another, or what it was for is no longer wanted.";
}

/** How an item of work ends whose lease was lost; throws everything else. */
export function leaseLostOrThrow(error: unknown): "lease-lost" {
  if (error instanceof LeaseLost) return "lease-lost";
  throw error;
}

/**
 * The same of work that may be withdrawn while it is done, with its identity, say. Nobody takes over what another holds before the lease
 * has run out: what is lost sooner was withdrawn.
 */
export function withdrawnOrLeaseLost(
  error: unknown,
  { leaseUntil, now }: { readonly leaseUntil: number; readonly now: number },
): "not-wanted" | "lease-lost" {
  const end = leaseLostOrThrow(error);
  return now < leaseUntil ? "not-wanted" : end;
}
