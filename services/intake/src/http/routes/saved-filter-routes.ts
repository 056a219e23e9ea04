import type { Intake } from '../../intake.ts';
import { listSavedFilters, removeFilter, saveFilter } from '../../use-cases/saved-filters.ts';
import { strictObject, words } from '../schemas/field-schemas.ts';
import { requireToken } from '../request-parts.ts';
import { answers } from '../schemas/response-schemas.ts';
import type { App } from '../typebox-provider.ts';

const FilterPath = strictObject({ filterId: words(40) });
const FilterBody = strictObject({
  name: words(60, 'Another filter of this name is replaced'),
  query: words(500, 'As the inbox has it in its address: "cari=pasar&keadaan=assigned"'),
});

/** Filters of the inbox that whoever is signed in keeps under a name. */
export function savedFilterRoutes(app: App, intake: Intake): void {
  const schema = { tags: ['cases'], security: [{ bearer: [] }] };
  app.get(
    '/api/v1/filters',
    {
      schema: { ...schema, summary: 'Filters of the inbox you keep', response: answers(200, 'SavedFilters') },
    },
    async (request) => ({ filters: await listSavedFilters(intake, requireToken(request)) }),
  );
  app.post(
    '/api/v1/filters',
    {
      schema: { ...schema, summary: 'Keep a filter under a name', body: FilterBody, response: answers(204) },
    },
    async (request, reply) => {
      await saveFilter(intake, requireToken(request), request.body);
      return reply.code(204).send();
    },
  );
  app.delete(
    '/api/v1/filters/:filterId',
    { schema: { ...schema, summary: 'Remove a filter', params: FilterPath, response: answers(204) } },
    async (request, reply) => {
      await removeFilter(intake, requireToken(request), request.params.filterId);
      return reply.code(204).send();
    },
  );
}
