import type { NatsConnectOptions } from '@lapor/events/jetstream';
import { UsageError } from '../command.ts';

/** The servers of a distributed installation. */
export interface ServerUrls {
  readonly mongo: string;
  readonly nats: NatsConnectOptions | undefined;
}

/**
 * Out of the words of the command line: one URL of MongoDB, and of NATS as many as the cluster has, with user and password in
 * the first. @throws UsageError, which does not repeat them: there are passwords in it
 */
export function serverUrls(words: readonly string[], option: string): ServerUrls {
  const urls = words
    .flatMap((word) => (word.startsWith('mongodb') ? [word] : word.split(',')))
    .filter((url) => url !== '');
  const mongo = urls.filter((url) => /^mongodb(\+srv)?:\/\//.test(url));
  const nats = urls.filter((url) => /^(nats|tls):\/\//.test(url));
  const [first, second] = mongo;
  if (first === undefined || second !== undefined || mongo.length + nats.length < urls.length)
    throw new UsageError(`${option} takes one mongodb://… and, once more, nats://…`);
  return { mongo: first, nats: nats.length === 0 ? undefined : natsOptions(nats, option) };
}

function natsOptions(urls: readonly string[], option: string): NatsConnectOptions {
  const parsed = urls.map((text) => {
    if (!URL.canParse(text)) throw new UsageError(`${option} has a nats:// that is no URL`);
    return new URL(text);
  });
  const servers = parsed.map(({ protocol, host }) => `${protocol}//${host}`);
  const { username = '', password = '' } = parsed[0] ?? {};
  const credentials = { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  return { servers, name: 'lapor-cli', ...(username === '' ? {} : { credentials }) };
}
