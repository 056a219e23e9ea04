import type { FastifyInstance } from 'fastify';
import type { FiguresView } from '../figures-types.ts';
import { homeMessages } from '../messages/home-messages.ts';
import { html } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';
import { icons, statusShape } from '../shell/icons.ts';
import { emergencyNumbers } from '../shell/layout.ts';
import { openPage } from '../shell/page.ts';
import type { Page, Portal } from '../shell/page.ts';
import { sendPage } from '../shell/send-page.ts';
import { speaker } from '../shell/speak.ts';
import { decimal, whole } from '../shell/numbers.ts';
import { periodOf } from './periods.ts';

const say = speaker(homeMessages);

export function homeRoutes(app: FastifyInstance, portal: Portal): void {
  app.get('/', async (request, reply) => {
    const page = openPage(portal, request, reply);
    return sendPage(reply, page, {
      title: say(page.language)('title'),
      wide: true,
      main: homeMain(page, await figuresOf(page)),
    });
  });
}

/** The start page opens whether figures can be had or not. */
async function figuresOf({ api, moments, portal }: Page): Promise<FiguresView | undefined> {
  try {
    const { figures } = await api.figures({
      ...periodOf('tahun', moments.today()),
      timeZone: portal.timeZone,
    });
    return figures;
  } catch {
    return undefined;
  }
}

function homeMain(page: Page, figures: FiguresView | undefined): Html {
  const t = say(page.language);
  return html`<section class="hero">
      <h1>${t('hero')}</h1>
      <p class="lead">${t('lead')}</p>
      <div class="doors">
        <a class="door first" href="/lapor">${icons.write}<strong>${t('file')}</strong><span>${t('fileText')}</span></a>
        <a class="door" href="/lacak">${icons.find}<strong>${t('track')}</strong><span>${t('trackText')}</span></a>
      </div>
    </section>
    <section class="emergency" aria-labelledby="darurat">
      <h2 id="darurat">${icons.alarm}${t('emergencyTitle')}</h2>
      ${emergencyNumbers(page)}
    </section>
    <section aria-labelledby="jalannya">
      <h2 id="jalannya">${t('howTitle')}</h2>
      <ol class="how">
        <li>
          <span class="node">${statusShape('unverified')}</span>
          <h3>${t('how1')}</h3>
          <p>${t('how1Text')}</p>
        </li>
        <li>
          <span class="node">${statusShape('assigned')}</span>
          <h3>${t('how2')}</h3>
          <p>${t('how2Text')}</p>
        </li>
        <li>
          <span class="node">${statusShape('in_progress')}</span>
          <h3>${t('how3')}</h3>
          <p>${t('how3Text')}</p>
        </li>
        <li>
          <span class="node">${statusShape('closed')}</span>
          <h3>${t('how4')}</h3>
          <p>${t('how4Text')}</p>
        </li>
      </ol>
    </section>
    ${figures && nutshell(page, figures)}
    <section class="card" aria-labelledby="cara-lain">
      <h2 id="cara-lain">${t('otherWays')}</h2>
      <p>${t('otherWaysText')}</p>
    </section>`;
}

function nutshell(page: Page, figures: FiguresView): Html {
  const t = say(page.language);
  const { language } = page;
  const { received, followedUpPercent, firstFollowUpFromReceipt, stillWaiting } = figures;
  const big = (value: string, label: string) =>
    html`<div>
      <dt>${label}</dt>
      <dd>${value}</dd>
    </div>`;
  return html`<section aria-labelledby="angka">
    <h2 id="angka">${t('figuresTitle')}</h2>
    ${
      received === 0
        ? html`<p>${t('figuresNone')}</p>`
        : html`<dl class="nutshell">
            ${big(whole(language, received), t('figuresReceived'))}
            ${followedUpPercent !== undefined && big(`${decimal(language, followedUpPercent)} %`, t('figuresFollowed'))}
            ${firstFollowUpFromReceipt.count > 0 && big(decimal(language, firstFollowUpFromReceipt.mean), t('figuresDays'))}
            ${big(whole(language, stillWaiting.count), t('figuresWaiting'))}
          </dl>`
    }
    <p><a href="/kinerja">${t('figuresMore')}</a></p>
  </section>`;
}
