import { AppError } from '@lapor/kernel';
import type { ErrorCode, Issue } from '@lapor/kernel';

/** An error as plain data: structured clone would drop everything but name and message. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: WireError;
  /** Own enumerable fields that can cross a thread, e.g. `code`, `keyPattern`, `errcode`. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export function toWire(thrown: unknown): WireError {
  if (!(thrown instanceof Error)) return { name: 'Error', message: String(thrown), fields: {} };
  const fields: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(thrown)) {
    if (key !== 'name' && key !== 'message' && key !== 'cause' && canCross(value)) fields[key] = value;
  }
  return {
    name: thrown.name,
    message: thrown.message,
    ...(thrown.stack === undefined ? {} : { stack: thrown.stack }),
    ...(thrown.cause === undefined ? {} : { cause: toWire(thrown.cause) }),
    fields,
  };
}

export function fromWire(wire: WireError): Error {
  const cause = wire.cause === undefined ? undefined : fromWire(wire.cause);
  const error = wire.name === 'AppError' ? appError(wire, cause) : plainError(wire, cause);
  if (wire.stack !== undefined) error.stack = wire.stack;
  return error;
}

function appError(wire: WireError, cause: Error | undefined): AppError {
  const { code, issues, extra, retryable } = wire.fields;
  return new AppError(code as ErrorCode, wire.message, {
    issues: issues as readonly Issue[],
    extra: extra as Readonly<Record<string, unknown>>,
    retryable: retryable as boolean,
    cause,
  });
}

function plainError(wire: WireError, cause: Error | undefined): Error {
  const error = new Error(wire.message, cause === undefined ? undefined : { cause });
  return Object.assign(error, { name: wire.name }, wire.fields);
}

function canCross(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}
