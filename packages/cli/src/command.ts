/** What every command is given. */
export interface CommandContext {
  readonly arguments: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly tell: (line: string) => void;
  /** Aborted on Ctrl-C: stop after what is under way. */
  readonly signal: AbortSignal;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  /** @returns the exit code */
  run(context: CommandContext): Promise<number>;
}

/** Wrong words on the command line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What the words ask for cannot be done with what is there. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** Ctrl-C came before the end. Says what that leaves. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** As a shell reports it: 128 and the number of the signal. */
export const INTERRUPTED_EXIT = 130;

export function required(value: string | undefined, option: string): string {
  if (value === undefined || value === '') throw new UsageError(`${option} is missing`);
  return value;
}
