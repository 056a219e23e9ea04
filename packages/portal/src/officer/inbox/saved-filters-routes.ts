import { toAppError } from '@lapor/kernel';
import type { FastifyInstance } from 'fastify';
import { searchMessages } from '../../messages/search-messages.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf } from '../../shell/form-values.ts';
import { html } from '../../shell/html.ts';
import type { Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { filtersIn } from './inbox-query.ts';
import { forOfficers } from '../officer-session.ts';

const say = speaker(searchMessages);

/** Filters of the inbox that an officer comes back to. */
export function savedFilterRoutes(app: FastifyInstance, portal: Portal): void {
  app.post(
    '/petugas/saringan',
    forOfficers(portal, async (page, request, reply) => {
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      // Taken apart and put together again: nothing but filters gets into the address of a page.
      const query = filtersIn(Object.fromEntries(new URLSearchParams(values.typed('saringan')))).toString();
      try {
        await page.api.saveFilter(page.token, { name: values.text('nama') ?? '', query });
        return seeOther(reply, `/petugas?${query}`);
      } catch (thrown) {
        const { code } = toAppError(thrown);
        if (code !== 'invalid' && code !== 'illegal') throw thrown;
        const t = say(page.language);
        const main = html`<h1>${t('saveFilter')}</h1>
          <p class="error" role="alert">${t('filterNotSaved')}</p>
          <p class="actions"><a class="button" href="/petugas?${query}">${t('backToInbox')}</a></p>`;
        return sendPage(reply, page, { title: t('saveFilter'), side: 'officer', at: 'inbox', main }, 400);
      }
    }),
  );
  app.post(
    '/petugas/saringan/hapus',
    forOfficers(portal, async (page, request, reply) => {
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      await page.api.removeFilter(page.token, values.typed('id'));
      return seeOther(reply, '/petugas');
    }),
  );
}
