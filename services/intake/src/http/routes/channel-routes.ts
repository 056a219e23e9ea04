import { Type } from 'typebox';
import { AppError } from '@lapor/kernel';
import type { FastifyRequest } from 'fastify';
import { receiveSlip } from '../../channels/slips.ts';
import { findSmsForgery } from '../../channels/sms-signature.ts';
import { receiveSms } from '../../channels/sms.ts';
import type { Intake } from '../../intake.ts';
import { createJsonParser } from '../json-body.ts';
import { requireToken } from '../request-parts.ts';
import { answers } from '../schemas/response-schemas.ts';
import { SlipBody, SmsBody } from '../schemas/schemas.ts';
import type { App } from '../typebox-provider.ts';

const SmsHeaders = Type.Object({
  'lapor-timestamp': Type.String({ maxLength: 20, description: 'Seconds since 1970' }),
  'lapor-signature': Type.String({
    maxLength: 200,
    description: 'v1=hex HMAC-SHA-256 of timestamp, dot, body under the shared secret',
  }),
});

/** A text message with its id is far shorter. More is not read from somebody who has not signed. */
const SMS_BODY_BYTES = 64 * 1024;

/** Text messages. Closed without a shared secret. */
export function smsRoutes(app: App, intake: Intake): void {
  const secret = intake.config.LAPOR_SMS_SECRET;
  if (secret === undefined) return;
  void app.register(async (scope) => {
    // A text message is not lost for a sign that a telephone network garbled.
    const parseJson = createJsonParser(scope, 'taken');
    // The bytes as they came are what was signed: only then are they read.
    scope.removeContentTypeParser('application/json');
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    scope.post(
      '/channels/sms',
      {
        bodyLimit: SMS_BODY_BYTES,
        schema: {
          tags: ['channels'],
          summary: 'An SMS gateway delivers a message and gets the answer to send back',
          headers: SmsHeaders,
          body: SmsBody,
          response: answers(200, 'SmsAnswer'),
        },
        // Before the words are looked at: a stranger learns nothing of the rules.
        preValidation: (request, _reply, done) => {
          const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
          const forged = findForgery(request, bytes, secret, intake.clock.now());
          if (forged !== undefined) return done(forged);
          parseJson(request, bytes, (error, value) => {
            request.body = value;
            done(error ?? undefined);
          });
        },
      },
      (request) => receiveSms(intake, request.body as { id: string; from: string; text: string }),
    );
  });
}

function findForgery(
  request: FastifyRequest,
  body: Uint8Array,
  secret: string,
  now: Date,
): AppError | undefined {
  const forgery = findSmsForgery(
    secret,
    {
      timestamp: String(request.headers['lapor-timestamp'] ?? ''),
      signature: String(request.headers['lapor-signature'] ?? ''),
      body,
    },
    now,
  );
  if (forgery === undefined) return undefined;
  return new AppError('unauthenticated', 'the message is not signed as agreed', {
    issues: [{ field: 'Lapor-Signature', rule: forgery }],
  });
}

/** Slips of suggestion boxes, one at a time: the `lapor import` command reads the files. */
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
}
