import type { TSchema } from 'typebox';
import type { App } from '../typebox-provider.ts';
import { CITIZEN_RESPONSES } from './citizen-responses.ts';
import { COMPETENCE_RESPONSES } from './competence-responses.ts';
import { OFFICER_RESPONSES } from './officer-responses.ts';
import { PUBLIC_RESPONSES } from './public-responses.ts';

/** What comes out, by name, as it stands in the OpenAPI document. Tests hold real answers to it. */
const RESPONSES = {
  ...PUBLIC_RESPONSES,
  ...CITIZEN_RESPONSES,
  ...OFFICER_RESPONSES,
  ...COMPETENCE_RESPONSES,
} satisfies Readonly<Record<string, TSchema>>;

/** Makes the schemas known under their names. */
export function addResponseSchemas(app: App): void {
  for (const [name, schema] of Object.entries(RESPONSES)) app.addSchema({ ...schema, $id: name });
}

const PROBLEM = {
  description: 'Problem Details (RFC 9457): `issues` names fields and rules',
  content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
};

/** The answers of a route: the good one, and problems. */
export function answers(
  good: 200 | 201 | 204,
  name?: keyof typeof RESPONSES | 'Csv' | 'Lines' | 'Image' | 'SignedReceipt',
) {
  return { [good]: goodAnswer(name), '4xx': PROBLEM, '5xx': PROBLEM };
}

function goodAnswer(name: string | undefined) {
  if (name === undefined) return { description: 'Done', type: 'null' };
  if (name === 'Csv') return { description: 'CSV', content: { 'text/csv': { schema: { type: 'string' } } } };
  if (name === 'Lines') {
    const schema = { type: 'string' };
    return {
      description: 'Line by line',
      content: { 'application/x-ndjson': { schema }, 'text/csv': { schema } },
    };
  }
  if (name === 'SignedReceipt')
    return { description: 'A compact JWS', content: { 'application/jose': { schema: { type: 'string' } } } };
  if (name === 'Image') {
    const schema = { type: 'string', format: 'binary' };
    return { description: 'The image', content: { 'image/jpeg': { schema }, 'image/webp': { schema } } };
  }
  return { description: name, $ref: `${name}#` };
}
