import type { SwaggerOptions } from '@fastify/swagger';

/** The head of the OpenAPI document; the rest comes from the routes' schemas. */
export const OPENAPI: NonNullable<Extract<SwaggerOptions, { openapi?: unknown }>['openapi']> = {
  openapi: '3.1.0',
  info: {
    title: 'Lapor',
    version: '1',
    summary: 'Complain once, through any channel; see it answered.',
    description: [
      'Times are RFC 3339 in UTC, days yyyy-mm-dd, areas dotted codes ("21.71.01.1001").',
      'Unknown fields, wrong types and broken rules are refused with Problem Details (RFC 9457) whose `issues` name field and rule.',
      'A write with an `Idempotency-Key` is safe to send again: the same key and body answer the same.',
      'What got a 2xx is visible to the next request, from any client.',
    ].join('\n\n'),
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  tags: [
    { name: 'complaints', description: 'Citizens and their apps' },
    { name: 'proofs', description: 'What anybody can hold us to' },
    { name: 'sessions', description: 'Officers sign in' },
    { name: 'cases', description: 'Officers work' },
    { name: 'officers', description: 'Admins look after officers' },
    { name: 'agency keys', description: 'Admins look after the keys of their agencies’ systems' },
    { name: 'directory', description: 'Areas, agencies, categories' },
    { name: 'reports', description: 'Figures for everybody' },
    { name: 'channels', description: 'Text messages and suggestion boxes' },
    { name: 'operations', description: 'Health and measures' },
  ],
  components: {
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer', description: 'The token of an officer’s session' },
    },
  },
};
