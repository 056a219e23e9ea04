import { randomUUID } from 'node:crypto';
import type { Issue } from '@lapor/kernel';
import type { FastifyRequest } from 'fastify';

/** What a form sent: every value is text, as typed. */
export interface FormValues {
  /** Trimmed; undefined when empty or absent. */
  text(name: string): string | undefined;
  /** As typed, to show it again. */
  typed(name: string): string;
  ticked(name: string): boolean;
  /** Of several boxes with one name. */
  all(name: string): readonly string[];
  /** All that was typed, name and value, to be carried on; neither the form's own fields nor steps within it. */
  entries(): readonly (readonly [string, string])[];
}

export function formValues(given: Readonly<Record<string, unknown>>): FormValues {
  const typed = (name: string): string => {
    const value: unknown = Object.hasOwn(given, name) ? given[name] : undefined;
    const last: unknown = Array.isArray(value) ? value.at(-1) : value;
    // Browsers send line ends as CR LF.
    return typeof last === 'string' ? last.replaceAll('\r\n', '\n') : '';
  };
  return {
    typed,
    text(name) {
      const trimmed = typed(name).trim();
      return trimmed === '' ? undefined : trimmed;
    },
    ticked: (name) => typed(name) !== '',
    all(name) {
      const value: unknown = Object.hasOwn(given, name) ? given[name] : undefined;
      const values: readonly unknown[] = Array.isArray(value) ? value : [value];
      return values.filter((each) => typeof each === 'string');
    },
    entries: () =>
      Object.keys(given)
        .filter((name) => !name.startsWith('_') && name !== 'langkah' && typed(name) !== '')
        .map((name) => [name, typed(name)] as const),
  };
}

export const emptyForm: FormValues = formValues({});

export function formOf(request: FastifyRequest): FormValues {
  const { body } = request;
  return formValues(typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {});
}

export const KEY_FIELD = '_kunci';

export function newKey(): string {
  return randomUUID();
}

/** The key that makes a form safe to send twice. */
export function keyOf(values: FormValues): string | undefined {
  const key = values.text(KEY_FIELD);
  return key !== undefined && /^[\w-]{8,100}$/.test(key) ? key : undefined;
}

/** A form as it is shown again: what was typed, and what is wrong with it. */
export interface FormState {
  readonly values: FormValues;
  readonly issues: readonly Issue[];
}

export const freshForm: FormState = { values: emptyForm, issues: [] };
