import { useState } from "react";

export type Draft = {
  readonly text: string;
  readonly set: (text: string) => void;
  readonly forget: () => void;
};

/**
 * Typed text that outlives the page: kept in this tab until it is saved or given up, so that signing in
 * again loses nothing. For use in what is mounted in the browser only, such as a dialog.
 */
export function useDraft(key: string, initial: string): Draft {
  const place = `candor.draft.${key}`;
  const [text, setText] = useState(() => window.sessionStorage.getItem(place) ?? initial);
  return {
    text,
    set: (next) => {
      window.sessionStorage.setItem(place, next);
      setText(next);
    },
    forget: () => {
      window.sessionStorage.removeItem(place);
    },
  };
}
