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

/** Wrong words on the command line: told without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function required(value: string | undefined, option: string): string {
  if (value === undefined || value === '') throw new UsageError(`${option} is missing`);
  return value;
}
