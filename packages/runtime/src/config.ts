import { Ajv } from 'ajv';
import type { ErrorObject } from 'ajv';
import { AppError } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';
import type { Static, TObject } from 'typebox';

/**
 * Reads settings from environment variables by a TypeBox object schema whose keys are the variables' names.
 * Texts become numbers and booleans where the schema says so; an empty variable counts as not set.
 * @throws AppError invalid, naming each wrong variable and the rule it breaks, never its value (it may be a secret).
 */
export function readConfig<Schema extends TObject>(
  schema: Schema,
  env: Readonly<Record<string, string | undefined>>,
): Static<Schema> {
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(schema.properties)) {
    const value = env[name];
    if (value !== undefined && value !== '') values[name] = value;
  }
  const ajv = new Ajv({ coerceTypes: true, useDefaults: true, allErrors: true, strict: false });
  const check = ajv.compile<Static<Schema>>(schema);
  if (check(values)) return values;
  const issues = issuesOf(check.errors ?? []);
  const told = issues.map(({ field, rule }) => `${field} ${rule}`).join('; ');
  throw new AppError('invalid', `settings: ${told}`, { issues });
}

/** One issue for a choice between words, not one for each word it is not. */
function issuesOf(errors: readonly ErrorObject[]): readonly Issue[] {
  const choices = new Set(
    errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath),
  );
  const allowedAt = (path: string) =>
    errors
      .filter(({ keyword, instancePath }) => keyword === 'const' && instancePath === path)
      .map(({ params }) => String(params['allowedValue']));
  return errors
    .filter(({ keyword, instancePath }) => keyword !== 'const' || !choices.has(instancePath))
    .map((error) => {
      const issue = toIssue(error);
      return error.keyword === 'anyOf'
        ? { ...issue, rule: `must be one of ${allowedAt(error.instancePath).join(', ')}` }
        : issue;
    });
}

function toIssue(error: ErrorObject): Issue {
  if (error.keyword === 'required') {
    return { field: String(error.params['missingProperty']), rule: 'must be set' };
  }
  const field = error.instancePath.split('/')[1] ?? 'settings';
  if (error.keyword === 'enum') {
    const allowed: unknown = error.params['allowedValues'];
    return { field, rule: `must be one of ${Array.isArray(allowed) ? allowed.join(', ') : String(allowed)}` };
  }
  return { field, rule: error.message ?? error.keyword };
}
