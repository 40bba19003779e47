import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Text that outlives a reload or a sign-in in this tab. Empty text forgets it. */
export function useDraft(name: string): readonly [string, (text: string) => void] {
  const key = `candor.draft.${name}`;
  const text = useSyncExternalStore(
    subscribe,
    () => sessionStorage.getItem(key) ?? "",
    () => "",
  );
  function keep(next: string): void {
    if (next === "") sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, next);
    for (const listener of listeners) listener();
  }
  return [text, keep];
}
