import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Issue } from '@lapor/kernel';
import type { FastifySchemaCompiler, FastifySchemaValidationError } from 'fastify';
import type { TSchema } from 'typebox';

const FORMATS = {
  date: isDay,
  'date-time': isMoment,
  email: (text: string) => text.length <= 254 && /^[^\s@"(),:;<>[\]\\]+@[^\s@.]+(?:\.[^\s@.]+)+$/u.test(text),
} as const;

/** yyyy-mm-dd of a day that was or will be. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** RFC 3339 with a zone: "2024-05-01T08:00:00+07:00". */
function isMoment(text: string): boolean {
  const [, day] =
    /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/.exec(text) ?? [];
  return day !== undefined && isDay(day) && !Number.isNaN(Date.parse(text));
}

/** `coerce` for what always arrives as text: query, path, headers. Bodies are taken as they are. */
function createAjv(coerce: boolean): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    strictTuples: false,
    coerceTypes: coerce ? 'array' : false,
  });
  for (const [name, validate] of Object.entries(FORMATS)) ajv.addFormat(name, validate);
  return ajv;
}

const strict = createAjv(false);
const coercing = createAjv(true);

export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) =>
  (httpPart === 'body' ? strict : coercing).compile(schema);

/** "reporter.email" and the rule, in words that need no knowledge of JSON Schema. */
export function issueOf(error: FastifySchemaValidationError, part: string): Issue {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const { params } = error;
  const within = (name: unknown) => [...path, String(name)].join('.');
  switch (error.keyword) {
    case 'required':
      return { field: within(params['missingProperty']), rule: 'is required' };
    case 'additionalProperties':
      return { field: within(params['additionalProperty']), rule: 'is not a known field' };
    case 'enum':
      return { field: fieldOf(path, part), rule: `must be one of ${listed(params['allowedValues'])}` };
    case 'const':
      return { field: fieldOf(path, part), rule: `must be ${JSON.stringify(params['allowedValue'])}` };
    case 'format':
      return {
        field: fieldOf(path, part),
        rule: `must be a valid ${FORMAT_WORDS[String(params['format'])] ?? ''}`,
      };
    default:
      return { field: fieldOf(path, part), rule: error.message ?? error.keyword };
  }
}

const FORMAT_WORDS: Readonly<Record<string, string>> = {
  date: 'day: yyyy-mm-dd',
  'date-time': 'moment with a time zone: 2024-05-01T08:00:00+07:00',
  email: 'e-mail address',
};

function fieldOf(path: readonly string[], part: string): string {
  return path.length === 0 ? part : path.join('.');
}

function listed(values: unknown): string {
  return Array.isArray(values) ? values.join(', ') : String(values);
}
