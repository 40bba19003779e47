import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { type ExploreState, type ReadState, readState, writeState } from "#components/explore/url.ts";

export type Move = "push" | "replace";

type ExploreUrl = {
  /** The query string itself: tells one address from another. */
  readonly address: string;
  readonly read: ReadState;
  /** Returns the query string that it wrote. */
  readonly go: (state: ExploreState, move: Move) => string;
};

/** The address as the only place where an Explore keeps its state. */
export function useExploreUrl(): ExploreUrl {
  const address = useSearchParams().toString();
  const read = useMemo(() => readState(new URLSearchParams(address)), [address]);
  const go = useCallback((state: ExploreState, move: Move) => {
    const url = writeState(state);
    if (move === "push") window.history.pushState(null, "", url);
    else window.history.replaceState(null, "", url);
    return url.split("?")[1] ?? "";
  }, []);
  return { address, read, go };
}
