import { parseAsString, useQueryState } from "nuqs";
import { useDeferredValue } from "react";

type SearchText = { readonly text: string; readonly asked: string; readonly setText: (text: string) => void };

/** What is searched for, kept in the address as `?q=`. */
export function useSearchText(): SearchText {
  const [text, setText] = useQueryState("q", parseAsString.withDefault(""));
  return {
    text,
    asked: useDeferredValue(text.trim()),
    setText: (next) => void setText(next === "" ? null : next),
  };
}
