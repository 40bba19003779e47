import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import type { DashboardFilter } from "#lib/dashboards/contract.ts";
import { filterCalled, resolveFilters } from "#lib/dashboards/model.ts";

export type Filters = {
  /** The text in force by filter name. */
  readonly texts: ReadonlyMap<string, string>;
  /** What the address says, word for word: the server judges it. */
  readonly given: Readonly<Record<string, string>>;
  /** True when a filter differs from what the dashboard itself sets, or the address asks for an unknown one. */
  readonly changed: boolean;
  /** Every tile over instances that are seen throughout. */
  readonly likeForLike: boolean;
  readonly setLikeForLike: (held: boolean) => void;
  readonly set: (name: string, text: string) => void;
  readonly reset: () => void;
};

const LIKE_FOR_LIKE = "like_for_like";

/** The filters of a dashboard, kept in the address under their names. */
export function useFilters(filters: readonly DashboardFilter[]): Filters {
  const params = useSearchParams();
  const given = useMemo(
    () => Object.fromEntries([...params.entries()].filter(([name]) => name !== LIKE_FOR_LIKE).toSorted(byName)),
    [params],
  );
  const likeForLike = params.get(LIKE_FOR_LIKE) === "yes";
  const { inForce, unknown } = useMemo(() => resolveFilters(filters, given), [filters, given]);
  const texts = useMemo(() => new Map(inForce.map(({ filter, text }) => [filter.name, text])), [inForce]);
  const changed = unknown.length > 0 || inForce.some(({ filter, text }) => text !== filter.default);

  const set = useCallback(
    (name: string, text: string) => {
      const filter = filterCalled(filters, name);
      const next = new URLSearchParams(params);
      for (const key of [...next.keys()]) if (filterCalled(filters, key)?.name === filter?.name) next.delete(key);
      if (filter !== null && text !== filter.default) next.set(filter.name, text);
      go(next);
    },
    [filters, params],
  );
  const reset = useCallback(() => {
    go(new URLSearchParams());
  }, []);
  const setLikeForLike = useCallback(
    (held: boolean) => {
      const next = new URLSearchParams(params);
      if (held) next.set(LIKE_FOR_LIKE, "yes");
      else next.delete(LIKE_FOR_LIKE);
      go(next);
    },
    [params],
  );
  return { texts, given, likeForLike, changed: changed || likeForLike, set, setLikeForLike, reset };
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a.localeCompare(b);
}

function go(params: URLSearchParams): void {
  const text = params.toString();
  window.history.pushState(null, "", text === "" ? window.location.pathname : `?${text}`);
}
