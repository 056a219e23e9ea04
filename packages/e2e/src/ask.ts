import { documentCheckOf } from './fixtures/document-check.ts';
import type { Answer, RequestOptions } from './platform.ts';

/** One request to whatever runs at `url`; its answer is held to what the installation says of itself. */
export async function ask(
  url: string,
  method: string,
  path: string,
  { body, headers, token, accessCode }: RequestOptions = {},
): Promise<Answer> {
  const bare = typeof body === 'string' || body instanceof Uint8Array || body instanceof FormData;
  const sent = bare ? (body as string | FormData) : JSON.stringify(body);
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(accessCode === undefined ? {} : { 'access-code': accessCode }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: sent }),
  });
  const text = await response.text();
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
  const json = isJson ? (JSON.parse(text) as unknown) : undefined;
  const check = await documentCheckOf(url);
  const wrong = check?.(method, path, response.status, response.headers.get('content-type') ?? '', json);
  if (wrong !== undefined) throw new Error(wrong);
  return { status: response.status, headers: response.headers, text, json };
}
