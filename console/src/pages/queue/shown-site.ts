/** In the address of the page: the domains whose servers were not looked up. No site has this name. */
export const notLookedUp = "-";

/** As the service is asked for it. */
export function siteAsked(shown: string | undefined): string | undefined {
  return shown === notLookedUp ? "" : shown;
}
