import type { Intake } from '../../intake.ts';
import { checkReceipt, readSignedReceipt } from '../../use-cases/check-receipt.ts';
import { listRoots, publicKeys, readHistoryProof } from '../../use-cases/prove-history.ts';
import { ReporterHeaders, RootsQueryString, TrackingIdPath } from '../schemas/parameter-schemas.ts';
import { requireAccessCode } from '../request-parts.ts';
import { answers } from '../schemas/response-schemas.ts';
import { ReceiptBody } from '../schemas/schemas.ts';
import type { App } from '../typebox-provider.ts';

const tags = ['proofs'];

/** What anybody can hold us to: signed receipts, histories under signed daily roots, and the keys to check them by. */
export function receiptRoutes(app: App, intake: Intake): void {
  app.get(
    '/.well-known/jwks.json',
    {
      schema: {
        tags,
        summary: 'The public keys that receipts, daily roots and access tokens are signed with (RFC 7517)',
        response: answers(200, 'PublicKeys'),
      },
    },
    async (_request, reply) => {
      void reply.header('cache-control', 'public, max-age=3600');
      return publicKeys(intake);
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
  historyRoutes(app, intake);
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

function historyRoutes(app: App, intake: Intake): void {
  app.get(
    '/api/v1/complaints/:trackingId/history-proof',
    {
      schema: {
        tags,
        summary: 'The hash chain of all that happened, and the signed daily root it is under',
        description: 'Checked without us by: lapor verify history.',
        params: TrackingIdPath,
        headers: ReporterHeaders,
        response: answers(200, 'HistoryProof'),
      },
    },
    async (request, reply) => {
      void reply.header('cache-control', 'private, no-store');
      return readHistoryProof(intake, request.params.trackingId, requireAccessCode(request), request.ip);
    },
  );
  app.get(
    '/api/v1/roots',
    {
      schema: {
        tags,
        summary: 'The signed roots of the last days, each over all histories that changed on it',
        description:
          'Each names the one before: whoever keeps one can tell whether any before it was changed.',
        querystring: RootsQueryString,
        response: answers(200, 'Roots'),
      },
    },
    async ({ query: { limit }, ip }) => {
      intake.limits.take('read-address', ip);
      return { roots: await listRoots(intake, limit) };
    },
  );
}
