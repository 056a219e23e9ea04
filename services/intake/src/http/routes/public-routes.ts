import type { FiguresQuery } from '@lapor/portal';
import type { Static } from 'typebox';
import type { Intake } from '../../intake.ts';
import {
  areaChildren,
  findAgencies,
  listCategories,
  readAgency,
  readArea,
  searchAreas,
} from '../../use-cases/directory/directory-queries.ts';
import { summaryCsv } from '../../use-cases/figures/figures-csv.ts';
import { readAgencyFigures, readFigures } from '../../use-cases/figures/figures.ts';
import { answers } from '../schemas/response-schemas.ts';
import {
  AgencyIdPath,
  AgencyQueryString,
  AreaCodePath,
  AreaQueryString,
  CategoriesQuery,
  FiguresQueryString,
} from '../schemas/parameter-schemas.ts';
import type { App, TypeBoxProvider } from '../typebox-provider.ts';

/** What everybody may know: places, agencies, categories, figures. */
export function publicRoutes(app: App, intake: Intake): void {
  void app.register(async (plain) => {
    const scope: App = plain.withTypeProvider<TypeBoxProvider>();
    scope.addHook('onRequest', async ({ ip }) => intake.limits.take('read-address', ip));
    areaRoutes(scope, intake);
    agencyRoutes(scope, intake);
    figureRoutes(scope, intake);
  });
}

function areaRoutes(app: App, intake: Intake): void {
  const tags = ['directory'];
  app.get(
    '/api/v1/areas',
    {
      schema: {
        tags,
        summary: 'Find an area by name; forgives case, prefixes and typos',
        querystring: AreaQueryString,
        response: answers(200, 'Areas'),
      },
    },
    async ({ query: { q, within, level, limit } }) => ({
      areas: await searchAreas(intake, { text: q, within, level, limit }),
    }),
  );
  app.get(
    '/api/v1/areas/:code',
    {
      schema: {
        tags,
        summary: 'An area and what it lies in',
        params: AreaCodePath,
        response: answers(200, 'Area'),
      },
    },
    ({ params }) => readArea(intake, params.code),
  );
  app.get(
    '/api/v1/areas/:code/children',
    {
      schema: {
        tags,
        summary: 'The areas directly below; "id" for the provinces',
        params: AreaCodePath,
        response: answers(200, 'Areas'),
      },
    },
    async ({ params }) => ({
      areas: await areaChildren(intake, params.code === 'id' ? undefined : params.code),
    }),
  );
}

function agencyRoutes(app: App, intake: Intake): void {
  const tags = ['directory'];
  app.get(
    '/api/v1/agencies',
    {
      schema: {
        tags,
        summary: 'Find agencies by name, area or the agency above',
        querystring: AgencyQueryString,
        response: answers(200, 'Agencies'),
      },
    },
    async ({ query }) => ({
      agencies: await findAgencies(intake, {
        text: query.q,
        parentId: query.parent,
        areaCode: query.area,
        onboardedOnly: query.onboarded,
        subtree: query.subtree,
        limit: query.limit,
      }),
    }),
  );
  app.get(
    '/api/v1/agencies/:agencyId',
    { schema: { tags, summary: 'An agency', params: AgencyIdPath, response: answers(200, 'Agency') } },
    ({ params }) => readAgency(intake, params.agencyId),
  );
  app.get(
    '/api/v1/categories',
    {
      schema: {
        tags,
        summary: 'The category tree',
        querystring: CategoriesQuery,
        response: answers(200, 'Categories'),
      },
    },
    async ({ query }) => ({ categories: await listCategories(intake, query) }),
  );
}

function figureRoutes(app: App, intake: Intake): void {
  const tags = ['reports'];
  app.get(
    '/api/v1/reports/summary',
    {
      schema: {
        tags,
        summary: 'The figures of a cohort: received in [from, to], as of a moment',
        querystring: FiguresQueryString,
        response: answers(200, 'Summary'),
      },
    },
    ({ query }) => readFigures(intake, figuresQuery(query)),
  );
  app.get(
    '/api/v1/reports/summary.csv',
    {
      schema: {
        tags,
        summary: 'The same as CSV',
        querystring: FiguresQueryString,
        response: answers(200, 'Csv'),
      },
    },
    async ({ query }, reply) => {
      const summary = await readFigures(intake, figuresQuery(query));
      const name = `lapor-${query.from}-${query.to}.csv`;
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(summaryCsv(summary));
    },
  );
  app.get(
    '/api/v1/reports/agencies',
    {
      schema: {
        tags,
        summary: 'The same, one row per agency directly below',
        querystring: FiguresQueryString,
        response: answers(200, 'AgencyFigures'),
      },
    },
    ({ query }) => readAgencyFigures(intake, figuresQuery(query)),
  );
}

function figuresQuery(query: Static<typeof FiguresQueryString>): FiguresQuery {
  const { from, to, asOf, agency, channel, area, category, timeZone, byChannel } = query;
  return {
    from,
    to,
    asOf,
    agencyId: agency,
    channels: channel,
    areaCode: area,
    categoryCode: category,
    timeZone,
    byChannel,
  };
}
