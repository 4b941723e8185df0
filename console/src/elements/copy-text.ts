/** Puts a text on the clipboard; `beside` is where it was asked for. False where the browser does not allow it. */
export async function copyText(text: string, beside: HTMLElement): Promise<boolean> {
  // Only pages that came over https, or from this machine, have it.
  if ("clipboard" in navigator) {
    return await navigator.clipboard.writeText(text).then(
      () => true,
      () => copyMarked(text, beside),
    );
  }
  return copyMarked(text, beside);
}

/** As browsers did before: what is marked in a field is copied. A dialog lets none but its own be marked. */
function copyMarked(text: string, beside: HTMLElement): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.ariaHidden = "true";
  field.style.position = "fixed";
  field.style.opacity = "0";
  beside.parentElement?.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  beside.focus();
  return isCopied;
}
