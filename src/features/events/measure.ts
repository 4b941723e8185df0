/** What metrics group a message by: kept with the event that it was sent, and with no other. */
export interface Measure {
  readonly identity: string;
  readonly provider: string;
  readonly tenant: string | undefined;
  /** It has the picture that tells of an opening. */
  readonly hasPicture: boolean;
  /** It has links that tell of being followed. */
  readonly hasLinks: boolean;
}

/** The same text for the same measure: texts are what is grouped by. */
export function writeMeasure({ identity, provider, tenant, hasPicture, hasLinks }: Measure): string {
  return JSON.stringify([identity, provider, tenant ?? "", hasPicture ? 1 : 0, hasLinks ? 1 : 0]);
}

export function readMeasure(text: string): Measure {
  const [identity, provider, tenant, picture, links] = JSON.parse(text) as [
    string,
    string,
    string,
    number,
    number,
  ];
  return {
    identity,
    provider,
    tenant: tenant === "" ? undefined : tenant,
    hasPicture: picture === 1,
    hasLinks: links === 1,
  };
}
