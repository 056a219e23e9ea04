import { Type } from 'typebox';
import { AppError } from '@lapor/kernel';
import type { FastifyRequest } from 'fastify';
import { receiveSlip, receiveSlipFile } from '../channels/slips.ts';
import { findSmsForgery } from '../channels/sms-signature.ts';
import { receiveSms } from '../channels/sms.ts';
import type { Intake } from '../intake.ts';
import { requireToken } from './request-parts.ts';
import { answers } from './response-schemas.ts';
import { SlipBody, SmsBody, strictObject } from './schemas.ts';
import type { App } from './typebox-provider.ts';

const SLIP_FILE_BYTES = 2 * 1024 * 1024;

const SmsHeaders = Type.Object({
  'lapor-timestamp': Type.String({ maxLength: 20, description: 'Seconds since 1970' }),
  'lapor-signature': Type.String({
    maxLength: 200,
    description: 'v1=hex HMAC-SHA-256 of timestamp, dot, body under the shared secret',
  }),
});

/** The bytes as they came: what was signed. */
const rawBodies = new WeakMap<FastifyRequest, Uint8Array>();

/** Text messages. Closed without a shared secret. */
export function smsRoutes(app: App, intake: Intake): void {
  const secret = intake.config.LAPOR_SMS_SECRET;
  if (secret === undefined) return;
  void app.register(async (scope) => {
    scope.addHook('preParsing', async (request, _reply, payload) => {
      const chunks: Buffer[] = [];
      payload.on('data', (chunk: Buffer) => chunks.push(chunk));
      payload.on('end', () => rawBodies.set(request, Buffer.concat(chunks)));
      return payload;
    });
    scope.post(
      '/channels/sms',
      {
        schema: {
          tags: ['channels'],
          summary: 'An SMS gateway delivers a message and gets the answer to send back',
          headers: SmsHeaders,
          body: SmsBody,
          response: answers(200, 'SmsAnswer'),
        },
        // Before the words are looked at: a stranger learns nothing of the rules.
        preValidation: async (request) => requireGenuine(request, secret, intake.clock.now()),
      },
      (request) => receiveSms(intake, request.body as { id: string; from: string; text: string }),
    );
  });
}

function requireGenuine(request: FastifyRequest, secret: string, now: Date): void {
  const forgery = findSmsForgery(
    secret,
    {
      timestamp: String(request.headers['lapor-timestamp'] ?? ''),
      signature: String(request.headers['lapor-signature'] ?? ''),
      body: rawBodies.get(request) ?? new Uint8Array(),
    },
    now,
  );
  if (forgery === undefined) return;
  throw new AppError('unauthenticated', 'the message is not signed as agreed', {
    issues: [{ field: 'Lapor-Signature', rule: forgery }],
  });
}

/** Slips of suggestion boxes: one as JSON, or a whole file. */
export function slipRoutes(app: App, intake: Intake): void {
  const schema = { tags: ['channels'], security: [{ bearer: [] }] };
  app.post(
    '/api/v1/slips',
    {
      schema: {
        ...schema,
        summary: 'Enter one slip; batch and line make it idempotent',
        body: SlipBody,
        response: { ...answers(200, 'Slip'), ...answers(201, 'Slip') },
      },
    },
    async (request, reply) => {
      const receipt = await receiveSlip(intake, requireToken(request), request.body);
      return reply.code(receipt.replayed ? 200 : 201).send(receipt);
    },
  );
  void app.register(async (scope) => {
    scope.addContentTypeParser('text/csv', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    scope.post(
      '/api/v1/slips/file',
      {
        schema: {
          ...schema,
          summary: 'Enter a CSV file of slips; each line answers for itself',
          consumes: ['text/csv'],
          querystring: strictObject({ batch: SlipBody.properties.batch }),
          response: answers(200, 'Slips'),
        },
        bodyLimit: SLIP_FILE_BYTES,
      },
      async (request) => {
        const { batch } = request.query as { batch: string };
        const csv = typeof request.body === 'string' ? request.body : '';
        return { lines: await receiveSlipFile(intake, requireToken(request), batch, csv) };
      },
    );
  });
}
