import { Pool } from 'undici';

/** @throws Error with what the server said, unless it answered 2xx */
export type Call = (method: 'GET' | 'POST', path: string, request?: CallRequest) => Promise<unknown>;

export interface CallRequest {
  readonly body?: unknown;
  /** An officer's. */
  readonly token?: string;
  /** A reporter's. */
  readonly accessCode?: string;
}

export interface Caller {
  readonly call: Call;
  readonly close: () => Promise<void>;
}

export function openCaller(port: number, connections: number): Caller {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections, pipelining: 1 });
  return {
    async call(method, path, { body, token, accessCode } = {}) {
      const response = await pool.request({
        method,
        path,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(accessCode === undefined ? {} : { 'access-code': accessCode }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.body.text();
      if (response.statusCode >= 300) throw new Error(`${response.statusCode} ${problemIn(text)}`);
      return String(response.headers['content-type']).includes('json') ? (JSON.parse(text) as unknown) : text;
    },
    close: () => pool.destroy(),
  };
}

/** Without what differs from case to case, so that equal failures are counted together. */
function problemIn(text: string): string {
  try {
    const { title, detail } = JSON.parse(text) as { readonly title?: string; readonly detail?: string };
    return [title, detail].filter(Boolean).join(': ');
  } catch {
    return text.slice(0, 200);
  }
}
