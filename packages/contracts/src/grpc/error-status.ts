import { AppError } from '@lapor/kernel';
import type { ErrorCode, Issue } from '@lapor/kernel';
import { Metadata, status } from '@grpc/grpc-js';
import type { StatusObject } from '@grpc/grpc-js';

/** Trailer that carries an AppError's parts (JSON), so that they come back as they were thrown. */
const ERROR_KEY = 'lapor-error-bin';

/** Trailers share a header list of 8–16 kB with everything else, base64 included: what is longer is cut. */
const LONGEST_TRAILER = 4_096;

const MASKED = 'internal error';

/** The one table between our error codes and gRPC statuses. Every status stands for one code, so that it reads both ways. */
const STATUS_OF: Readonly<Record<ErrorCode, status>> = {
  invalid: status.INVALID_ARGUMENT,
  unauthenticated: status.UNAUTHENTICATED,
  forbidden: status.PERMISSION_DENIED,
  not_found: status.NOT_FOUND,
  conflict: status.ABORTED,
  illegal: status.FAILED_PRECONDITION,
  unprocessable: status.ALREADY_EXISTS,
  too_large: status.OUT_OF_RANGE,
  unsupported: status.UNIMPLEMENTED,
  rate_limited: status.RESOURCE_EXHAUSTED,
  unavailable: status.UNAVAILABLE,
  timeout: status.DEADLINE_EXCEEDED,
  internal: status.INTERNAL,
};

const CODE_OF = new Map<status, ErrorCode>([
  ...Object.entries(STATUS_OF).map(([code, number]) => [number, code as ErrorCode] as const),
  // Never sent by us: what the transport itself says.
  [status.CANCELLED, 'timeout'],
  [status.UNKNOWN, 'internal'],
  [status.DATA_LOSS, 'internal'],
]);

interface Trailer {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly issues?: readonly Issue[];
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** What goes over the wire for an error. `internal` says nothing of what happened inside. */
export function toStatus(error: AppError): StatusObject {
  const hidden = error.code === 'internal';
  const metadata = new Metadata();
  metadata.set(ERROR_KEY, encodeTrailer(error, hidden));
  return {
    code: STATUS_OF[error.code],
    // A lone surrogate could not be percent-encoded.
    details: hidden ? MASKED : error.message.toWellFormed(),
    metadata,
  };
}

/**
 * The AppError behind a status: as thrown when one of us threw it, else by the table. What went wrong on the way says nothing
 * against the request: it may go well the next time.
 */
export function fromStatus(failure: {
  readonly code: status;
  readonly details: string;
  readonly metadata?: Metadata;
}): AppError {
  const trailer = decodeTrailer(failure.metadata?.get(ERROR_KEY)[0]);
  const code = trailer?.code ?? CODE_OF.get(failure.code) ?? 'internal';
  return new AppError(code, failure.details, {
    issues: trailer?.issues ?? [],
    extra: trailer?.extra ?? {},
    ...(trailer === undefined
      ? code === 'internal' && { retryable: true }
      : { retryable: trailer.retryable }),
  });
}

/** One of us threw it; without, it is what the transport says. */
export function cameFromHandler({ metadata }: Partial<Pick<StatusObject, 'metadata'>>): boolean {
  return decodeTrailer(metadata?.get(ERROR_KEY)[0]) !== undefined;
}

function encodeTrailer(error: AppError, hidden: boolean): Buffer {
  const { code, retryable } = error;
  const bare: Trailer = { code, retryable };
  if (hidden) return toBytes(bare);
  const whole = toBytes({
    ...bare,
    ...(error.issues.length === 0 ? {} : { issues: error.issues }),
    ...(Object.keys(error.extra).length === 0 ? {} : { extra: error.extra }),
  });
  if (whole.length <= LONGEST_TRAILER) return whole;
  return toBytes({ ...bare, issues: fitting(error.issues) });
}

/** As many issues from the first on as the trailer holds. */
function fitting(issues: readonly Issue[]): readonly Issue[] {
  let left = LONGEST_TRAILER - 100;
  const kept: Issue[] = [];
  for (const issue of issues) {
    left -= toBytes(issue).length + 1;
    if (left < 0) break;
    kept.push(issue);
  }
  return kept;
}

function toBytes(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function decodeTrailer(value: string | Buffer | undefined): Trailer | undefined {
  if (value === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(value.toString());
    return isTrailer(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isTrailer(value: unknown): value is Trailer {
  if (typeof value !== 'object' || value === null) return false;
  const { code, retryable } = value as Partial<Trailer>;
  return typeof code === 'string' && Object.hasOwn(STATUS_OF, code) && typeof retryable === 'boolean';
}
