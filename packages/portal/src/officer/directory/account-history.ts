import type { FastifyInstance } from 'fastify';
import { historyMessages } from '../../messages/history-messages.ts';
import type { OfficerInfo, RecordedChange } from '../../officer-types.ts';
import { html } from '../../shell/html.ts';
import type { View } from '../../shell/layout.ts';
import { parameterOf } from '../../shell/page.ts';
import type { Portal } from '../../shell/page.ts';
import { sendPage } from '../../shell/send-page.ts';
import { speaker, wordIn } from '../../shell/speak.ts';
import { getManaged } from '../account/absence-routes.ts';
import { changeList } from '../change-list.ts';
import { forOfficers, requireStaffManager } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';

const say = speaker(historyMessages);

/** Who did what to an account, when and why: for its admins, also after its owner has left. */
export function accountHistoryRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(
    '/petugas/pejabat/:officerId/riwayat',
    forOfficers(portal, async (page, request, reply) => {
      requireStaffManager(page);
      const officer = await getManaged(page, parameterOf(request, 'officerId'));
      const changes = await page.api.officerChanges(page.token, officer.id);
      return sendPage(reply, page, historyView(page, officer, changes));
    }),
  );
}

function historyView(
  page: OfficerPage,
  { name, username, agencyName }: OfficerInfo,
  changes: readonly RecordedChange[],
): View {
  const t = say(page.language);
  const title = t('title', { name });
  return {
    title,
    side: 'officer',
    at: 'officers',
    main: html`<div class="narrow"><p class="over"><a href="/petugas/pejabat?cari=${encodeURIComponent(username)}">← ${name}</a></p><h1>${title}</h1><p class="sub">${agencyName}</p>
${
  changes.length === 0
    ? html`<p class="card empty">${t('none')}</p>`
    : html`<div class="card">${changeList(
        page,
        changes.map((change) => ({
          ...change,
          what: wordIn(historyMessages, page.language, 'what.', change.what),
        })),
      )}</div>`
}</div>`,
  };
}
