import type { Intake } from '../intake.ts';
import { checkReceipt, readSignedReceipt } from '../use-cases/check-receipt.ts';
import { ReporterHeaders, TrackingIdPath } from './parameter-schemas.ts';
import { requireAccessCode } from './request-parts.ts';
import { answers } from './response-schemas.ts';
import { ReceiptBody } from './schemas.ts';
import type { App } from './typebox-provider.ts';

const tags = ['proofs'];

/** What anybody can hold us to: signed receipts, and the keys to check them by. */
export function receiptRoutes(app: App, intake: Intake): void {
  app.get(
    '/.well-known/jwks.json',
    {
      schema: {
        tags,
        summary: 'The public keys that receipts are signed with (RFC 7517)',
        response: answers(200, 'PublicKeys'),
      },
    },
    async (_request, reply) => {
      void reply.header('cache-control', 'public, max-age=3600');
      return intake.receipts.keys;
    },
  );
  app.get(
    '/api/v1/complaints/:trackingId/receipt',
    {
      schema: {
        tags,
        summary: 'The signed receipt once more: a compact JWS (RFC 7515, EdDSA)',
        params: TrackingIdPath,
        headers: ReporterHeaders,
        response: answers(200, 'SignedReceipt'),
      },
    },
    async (request, reply) => {
      const { trackingId } = request.params;
      const receipt = await readSignedReceipt(intake, trackingId, requireAccessCode(request), request.ip);
      return reply.type('application/jose').header('cache-control', 'private, no-store').send(receipt);
    },
  );
  app.post(
    '/api/v1/receipts/check',
    {
      schema: {
        tags,
        summary: 'Whether a receipt is ours and unchanged, and, with the words, whether they are',
        description: 'Nothing is stored. The same can be done without us: lapor verify receipt.',
        body: ReceiptBody,
        response: answers(200, 'CheckedReceipt'),
      },
    },
    async ({ body: { receipt, ...words }, ip }) => {
      intake.limits.take('read-address', ip);
      return checkReceipt(intake, receipt, words);
    },
  );
}
