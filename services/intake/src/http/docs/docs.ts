import { renderDocs } from './docs-page.ts';
import { DOCS_STYLE } from './docs-style.ts';
import type { App } from '../typebox-provider.ts';

/** The API as a document for machines and as a page for people: no script, nothing from elsewhere. */
export function docsRoutes(app: App): void {
  const hidden = { schema: { hide: true } };
  let json: string | undefined;
  let page: string | undefined;
  app.get('/openapi.json', hidden, async (_request, reply) => {
    json ??= JSON.stringify(app.swagger());
    return reply.type('application/json').send(json);
  });
  app.get('/docs', hidden, async (_request, reply) => {
    page ??= renderDocs(JSON.parse(JSON.stringify(app.swagger())));
    return reply.type('text/html; charset=utf-8').send(page);
  });
  app.get('/docs/style.css', hidden, async (_request, reply) =>
    reply.type('text/css').header('cache-control', 'public, max-age=3600').send(DOCS_STYLE),
  );
}
