import { AppError, toAppError } from '@lapor/kernel';
import type { ErrorCode, Issue } from '@lapor/kernel';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { issueOf } from './validation.ts';

/** HTTP status and title per error code. The only place where they meet. */
const STATUSES: Readonly<Record<ErrorCode, readonly [status: number, title: string]>> = {
  invalid: [400, 'The input breaks a rule'],
  unauthenticated: [401, 'Who is it?'],
  forbidden: [403, 'Not allowed'],
  not_found: [404, 'Not found'],
  conflict: [409, 'Somebody else was faster'],
  illegal: [409, 'Not now'],
  unprocessable: [422, 'Cannot be done'],
  too_large: [413, 'Too large'],
  unsupported: [415, 'Not supported'],
  rate_limited: [429, 'Too many tries'],
  unavailable: [503, 'A part is down'],
  timeout: [504, 'A part did not answer in time'],
  internal: [500, 'Something went wrong'],
};

/** RFC 9457, with the broken rules. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly issues?: readonly Issue[];
  readonly retryable: boolean;
  readonly [extra: string]: unknown;
}

export function statusOf(error: AppError, preconditioned: boolean): number {
  // RFC 9110 §13.1.1: a version given as If-Match that is not the current one.
  if (error.code === 'conflict' && preconditioned) return 412;
  return STATUSES[error.code][0];
}

export function toProblem(error: AppError, status: number): Problem {
  const [, title] = STATUSES[error.code];
  const base = { type: `urn:lapor:problem:${error.code}`, title, status, code: error.code };
  // What went wrong inside is for the log: the answer must not carry a path, a query or a person.
  if (status >= 500) return { ...base, detail: title, retryable: error.retryable };
  return {
    ...error.extra,
    ...base,
    detail: error.message,
    ...(error.issues.length > 0 ? { issues: error.issues } : {}),
    retryable: error.retryable,
  };
}

/** Everything that is thrown on the way becomes an AppError here. */
function fromFastifyError(error: FastifyError | AppError | Error, bodyLimit?: number): AppError {
  if (error instanceof AppError) return error;
  const { validation, validationContext, code } = error as FastifyError;
  if (validation !== undefined) {
    const issues = validation.map((each) => issueOf(each, validationContext ?? 'body'));
    return new AppError('invalid', issues.map(({ field, rule }) => `${field} ${rule}`).join('; '), {
      issues,
    });
  }
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return broken('too_large', 'body', `is larger than this address takes: ${bodyLimit} bytes`);
    case 'FST_ERR_BAD_URL':
      return broken('invalid', 'path', 'must be UTF-8 in valid percent signs');
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new AppError('not_found', 'there is nothing at this address');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return broken('unsupported', 'Content-Type', 'is not one this address takes');
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return broken('invalid', 'body', 'must not be empty');
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return broken('invalid', 'body', 'must be JSON');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return broken('invalid', 'Content-Length', 'must be the length of the body');
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return broken('unsupported', 'Content-Type', 'must be multipart/form-data');
    default:
      return otherError(error as FastifyError);
  }
}

function otherError(error: FastifyError): AppError {
  const { statusCode } = error;
  // The framework refused the request for a reason of its own: its words are about the request alone.
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new AppError('invalid', error.message, { cause: error });
  return toAppError(error);
}

function broken(code: ErrorCode, field: string, rule: string): AppError {
  return new AppError(code, `${field} ${rule}`, { issues: [{ field, rule }] });
}

/** The version was given as a header: that is the field. */
function staleTag(error: AppError): AppError {
  const { code, message, extra, retryable } = error;
  const issues = error.issues.map(({ field, rule }) => ({
    field: field === 'expectedVersion' ? 'If-Match' : field,
    rule,
  }));
  return new AppError(code, message, { issues, extra, retryable, cause: error });
}

export function sendProblem(error: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const preconditioned = request.headers['if-match'] !== undefined;
  const found = fromFastifyError(error, request.routeOptions?.bodyLimit);
  const known = preconditioned && found.code === 'conflict' ? staleTag(found) : found;
  const status = statusOf(known, preconditioned);
  if (status >= 500) request.log.error({ err: known, route: request.routeOptions.url }, 'request failed');
  const { retryAfterSeconds } = known.extra;
  if (typeof retryAfterSeconds === 'number') void reply.header('retry-after', String(retryAfterSeconds));
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  return reply.code(status).type('application/problem+json').send(toProblem(known, status));
}
