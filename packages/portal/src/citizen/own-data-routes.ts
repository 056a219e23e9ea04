import { type AppError, toAppError } from '@lapor/kernel';
import type { FastifyInstance } from 'fastify';
import { ownDataMessages } from '../messages/own-data-messages.ts';
import { errorText, httpStatusOf } from '../shell/error-page.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../shell/form-guard.ts';
import { formOf } from '../shell/form-values.ts';
import type { Portal } from '../shell/page.ts';
import { seeOther, sendPage } from '../shell/send-page.ts';
import { speaker } from '../shell/speak.ts';
import { eraseView } from './own-data-page.ts';
import { asFile, withCode } from './with-code.ts';

const say = speaker(ownDataMessages);

const isHeld = ({ issues }: AppError): boolean => issues.some(({ rule }) => rule.includes('legal hold'));

/** A reporter's data, to take home and to have destroyed. */
export function ownDataRoutes(app: FastifyInstance, portal: Portal): void {
  app.get('/lacak/:trackingId/data-saya.json', (request, reply) =>
    withCode(portal, request, reply, async (page, id, code) =>
      asFile(reply, `data-saya-${id}.json`).send(await page.api.exportData(id, code, page.context)),
    ),
  );
  app.get('/lacak/:trackingId/hapus', (request, reply) =>
    withCode(portal, request, reply, async (page, id, code) =>
      sendPage(reply, page, eraseView(page, await page.api.view(id, code, page.context))),
    ),
  );
  app.post('/lacak/:trackingId/hapus', (request, reply) =>
    withCode(portal, request, reply, async (page, id, code) => {
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      const again = async (problem: string, status: number) =>
        sendPage(reply, page, eraseView(page, await page.api.view(id, code, page.context), problem), status);
      const scope = values.text('lingkup');
      if (scope !== 'identity' && scope !== 'all') return again(say(page.language)('choose'), 400);
      try {
        await page.api.eraseData(id, code, scope, page.context);
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.code === 'internal') throw error;
        const text =
          error.code === 'illegal'
            ? say(page.language)(isHeld(error) ? 'held' : 'open')
            : errorText(page, error);
        return again(text, httpStatusOf(error.code));
      }
      return seeOther(reply, `/lacak/${id}?kabar=hapus`);
    }),
  );
}
