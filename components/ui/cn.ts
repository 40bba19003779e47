import { type ClassValue, clsx } from "clsx";
import { twMerge } from "tailwind-merge";

/** Class names in order, a later utility winning over an earlier one of its kind. */
export function cn(...values: readonly ClassValue[]): string {
  return twMerge(clsx(values));
}
