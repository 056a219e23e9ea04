import type { Intake } from '../../intake.ts';
import { listAbsences, listDeputies, setAbsence } from '../../use-cases/directory/absences.ts';
import { AbsencesQueryString, OfficerIdPath } from '../schemas/parameter-schemas.ts';
import { emptyBodyAsNone } from './complaint-routes.ts';
import { requireToken } from '../request-parts.ts';
import { answers } from '../schemas/response-schemas.ts';
import { AbsenceBody, EndAbsenceBody } from '../schemas/schemas.ts';
import type { App } from '../typebox-provider.ts';

/** Who is away, until when, and who stands in. */
export function absenceRoutes(app: App, intake: Intake): void {
  const schema = { tags: ['officers'], security: [{ bearer: [] }] };
  app.get(
    '/api/v1/officers/absences',
    {
      schema: {
        ...schema,
        summary: 'Who of an agency is away or going to be; for those who serve it and the admins above',
        querystring: AbsencesQueryString,
        response: answers(200, 'Absences'),
      },
    },
    async (request) => ({ away: await listAbsences(intake, requireToken(request), request.query.agency) }),
  );
  app.get(
    '/api/v1/officers/:officerId/deputies',
    {
      schema: {
        ...schema,
        summary: 'Who may stand in for an officer, or take over; for the officer and their admins',
        params: OfficerIdPath,
        response: answers(200, 'Deputies'),
      },
    },
    async (request) => ({
      deputies: await listDeputies(intake, requireToken(request), request.params.officerId),
    }),
  );
  app.put(
    '/api/v1/officers/:officerId/absence',
    {
      schema: {
        ...schema,
        summary:
          'Say that an officer is away, and who stands in: notices and warnings go there meanwhile. Takes the place of what it has days in common with',
        params: OfficerIdPath,
        body: AbsenceBody,
        response: answers(200, 'Officer'),
      },
    },
    (request) => {
      const { reason, ...absence } = request.body;
      return setAbsence(intake, requireToken(request), request.params.officerId, absence, reason);
    },
  );
  app.post(
    '/api/v1/officers/:officerId/absence/end',
    {
      schema: {
        ...schema,
        summary: 'Say that an officer is back, or not away on the days that begin so',
        params: OfficerIdPath,
        body: EndAbsenceBody,
        response: answers(200, 'Officer'),
      },
      preValidation: emptyBodyAsNone,
    },
    (request) =>
      setAbsence(
        intake,
        requireToken(request),
        request.params.officerId,
        { ended: request.body.from },
        request.body.reason,
      ),
  );
}
