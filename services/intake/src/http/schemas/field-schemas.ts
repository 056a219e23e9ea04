import { Type } from 'typebox';
import type { TProperties, TSchema } from 'typebox';
import { caseStatuses, channels, complaintTypes, roles } from '../../names.ts';

// What bodies, parameters and answers are made of.

/** An object that refuses, and names, what it does not know. */
export function strictObject<Properties extends TProperties>(properties: Properties, description?: string) {
  return Type.Object(properties, {
    additionalProperties: false,
    ...(description === undefined ? {} : { description }),
  });
}

export const optional = <Schema extends TSchema>(schema: Schema) => Type.Optional(schema);
export const words = (maxLength: number, description?: string) =>
  Type.String({ minLength: 1, maxLength, ...(description === undefined ? {} : { description }) });
/** Numbers are uint32 in the contracts: what is larger does not travel. */
export const wholeNumber = (minimum: number, description?: string) =>
  Type.Integer({
    minimum,
    maximum: 2 ** 32 - 1,
    ...(description === undefined ? {} : { description }),
  });

/** Free text of a citizen or an officer. */
export const LONG = 10_000;
export const SHORT = 200;

export const day = Type.String({ format: 'date', description: 'yyyy-mm-dd' });
export const moment = Type.String({ format: 'date-time', description: 'RFC 3339 with a time zone' });
export const areaCode = Type.String({
  pattern: '^\\d{2}(\\.\\d{2}(\\.\\d{2}(\\.\\d{4})?)?)?$',
  description: 'Dotted code of a province, regency, district or village: "21.71.01.1001"',
});
export const agencyId = Type.String({ pattern: '^[0-9A-Z]{10,32}$', description: 'Id of an agency' });
export const categoryCode = Type.String({
  pattern: '^[a-z0-9][a-z0-9._-]{0,63}$',
  description: 'Code of a category',
});
export const evidence = Type.Array(words(500), { maxItems: 10, description: 'Links or references' });
export const evidencePhotos = Type.Array(words(40), {
  maxItems: 5,
  description: 'Ids of photos from POST /cases/{caseId}/attachments; each counts as evidence',
});
export const rating = Type.Integer({ minimum: 1, maximum: 4 });
export const complaintType = Type.Enum([...complaintTypes.words]);
export const channel = Type.Enum([...channels.words]);
export const status = Type.Enum([...caseStatuses.words]);
export const role = Type.Enum([...roles.words]);
export const areaLevel = Type.Enum(['province', 'regency', 'district', 'village']);
export const email = Type.String({ format: 'email' });
