import assert from "node:assert/strict";
import axe, { type AxeResults } from "axe-core";
import type { BrowserContext, Locator, Page, Request } from "playwright-core";
import { sharedChromium } from "./chromium.ts";
import type { World } from "./world.ts";

interface VisitorOptions {
  readonly scheme?: "light" | "dark";
  readonly device?: "desktop" | "phone";
  /** `America/Los_Angeles`. */
  readonly timeZone?: string;
  /** Origins that they may be sent to besides. */
  readonly alsoTo?: readonly string[];
}

/** How a request is said to have failed that the browser did not let out: by the Content-Security-Policy, and where only its own origin may be asked. */
const stoppedByRules: ReadonlySet<string | undefined> = new Set(["csp", "origin"]);

const sizes = { desktop: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } };

/**
 * A person in front of the console, in a real browser. Fails the test when a page broke the Content-Security-Policy,
 * threw an error, or asked anyone else than the service for anything.
 */
export class Visitor implements AsyncDisposable {
  readonly page: Page;
  /** What went wrong in the pages, in the browser's words. A test that provokes something takes it out. */
  readonly complaints: string[] = [];
  readonly #context: BrowserContext;
  /** What is being asked of others, as far as is known. The browser finds none that is not on this machine. */
  readonly #elsewhere = new Set<Request>();

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.on("pageerror", (error) => this.complaints.push(`error: ${error.message}`));
    page.on("console", (message) => {
      // What the service refused is shown by the page, and its failures and missing files are seen below.
      const isAnswer = message.text().startsWith("Failed to load resource");
      // What a message tried, in its frame, and was not allowed: that is the frame's purpose.
      const isInMessage = message.location().url.includes("/rendered");
      if (message.type() === "error" && !isAnswer && !isInMessage)
        this.complaints.push(`console: ${message.text()}`);
    });
    page.on("response", (response) => {
      const isFile = response.request().resourceType() !== "fetch";
      if (response.status() >= (isFile ? 400 : 500)) {
        this.complaints.push(`${response.status()}: ${response.url()}`);
      }
    });
  }

  static async of(world: World, options: VisitorOptions = {}): Promise<Visitor> {
    const { scheme = "light", device = "desktop", timeZone, alsoTo = [] } = options;
    const browser = await sharedChromium();
    const context = await browser.newContext({
      baseURL: world.app.httpUrl,
      colorScheme: scheme,
      viewport: sizes[device],
      reducedMotion: "reduce",
      acceptDownloads: true,
      permissions: ["clipboard-read", "clipboard-write"],
      ...(timeZone === undefined ? {} : { timezoneId: timeZone }),
    });
    // Where many tests share two processors, a page may take its time.
    context.setDefaultTimeout(20_000);
    const visitor = new Visitor(context, await context.newPage());
    visitor.#watchFor(world, alsoTo);
    return visitor;
  }

  /** By looking on: a browser whose requests are held up for us to decide keeps no files, and makes each page from nothing. */
  #watchFor(world: World, alsoTo: readonly string[]): void {
    this.#context.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      // A page goes on asking while the service stops, and while the test ends.
      const isElsewhere = /^https?:$/.test(protocol) && ![world.origin, ...alsoTo].includes(origin);
      if (isElsewhere) this.#elsewhere.add(request);
    });
    this.#context.on("requestfailed", (request) => {
      const isStopped = stoppedByRules.has(request.failure()?.errorText);
      if (this.#elsewhere.delete(request) && !isStopped) this.#hasAskedElsewhere(request);
    });
    this.#context.on("response", (response) => {
      const request = response.request();
      if (this.#elsewhere.delete(request)) this.#hasAskedElsewhere(request);
    });
  }

  #hasAskedElsewhere(request: Request): void {
    this.complaints.push(`asked elsewhere: ${request.url()}`);
  }

  /** From now on by another device, or another light. */
  async looks({ device, scheme }: Required<Pick<VisitorOptions, "device" | "scheme">>): Promise<void> {
    await this.page.setViewportSize(sizes[device]);
    await this.page.emulateMedia({ colorScheme: scheme });
    // Colours go over into others.
    await this.#standsStill();
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(path);
    await this.#comes(this.page.locator("h1").first());
  }

  /** A button or a link, by its whole name or by what is in it. */
  async click(name: string | RegExp): Promise<void> {
    const named = { name, exact: true };
    const target = this.page.getByRole("button", named).or(this.page.getByRole("link", named));
    await (await this.#comes(target.first())).click();
  }

  /** By the name of the field as a whole. */
  async type(label: string, text: string): Promise<void> {
    const field = this.page.getByRole("textbox", { name: label, exact: true }).first();
    await (await this.#comes(field)).fill(text);
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.#comes(this.page.getByText(text).first());
  }

  /** Playwright looks only twice a second for what does not come within a third of one, as little does on a busy machine. */
  async #comes(target: Locator): Promise<Locator> {
    for (let looks = 0; looks < 100 && !(await target.isVisible()); looks += 1) {
      await this.page.waitForTimeout(50);
    }
    // Where it has not come, this says what it looked for.
    await target.waitFor();
    return target;
  }

  /** Resolves when nothing on the page is still coming. */
  async settle(): Promise<void> {
    const coming = this.page.locator("[aria-busy=true]");
    await this.eventually(async () => (await coming.count()) === 0);
  }

  async eventually(isSo: () => Promise<boolean>): Promise<void> {
    for (let looks = 0; !(await isSo()); looks += 1) {
      assert.ok(looks < 400, "it has not come about");
      await this.page.waitForTimeout(50);
    }
  }

  /** What axe finds on the page, as it is now, that keeps people out. */
  async requireAccessible(): Promise<void> {
    // A dialog has its name a moment after it has opened; one that gets none is told of below.
    const unnamed = this.page.locator("[role=dialog]:not([aria-labelledby], [aria-label])");
    for (let looks = 0; looks < 20 && (await unnamed.count()) > 0; looks += 1) {
      await this.page.waitForTimeout(50);
    }
    await this.#standsStill();
    if (!(await this.page.evaluate("window.axe !== undefined"))) await this.page.evaluate(axe.source);
    const { violations } = await this.page.evaluate<AxeResults>(
      // Frames hold what strangers wrote, which is theirs to make accessible.
      `axe.run({ exclude: ["iframe"] }, { resultTypes: ["violations"], iframes: false })`,
    );
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    assert.deepEqual(
      serious.map(({ id, help, nodes }) => ({
        id,
        help,
        nodes: nodes.map(({ html }) => html.slice(0, 160)),
      })),
      [],
      `on ${this.page.url()}`,
    );
  }

  /** What has just come may still be half transparent, and its contrast is not the one that stays. */
  async #standsStill(): Promise<void> {
    await this.page.evaluate(`(async () => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      // A dialog is put there in one frame, and begins to show itself in the next.
      await frame();
      await frame();
      const ending = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity);
      await Promise.allSettled(ending.map((one) => one.finished));
    })()`);
  }

  /** Nothing is wider than the screen: no page is to be moved sideways. */
  async requireNoSidewaysScroll(): Promise<void> {
    const [content, screen] = await this.page.evaluate<[number, number]>(
      "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
    );
    assert.ok(content <= screen, `${this.page.url()} is ${content} px wide on a screen of ${screen} px`);
  }

  /** What one reads is on the screen: beyond its edge is only what lies in something that is moved by itself. */
  async requireNothingCutOff(): Promise<void> {
    const cutOff = await this.page.evaluate<string[]>(`(() => {
      const isMoved = (one) => ["auto", "scroll"].includes(getComputedStyle(one).overflowX) && one.tabIndex >= 0;
      const isCut = (one) => getComputedStyle(one).textOverflow === "ellipsis";
      const isHeld = (one) => one !== null && (isMoved(one) || isCut(one) || isHeld(one.parentElement));
      const ofText = [...document.querySelectorAll("main *")].filter((one) =>
        [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ""));
      return ofText
        .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1 && !isHeld(one))
        .map((one) => one.outerHTML.slice(0, 160));
    })()`);
    assert.deepEqual(cutOff, [], `on ${this.page.url()}`);
  }

  /** What is done with one row of a list is not called what is done with another: a button is also heard alone. */
  async requireRowsToldApart(): Promise<void> {
    const repeated = await this.page.evaluate<string[]>(`(() => {
      const rows = [...document.querySelectorAll("main :is(li, tr) button")].filter((one) => one.checkVisibility());
      const names = rows.map((one) => one.ariaLabel ?? one.textContent);
      return names.filter((name, at) => names.indexOf(name) !== at);
    })()`);
    assert.deepEqual(repeated, [], `on ${this.page.url()}`);
  }

  /** Goes, and tells what went wrong until then: at the end of a test that provokes it, for more of it may be on its way. */
  async leaves(): Promise<string[]> {
    await this.page.close();
    return this.complaints.splice(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.close();
    for (const request of this.#elsewhere) this.#hasAskedElsewhere(request);
    assert.deepEqual(this.complaints, [], "a page went wrong");
  }
}
