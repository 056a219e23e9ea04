import type { Intake } from '../../intake.ts';
import { eraseReporterData } from '../../use-cases/erase-reporter-data.ts';
import { exportReporterData } from '../../use-cases/export-reporter-data.ts';
import { ReporterHeaders, TrackingIdPath } from '../schemas/parameter-schemas.ts';
import { requireAccessCode } from '../request-parts.ts';
import { answers } from '../schemas/response-schemas.ts';
import { ErasureBody } from '../schemas/schemas.ts';
import type { App } from '../typebox-provider.ts';

const tags = ['complaints'];

/** A reporter's rights over what is kept of them. */
export function ownDataRoutes(app: App, intake: Intake): void {
  app.get(
    '/api/v1/complaints/:trackingId/export',
    {
      schema: {
        tags,
        summary: 'All that is kept of the reporter with this complaint',
        params: TrackingIdPath,
        headers: ReporterHeaders,
        response: answers(200, 'ReporterExport'),
      },
    },
    async (request, reply) => {
      void reply.header('cache-control', 'private, no-store');
      return exportReporterData(intake, request.params.trackingId, requireAccessCode(request), request.ip);
    },
  );
  app.post(
    '/api/v1/complaints/:trackingId/erase',
    {
      schema: {
        tags,
        summary: 'Destroy name and contact, or besides them all words and photos; for good',
        description:
          'The words of a case that somebody still works on cannot go: withdraw it first. History, figures and signed roots stay as they are; they hold no words.',
        params: TrackingIdPath,
        headers: ReporterHeaders,
        body: ErasureBody,
        response: answers(200, 'ComplaintView'),
      },
    },
    (request) =>
      eraseReporterData(
        intake,
        {
          trackingId: request.params.trackingId,
          accessCode: requireAccessCode(request),
          clientAddress: request.ip,
        },
        request.body.scope,
      ),
  );
}
