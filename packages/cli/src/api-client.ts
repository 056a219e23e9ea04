import { setTimeout as sleep } from 'node:timers/promises';

/** What the platform answered instead of what was asked for (RFC 9457). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly issues: readonly { readonly field: string; readonly rule: string }[];

  constructor(status: number, problem: Readonly<Record<string, unknown>>) {
    const issues = Array.isArray(problem['issues']) ? (problem['issues'] as ApiProblem['issues']) : [];
    const told = issues.map(({ field, rule }) => `${field}: ${rule}`).join('; ');
    super(told || textOf(problem['detail']) || textOf(problem['title']) || `the platform answered ${status}`);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = textOf(problem['code']);
    this.issues = issues;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The platform's public HTTP API, as any other client sees it. */
export interface Api {
  readonly url: string;
  readonly call: <Answer>(path: string, call?: Call) => Promise<Answer>;
}

const TRIES = 5;
const AGAIN: ReadonlySet<number> = new Set([429, 503, 504]);

export function openApi(url: string): Api {
  const base = url.replace(/\/$/, '');
  return {
    url: base,
    async call<Answer>(path: string, call: Call = {}): Promise<Answer> {
      for (let i = 1; ; i += 1) {
        const response = await request(base + path, call);
        if (response.ok) return (response.status === 204 ? undefined : await response.json()) as Answer;
        const problem = (await response.json().catch(() => ({}))) as Record<string, unknown>;
        if (!AGAIN.has(response.status) || i === TRIES) throw new ApiProblem(response.status, problem);
        await sleep(Math.min(Number(response.headers.get('retry-after') ?? 1), 30) * 1_000);
      }
    },
  };
}

async function request(url: string, { method, token, body, headers }: Call): Promise<Response> {
  try {
    return await fetch(url, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    throw new Error(`no platform answers at ${new URL(url).origin}: is it running?`, { cause: error });
  }
}

export interface Session {
  readonly token: string;
  readonly mustSetPassword: boolean;
  readonly secondFactor: 'none' | 'set' | 'awaited' | 'required';
}

/** @throws ApiProblem 401 */
export function signIn(api: Api, username: string, password: string): Promise<Session> {
  return api.call<Session>('/api/v1/sessions', { body: { username, password } });
}
