import { CancelledError, useQueryClient } from "@tanstack/react-query";
import { useCallback, useReducer, useRef } from "react";
import { runOptions } from "#components/explore/queries.ts";
import { advanceRun, NEVER_RUN, type Run } from "#components/explore/run.ts";
import type { Question } from "#lib/semantic/question.ts";

type Runner = { readonly run: Run; readonly start: (question: Question) => void; readonly cancel: () => void };

/** Runs questions one at a time: a new one, or Cancel, aborts the one under way, in the warehouse too. */
export function useRun(): Runner {
  const client = useQueryClient();
  const [run, dispatch] = useReducer(advanceRun, NEVER_RUN);
  const turns = useRef(0);

  const cancel = useCallback(() => {
    void client.cancelQueries({ queryKey: ["explore", "run"] });
    dispatch({ type: "cancel", turn: turns.current });
  }, [client]);

  const start = useCallback(
    (question: Question) => {
      void client.cancelQueries({ queryKey: ["explore", "run"] });
      turns.current += 1;
      const turn = turns.current;
      dispatch({ type: "start", turn, question, at: Date.now() });
      client.query(runOptions(question, turn)).then(
        (answer) => {
          dispatch({ type: "answer", turn, answer });
        },
        (error: unknown) => {
          if (error instanceof CancelledError) dispatch({ type: "cancel", turn });
          else dispatch({ type: "fail", turn, error: error instanceof Error ? error : new Error(String(error)) });
        },
      );
    },
    [client],
  );
  return { run, start, cancel };
}
