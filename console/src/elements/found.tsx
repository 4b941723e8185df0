import { VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";

interface FoundProps<Page> {
  readonly list: {
    readonly data: { readonly pages: readonly Page[] } | undefined;
    readonly hasNextPage: boolean;
    readonly isPlaceholderData: boolean;
  };
  readonly isNarrowed: boolean;
  /** How much one of its pages holds. */
  readonly count: (page: Page) => number;
}

/** How much a list holds that was narrowed, for who does not see it change. */
export function Found<Page>({ list, isNarrowed, count }: FoundProps<Page>): ReactNode {
  // What is still shown for other words was not found for these.
  const pages = isNarrowed && !list.isPlaceholderData ? list.data?.pages : undefined;
  return (
    <VisuallyHidden role="status">{pages && inWords(sum(pages.map(count)), list.hasNextPage)}</VisuallyHidden>
  );
}

function inWords(found: number, hasMore: boolean): string {
  if (found === 0) return hasMore ? "None found so far" : "None found";
  return hasMore ? `${found} found, and there are more` : `${found} found`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
