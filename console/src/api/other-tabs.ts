// The tabs of a browser share its cookie: who signs in or out in one of them does so in all.
const tabs = new BroadcastChannel("signet-session");

export function tellOtherTabs(): void {
  tabs.postMessage(null);
}

/** Called when somebody has signed in or out in another tab. */
export function whenOtherTabsTell(hear: () => void): void {
  tabs.addEventListener("message", hear);
}
