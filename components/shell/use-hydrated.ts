"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/**
 * False while the page takes over what the server drew. A page whose figures the frame asks for too must
 * not show them before: the server drew it without.
 */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
