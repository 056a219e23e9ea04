/** Why a request failed. Closed: HTTP and gRPC statuses hang on it in one table each, at the edge. */
export type ErrorCode =
  | 'invalid' // the input breaks a rule: `issues` names field and rule
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict' // somebody else was faster, or the version given is stale
  | 'illegal' // the command is not legal in this state: `extra.legal` lists what is
  | 'unprocessable' // e.g. the same idempotency key with another body
  | 'too_large'
  | 'unsupported' // media type, operator, channel
  | 'rate_limited'
  | 'unavailable' // a part we need is down: try again
  | 'timeout'
  | 'internal';

/** One broken rule. `field` is a JSON pointer without the leading slash ("contact.email"), `rule` a sentence. */
export interface Issue {
  readonly field: string;
  readonly rule: string;
}

export interface AppErrorOptions {
  readonly issues?: readonly Issue[];
  /** Members added to the answer, e.g. `{ legal: ['dispose'] }`. Never reporter data. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

const RETRYABLE: ReadonlySet<ErrorCode> = new Set(['conflict', 'rate_limited', 'unavailable', 'timeout']);

/** The one error type that crosses a boundary. Everything else that is thrown becomes `internal`. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly issues: readonly Issue[];
  readonly extra: Readonly<Record<string, unknown>>;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.issues = options.issues ?? [];
    this.extra = options.extra ?? {};
    this.retryable = options.retryable ?? RETRYABLE.has(code);
  }
}

/** `invalid` with a single broken rule. An empty field: the input as a whole. */
export function invalid(field: string, rule: string): AppError {
  const message = field === '' ? rule : `${field} ${rule}`;
  return new AppError('invalid', message, { issues: [{ field, rule }] });
}

export function notFound(what: string, id: string): AppError {
  return new AppError('not_found', `${what} ${id} does not exist`);
}

/**
 * Wraps anything thrown, keeping AppErrors as they are and the original as `cause`. What nobody has foreseen may pass: a
 * database that stumbled is as likely as a mistake of ours.
 */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError('internal', message, { cause: thrown, retryable: true });
}
