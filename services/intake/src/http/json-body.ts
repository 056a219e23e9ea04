import { isUtf8 } from 'node:buffer';
import { AppError } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { findBrokenText, findRepeatedName } from './json-flaws.ts';

/** Enough for the longest complaint a hundred times over. Images go their own way. */
export const JSON_BODY_BYTES = 1024 * 1024;

/** Answers by the callback: Fastify's own way, and each body passes here. */
type ParseJson = (
  request: FastifyRequest,
  bytes: Buffer,
  done: (error: AppError | null, value?: unknown) => void,
) => void;

/**
 * JSON as it is written: invalid UTF-8 is refused (not turned into question marks), `__proto__` and names given twice too.
 * An empty body counts as none: commands without fields need none. `brokenText`: half characters and NUL in texts.
 */
export function createJsonParser(app: FastifyInstance, brokenText: 'refused' | 'taken'): ParseJson {
  const parse = app.getDefaultJsonParser('error', 'error');
  return (request, bytes, done) => {
    const { 'content-encoding': encoding = 'identity' } = request.headers;
    if (encoding !== 'identity') {
      done(refused('unsupported', { field: 'Content-Encoding', rule: 'must be left out: send it as it is' }));
    } else if (bytes.length === 0) {
      done(null, undefined);
    } else if (isUtf8(bytes)) {
      const text = bytes.toString('utf8');
      void parse(request, text, (error, value) => {
        if (error) return done(brokenBody('must be valid JSON'));
        const flaw =
          findRepeatedName(text) ?? (brokenText === 'refused' ? findBrokenText(text, value) : undefined);
        return flaw === undefined ? done(null, value) : done(refused('invalid', flaw));
      });
    } else {
      done(brokenBody('must be valid UTF-8'));
    }
  };
}

export function readJsonBodies(app: FastifyInstance): void {
  const parse = createJsonParser(app, 'refused');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) =>
    parse(request, Buffer.isBuffer(body) ? body : Buffer.from(body), done),
  );
}

function brokenBody(rule: string): AppError {
  return refused('invalid', { field: 'body', rule });
}

function refused(code: 'invalid' | 'unsupported', { field, rule }: Issue): AppError {
  return new AppError(code, `${field} ${rule}`, { issues: [{ field, rule }] });
}
