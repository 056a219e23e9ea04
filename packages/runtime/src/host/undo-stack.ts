/** Steps that take back what was begun, newest first: for a start that fails half way, and for stopping. */
export interface UndoStack {
  push(step: () => Promise<void> | void): void;
  /** Runs every step once. Idempotent; a step that throws does not keep the others from running. */
  run(): Promise<void>;
}

export function createUndoStack(): UndoStack {
  const steps: (() => Promise<void> | void)[] = [];
  let running: Promise<void> | undefined;
  const runAll = async () => {
    const failures: unknown[] = [];
    for (const step of steps.toReversed()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be closed');
  };
  return {
    push: (step) => void steps.push(step),
    run: () => (running ??= runAll()),
  };
}
