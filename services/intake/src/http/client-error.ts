import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { AppError } from '@lapor/kernel';
import { toProblem } from './problem.ts';

interface Refusal {
  readonly status: number;
  readonly field: string;
  readonly rule: string;
}

/** Problem Details also for what never becomes a request: the parser refuses it, or it takes too long to arrive. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, field, rule } = refusalOf(error.code ?? '');
  const problem = new AppError('invalid', `${field} ${rule}`, {
    issues: [{ field, rule }],
    retryable: status === 408,
  });
  const body = JSON.stringify(toProblem(problem, status));
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'X-Content-Type-Options: nosniff',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function refusalOf(code: string): Refusal {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, field: 'request', rule: 'took too long to arrive' };
    case 'HPE_HEADER_OVERFLOW':
      return { status: 431, field: 'headers', rule: 'must be at most 16 kB in all' };
    default:
      return { status: 400, field: 'request', rule: 'must be HTTP/1.1 as RFC 9112 has it' };
  }
}
