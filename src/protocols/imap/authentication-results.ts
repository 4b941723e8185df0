/** Whether a receiver says that a method held: `mx.example; spf=pass smtp.mailfrom=…; dkim=pass …` (RFC 8601 §2.2). */
export function holds(authenticationResults: string, method: "spf" | "dkim"): boolean {
  // Comments may hold anything.
  const plain = authenticationResults.replaceAll(/\([^()]*\)/g, " ");
  return plain
    .split(";")
    .slice(1)
    .some((result) => new RegExp(`^\\s*${method}\\s*=\\s*pass\\b`, "i").test(result));
}
