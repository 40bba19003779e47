import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { type ExploreState, type ReadState, readState, writeState } from "#components/explore/url.ts";

type Move = "push" | "replace";

type ExploreUrl = {
  /** The query string itself: tells one address from another. */
  readonly address: string;
  readonly read: ReadState;
  /** Returns the query string that it wrote. */
  readonly go: (state: ExploreState, move: Move) => string;
};

const PATH = "/explore";
const listeners = new Set<() => void>();

/**
 * The address as the only place where an Explore keeps its state. It is read from the window itself: the
 * router's copy follows a moment later, and a second click in that moment would undo the first.
 */
export function useExploreUrl(): ExploreUrl {
  const routed = useSearchParams().toString();
  const address = useSyncExternalStore(
    subscribe,
    () => windowAddress() ?? routed,
    () => routed,
  );
  const read = useMemo(() => readState(new URLSearchParams(address)), [address]);
  const go = useCallback((state: ExploreState, move: Move) => {
    const url = writeState(state);
    if (move === "push") window.history.pushState(null, "", url);
    else window.history.replaceState(null, "", url);
    for (const listener of listeners) listener();
    return new URLSearchParams(url.split("?")[1]).toString();
  }, []);
  return { address, read, go };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

/** Null while the window does not yet, or no longer, stand on this page: then the router's copy holds. */
function windowAddress(): string | null {
  if (window.location.pathname !== PATH) return null;
  return new URLSearchParams(window.location.search).toString();
}
