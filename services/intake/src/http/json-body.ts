import { isUtf8 } from 'node:buffer';
import { AppError } from '@lapor/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Enough for the longest complaint a hundred times over. Images go their own way. */
export const JSON_BODY_BYTES = 1024 * 1024;

/** Answers by the callback: Fastify's own way, and each body passes here. */
type ParseJson = (
  request: FastifyRequest,
  bytes: Buffer,
  done: (error: AppError | null, value?: unknown) => void,
) => void;

/**
 * JSON as it is written: invalid UTF-8 is refused (not turned into question marks), `__proto__` too.
 * An empty body counts as none: commands without fields need none.
 */
export function createJsonParser(app: FastifyInstance): ParseJson {
  const parse = app.getDefaultJsonParser('error', 'error');
  return (request, bytes, done) => {
    if (bytes.length === 0) {
      done(null, undefined);
    } else if (isUtf8(bytes)) {
      void parse(request, bytes.toString('utf8'), (error, value) =>
        error ? done(brokenBody('must be valid JSON')) : done(null, value),
      );
    } else {
      done(brokenBody('must be valid UTF-8'));
    }
  };
}

export function readJsonBodies(app: FastifyInstance): void {
  const parse = createJsonParser(app);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) =>
    parse(request, Buffer.isBuffer(body) ? body : Buffer.from(body), done),
  );
}

function brokenBody(rule: string): AppError {
  return new AppError('invalid', `body ${rule}`, { issues: [{ field: 'body', rule }] });
}
