import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { isEmail } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';
import type { FastifySchemaCompiler, FastifySchemaValidationError } from 'fastify';
import type { TSchema } from 'typebox';

const FORMATS = {
  date: isDay,
  'date-time': isMoment,
  email: isEmail,
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
function createAjv(coerce: boolean, allErrors: boolean): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors,
    strict: true,
    strictTuples: false,
    // Errors carry the schema they are about: its description tells the rule.
    verbose: true,
    coerceTypes: coerce ? 'array' : false,
  });
  for (const [name, validate] of Object.entries(FORMATS)) ajv.addFormat(name, validate);
  return ajv;
}

/** One that stops at the first broken rule, and one that finds them all. */
const createPair = (coerce: boolean) => ({ first: createAjv(coerce, false), all: createAjv(coerce, true) });

const strict = createPair(false);
const coercing = createPair(true);

/** How many broken rules are told at once. */
const MOST_ISSUES = 20;
/** Fields and list entries of what is looked at for all its broken rules. No form of ours has as many. */
const MOST_PARTS = 200;

/**
 * Names every broken rule of what somebody may have typed, and only the first one of what no form could send: an answer must
 * not be larger than the question, nor keep everybody else waiting.
 */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const { first: ajv, all } = httpPart === 'body' ? strict : coercing;
  const validate = ajv.compile(schema);
  let validateAll: ValidateFunction | undefined;
  return function check(data: unknown) {
    if (validate(data)) return true;
    const [first] = validate.errors ?? [];
    if (!hasFewParts(data)) return { error: first === undefined ? [] : [first] };
    validateAll ??= all.compile(schema);
    validateAll(data);
    return { error: (validateAll.errors ?? []).slice(0, MOST_ISSUES) };
  };
};

function hasFewParts(data: unknown): boolean {
  const left = [data];
  for (let seen = 0; left.length > 0; seen += 1) {
    if (seen + left.length > MOST_PARTS) return false;
    const part = left.pop();
    if (typeof part !== 'object' || part === null) continue;
    if (Array.isArray(part) && part.length > MOST_PARTS) return false;
    for (const name in part) {
      left.push((part as Readonly<Record<string, unknown>>)[name]);
      if (left.length > MOST_PARTS) return false;
    }
  }
  return true;
}

/** "reporter.email" and the rule, in words that need no knowledge of JSON Schema. */
export function issueOf(error: FastifySchemaValidationError, part: string): Issue {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => shortened(step.replaceAll('~1', '/').replaceAll('~0', '~')));
  const { params } = error;
  const limit = String(params['limit']);
  const within = (name: unknown) => [...path, shortened(String(name))].join('.');
  switch (error.keyword) {
    case 'required':
      return { field: within(params['missingProperty']), rule: 'is required' };
    case 'additionalProperties':
      return { field: within(params['additionalProperty']), rule: 'is not a known field' };
    case 'enum':
      return { field: fieldOf(path, part), rule: `must be one of ${listed(params['allowedValues'])}` };
    case 'const':
      return { field: fieldOf(path, part), rule: `must be ${JSON.stringify(params['allowedValue'])}` };
    case 'minLength':
      return {
        field: fieldOf(path, part),
        rule: limit === '1' ? 'must not be empty' : `must have at least ${limit} characters`,
      };
    case 'maxLength':
      return { field: fieldOf(path, part), rule: `must have at most ${limit} characters` };
    case 'maxItems':
      return { field: fieldOf(path, part), rule: `must have at most ${limit} entries` };
    case 'pattern':
      return { field: fieldOf(path, part), rule: patternRule(error) };
    case 'format':
      return {
        field: fieldOf(path, part),
        rule: `must be a valid ${FORMAT_WORDS[String(params['format'])] ?? ''}`,
      };
    default:
      return { field: fieldOf(path, part), rule: error.message ?? error.keyword };
  }
}

/** A pattern is for machines: what the schema says of the field is for whoever wrote it. */
function patternRule(error: FastifySchemaValidationError): string {
  const { parentSchema } = error as { readonly parentSchema?: { readonly description?: unknown } };
  const pattern = `match the pattern ${String(error.params['pattern'])}`;
  const description = parentSchema?.description;
  return typeof description === 'string' ? `must be: ${description} (must ${pattern})` : `must ${pattern}`;
}

const FORMAT_WORDS: Readonly<Record<string, string>> = {
  date: 'day: yyyy-mm-dd',
  'date-time': 'moment with a time zone: 2024-05-01T08:00:00+07:00',
  email: 'e-mail address',
};

/** The name of a field may be as long as a body. */
const LONGEST_NAME = 100;

function shortened(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME)}…`;
}

function fieldOf(path: readonly string[], part: string): string {
  return path.length === 0 ? part : path.join('.');
}

function listed(values: unknown): string {
  return Array.isArray(values) ? values.join(', ') : String(values);
}
