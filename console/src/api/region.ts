// The region that calls are about. Kept from one visit to the next; undefined is the service's default.
const key = "signet-region";
let region: string | undefined = read();

export function currentRegion(): string | undefined {
  return region;
}

export function rememberRegion(chosen: string | undefined): void {
  region = chosen;
  try {
    if (chosen === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, chosen);
  } catch {
    // Storage is switched off: it holds until the page is left.
  }
}

function read(): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}
