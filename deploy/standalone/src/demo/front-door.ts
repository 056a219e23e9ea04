import type { DemoComplaint } from '@lapor/agency-directory';
import { AppError, agencyIdFor } from '@lapor/kernel';
import type { Story } from './story.ts';

export interface DemoReceipt {
  readonly trackingId: string;
  /** Undefined for slips of paper. */
  readonly accessCode: string | undefined;
}

/** What citizens and clerks of the demo do: over HTTP, like everybody. */
export interface FrontDoor {
  file(story: Story, at: number): Promise<DemoReceipt>;
  act(receipt: DemoReceipt, command: string, body: object, key: string): Promise<void>;
  /** The reporter opens the page of the complaint. */
  look(receipt: DemoReceipt): Promise<void>;
  groups(): Promise<ReadonlyMap<string, string>>;
}

const CLERK = 'loket.batam';
/** Of the demo's calendar, in milliseconds: shorter than a session lives. */
const SIGNED_IN_FOR = 4 * 3_600_000;
/** Anybody files through these; what came otherwise is entered by the clerk. */
const OPEN_CHANNELS: ReadonlySet<string> = new Set(['web', 'app']);

export function openFrontDoor(url: string, password: string): FrontDoor {
  const post = async <Content>(path: string, body: object, headers: Readonly<Record<string, string>>) => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new AppError('illegal', `${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Content;
  };
  let session: { readonly at: number; readonly authorization: string } | undefined;
  const clerk = async (at: number) => {
    if (session === undefined || at >= session.at + SIGNED_IN_FOR) {
      const body = { username: CLERK, password };
      const { token } = await post<{ readonly token: string }>('/api/v1/sessions', body, {});
      session = { at, authorization: `Bearer ${token}` };
    }
    return { authorization: session.authorization };
  };
  return {
    async file({ complaint, reporter }, at) {
      // A slip cannot say whom it must be kept from: those that must are entered in full.
      if (complaint.channel === 'suggestion_box' && !complaint.protected && !complaint.secret) {
        const { trackingId } = await post<DemoReceipt>(
          '/api/v1/slips',
          slipOf(complaint, at),
          await clerk(at),
        );
        return { trackingId, accessCode: undefined };
      }
      return post<DemoReceipt>('/api/v1/complaints', complaintOf(complaint, reporter, at), {
        ...(OPEN_CHANNELS.has(complaint.channel) ? {} : await clerk(at)),
        'idempotency-key': `demo-complaint-${complaint.id}`,
        // So that the case is opened at the time of the filing, and not when the demo's clock has gone on.
        prefer: 'wait=10',
      });
    },
    async act({ trackingId, accessCode }, command, body, key) {
      if (accessCode === undefined) return;
      await post(`/api/v1/complaints/${trackingId}/${command}`, body, {
        'access-code': accessCode,
        'idempotency-key': key,
      });
    },
    async look({ trackingId, accessCode }) {
      if (accessCode === undefined) return;
      const path = `/api/v1/complaints/${trackingId}`;
      const response = await fetch(url + path, { headers: { 'access-code': accessCode } });
      if (!response.ok) throw new AppError('illegal', `${path}: ${response.status} ${await response.text()}`);
    },
    async groups() {
      const response = await fetch(`${url}/api/v1/categories`);
      const { categories } = (await response.json()) as {
        readonly categories: readonly { readonly code: string; readonly parentCode?: string }[];
      };
      return new Map(categories.flatMap(({ code, parentCode }) => (parentCode ? [[code, parentCode]] : [])));
    },
  };
}

/** When it happened: some hours before it was told. */
const BEFORE = 5 * 3_600_000;

function complaintOf(complaint: DemoComplaint, reporter: Story['reporter'], at: number) {
  const { channel, type, body, categoryCode, areaCode, declaredAgencyKey } = complaint;
  return {
    channel,
    type,
    body,
    ...(categoryCode === undefined ? {} : { category: categoryCode }),
    ...(areaCode === undefined ? {} : { area: areaCode }),
    ...(declaredAgencyKey === undefined ? {} : { agency: agencyIdFor(declaredAgencyKey) }),
    ...(complaint.anonymous ? { anonymous: true } : {}),
    ...(complaint.secret ? { secret: true } : {}),
    ...(complaint.protected ? { aboutOfficial: true } : {}),
    ...(complaint.danger ? { danger: true } : {}),
    occurredAt: new Date(at - BEFORE).toISOString(),
    ...(reporter === undefined ? {} : { reporter: { ...reporter, language: 'id' } }),
  };
}

function slipOf({ id, body, categoryCode, areaCode, declaredAgencyKey }: DemoComplaint, at: number) {
  return {
    batch: 'kotak-saran-batam',
    line: Number(/\d+$/.exec(id)?.[0] ?? 0),
    text: body,
    foundOn: new Date(at).toISOString().slice(0, 10),
    ...(categoryCode === undefined ? {} : { category: categoryCode }),
    ...(areaCode === undefined ? {} : { area: areaCode }),
    ...(declaredAgencyKey === undefined ? {} : { agency: agencyIdFor(declaredAgencyKey) }),
  };
}
