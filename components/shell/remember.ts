const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Keeps a choice about the page's looks, so that the server draws the next page right at once. */
export function remember(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
  document.cookie = `${name}=${value}; path=/; max-age=${String(YEAR_SECONDS)}; samesite=lax`;
}
