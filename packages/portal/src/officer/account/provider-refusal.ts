import { toAppError } from '@lapor/kernel';
import type { AppError } from '@lapor/kernel';
import type { FastifyReply } from 'fastify';
import { providerMessages } from '../../messages/provider-messages.ts';
import { httpStatusOf } from '../../shell/error-page.ts';
import { html } from '../../shell/html.ts';
import type { View } from '../../shell/layout.ts';
import type { Page } from '../../shell/page.ts';
import { sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';

/** Whom the provider has let in and who comes no further here is told why. Everything else is thrown on. */
export async function sendRefusal(reply: FastifyReply, page: Page, thrown: unknown): Promise<FastifyReply> {
  const error = toAppError(thrown);
  if (!['unauthenticated', 'unavailable', 'rate_limited', 'illegal'].includes(error.code)) throw error;
  return sendPage(reply, page, refusalView(page, error), httpStatusOf(error.code));
}

function refusalView(page: Page, error: AppError): View {
  const t = speaker(providerMessages)(page.language);
  return {
    title: t('refusedTitle'),
    side: 'officer',
    main: html`<div class="narrow">
      <h1>${t('refusedTitle')}</h1>
      <p class="warning" role="alert">${t(reasonOf(error))}</p>
      <p class="actions"><a class="button" href="/masuk">${t('back')}</a></p>
    </div>`,
  };
}

const REFUSALS = ['unknown', 'unverified', 'denied'] as const;

function reasonOf({ code, extra }: AppError) {
  if (code === 'unavailable') return 'unavailable';
  if (code === 'rate_limited') return 'often';
  return REFUSALS.find((each) => each === extra['provider']) ?? 'failed';
}
