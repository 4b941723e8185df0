/** A URL as it may be shown: asterisks stand for the password in it, as at SNS. */
export function shownUrl(url: string): string {
  const shown = URL.parse(url);
  if (shown === null || shown.password === "") return url;
  shown.password = "****";
  return shown.href;
}
