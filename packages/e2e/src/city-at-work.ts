import type {
  CaseListItem,
  ComplaintView,
  Inbox,
  NewComplaint,
  OfficerCaseView,
  OfficerCommand,
  Receipt,
  ReporterCommand,
  SummaryView,
} from '@lapor/portal';
import { signIn } from './city.ts';
import type { OfficerName } from './city.ts';
import { openMailbox } from './mailbox.ts';
import type { Mailbox } from './mailbox.ts';
import { startPlatform } from './start-platform.ts';
import type { Answer, Environment, InstalledCity, Platform, PlatformOptions } from './platform.ts';
import { openSmsGateway } from './sms-gateway.ts';
import type { SmsGateway } from './sms-gateway.ts';
import { until } from './until.ts';

/** A Tuesday at nine in Batam, with office hours before it and no holiday near: notices leave at once. */
export const MORNING = new Date('2026-03-03T02:00:00Z');

/** The platform with its city, a mail server and an SMS gateway, and short names for what people do with it. */
export interface CityAtWork {
  readonly platform: Platform;
  readonly mailbox: Mailbox;
  readonly sms: SmsGateway;
  /** By the platform's simulated clock, which stands still. */
  now(): Date;
  /** Moves the clock; resolves when everything due by then is done. */
  moveClock(milliseconds: number): Promise<void>;
  /** Kills the process and starts it again on the same data, at the same time of its clock. */
  crash(): Promise<void>;
  as(name: OfficerName): Promise<Officer>;
  file(complaint: NewComplaint, headers?: Environment): Promise<Receipt>;
  /** What anybody sees, or with the code what the reporter sees. */
  view(trackingId: string, accessCode?: string): Promise<ComplaintView>;
  /** Resolves when word of the last answer has reached the reporter. */
  delivered(trackingId: string): Promise<void>;
  reporter(receipt: Pick<Receipt, 'trackingId' | 'accessCode'>, command: ReporterCommand): Promise<Answer>;
  summary(query?: string): Promise<SummaryView>;
  /** The same, once it has counted so many; events take a moment. */
  summaryOf(counts: Counts): Promise<SummaryView>;
  close(): Promise<void>;
}

/** Figures that are plain numbers. */
export type Counts = Partial<
  Pick<
    SummaryView['figures'],
    'received' | 'done' | 'assigned' | 'followedUp' | 'closed' | 'inProcess' | 'promisesKept'
  >
>;

export interface Officer {
  readonly token: string;
  get(path: string): Promise<Answer>;
  inbox(query?: string): Promise<readonly CaseListItem[]>;
  /** The case as this officer sees it. */
  view(trackingId: string): Promise<OfficerCaseView>;
  /** Whatever comes of it. */
  try(trackingId: string, command: OfficerCommand, headers?: Environment): Promise<Answer>;
  /** Must succeed. */
  do(trackingId: string, command: OfficerCommand): Promise<OfficerCaseView>;
}

/** @param twice what runs as two replicas, where it runs on servers */
export async function openCity(
  installedCity: InstalledCity,
  env: Environment = {},
  twice: PlatformOptions['twice'] = [],
): Promise<CityAtWork> {
  const [mailbox, sms] = await Promise.all([openMailbox(), openSmsGateway()]);
  let now = MORNING;
  const platform = await startPlatform({
    copyOf: installedCity,
    twice,
    env: {
      LAPOR_CLOCK: 'manual',
      LAPOR_CLOCK_START: now.toISOString(),
      LAPOR_SMTP_URL: mailbox.url,
      LAPOR_SMS_URL: sms.url,
      LAPOR_SMS_TOKEN: sms.token,
      LAPOR_SMS_SECRET: sms.secret,
      ...env,
    },
  });
  const officers = new Map<OfficerName, Promise<Officer>>();
  const as = (name: OfficerName) => {
    const signedIn = officers.get(name) ?? signIn(platform, name).then((token) => officer(platform, token));
    officers.set(name, signedIn);
    return signedIn;
  };
  const summary = async (query = 'from=2026-03-01&to=2026-12-31') =>
    good<SummaryView>(await platform.request('GET', `/api/v1/reports/summary?${query}`), 200);
  return {
    platform,
    mailbox,
    sms,
    now: () => now,
    async moveClock(milliseconds) {
      now = new Date(now.getTime() + milliseconds);
      const { token } = await as('national');
      // Sessions end in between.
      officers.clear();
      const body = { now: now.toISOString() };
      good(await platform.request('POST', '/api/v1/clock', { token, body }), 200);
    },
    async crash() {
      await platform.kill9();
      await platform.start({ LAPOR_CLOCK_START: now.toISOString() });
    },
    as,
    file: async (body, headers = {}) =>
      good<Receipt>(await platform.request('POST', '/api/v1/complaints', { body, headers }), 201),
    view: async (trackingId, accessCode) =>
      good<ComplaintView>(
        await platform.request(
          'GET',
          `/api/v1/complaints/${trackingId}`,
          accessCode === undefined ? {} : { accessCode },
        ),
        200,
      ),
    async delivered(trackingId) {
      const path = `/api/v1/complaints/${trackingId}`;
      await until(
        async () => {
          const { timeline } = good<ComplaintView>(await platform.request('GET', path, {}), 200);
          const last = (type: string) => timeline.findLastIndex((item) => item.type === type);
          return last('AnswerDelivered') > last('CaseAnswered') ? true : undefined;
        },
        () => `nobody knows that the answer to ${trackingId} was delivered`,
      );
    },
    reporter: ({ trackingId, accessCode }, { command, ...body }) =>
      platform.request('POST', `/api/v1/complaints/${trackingId}/${command}`, { accessCode, body }),
    summary,
    summaryOf: (counts) => {
      let last: SummaryView | undefined;
      const wanted = Object.entries(counts) as [keyof Counts, number][];
      return until(
        async () => {
          last = await summary();
          const { figures } = last;
          return wanted.every(([name, count]) => figures[name] === count) ? last : undefined;
        },
        () => `counted ${JSON.stringify(last?.figures)} instead of ${JSON.stringify(counts)}`,
      );
    },
    async close() {
      await platform.remove();
      await Promise.all([mailbox.close(), sms.close()]);
    },
  };
}

function officer(platform: Platform, token: string): Officer {
  const get = (path: string) => platform.request('GET', path, { token });
  const tryIt: Officer['try'] = (trackingId, { command, ...body }, headers = {}) =>
    platform.request('POST', `/api/v1/cases/${trackingId}/${command}`, { token, body, headers });
  return {
    token,
    get,
    inbox: async (query = 'pageSize=200') => good<Inbox>(await get(`/api/v1/cases?${query}`), 200).cases,
    view: async (trackingId) => good<OfficerCaseView>(await get(`/api/v1/cases/${trackingId}`), 200),
    try: tryIt,
    do: async (trackingId, command) => good<OfficerCaseView>(await tryIt(trackingId, command), 200),
  };
}

/** The answer's content. @throws Error with what came instead */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what the document promises
export function good<Content>(answer: Answer, status: number): Content {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
  return answer.json as Content;
}
