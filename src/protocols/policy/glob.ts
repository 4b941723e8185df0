/** Whether a text is of a pattern in which `*` stands for any text and `?` for one character; linear in their product at worst. */
export function matchesGlob(text: string, pattern: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let retryAt = 0;
  while (at < text.length) {
    if (inPattern < pattern.length && pattern[inPattern] === "*") {
      star = inPattern++;
      retryAt = at;
    } else if (
      inPattern < pattern.length &&
      (pattern[inPattern] === "?" || pattern[inPattern] === text[at])
    ) {
      inPattern++;
      at++;
    } else if (star !== -1) {
      inPattern = star + 1;
      at = ++retryAt;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === "*") inPattern++;
  return inPattern === pattern.length;
}

/**
 * Each of an ARN's six parts by itself, as IAM compares them: what stands for a region stands for nothing of the resource.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function matchesArn(arn: string, pattern: string): boolean {
  const wanted = partsOf(pattern);
  const parts = partsOf(arn);
  if (wanted.length < 6) return matchesGlob(arn, pattern);
  return parts.length === 6 && parts.every((part, at) => matchesGlob(part, wanted[at] ?? ""));
}

/** The resource may have colons of its own. */
function partsOf(arn: string): readonly string[] {
  const parts = arn.split(":");
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}
