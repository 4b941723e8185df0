export type RecommendationType = "DKIM" | "DMARC" | "SPF" | "COMPLAINT" | "BOUNCE";

/** What is the matter with a domain, and can be mended. */
export interface Recommendation {
  readonly identity: string;
  readonly type: RecommendationType;
  /** One of a domain's, and in this order. */
  readonly code: string;
  readonly description: string;
  readonly impact: "LOW" | "HIGH";
  /** Undefined: nobody noted when it began. */
  readonly since: number | undefined;
  /** When it was seen. */
  readonly seenAt: number;
}

export type Finding = Omit<Recommendation, "identity">;
