import { useEffect, useState } from "react";

/** Of a hundred each. */
const mostPages = 50;
/** Of those that match what is typed. */
const mostShown = 100;

interface PagedList {
  readonly data: { readonly pages: readonly unknown[] } | undefined;
  readonly hasNextPage: boolean;
  readonly isFetching: boolean;
  readonly isError: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
}

/** For a field to choose one of a list: the pages behind the first come once it is opened, for what is typed is looked for in what has come. */
export function useRestOnOpening(list: PagedList): {
  readonly onDropdownOpen: () => void;
  readonly limit: number;
} {
  const [isOpened, setOpened] = useState(false);
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = list;
  const pages = data?.pages.length ?? 0;
  const goesOn = isOpened && hasNextPage && !isFetching && !isError && pages < mostPages;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
  return { onDropdownOpen: () => setOpened(true), limit: mostShown };
}
