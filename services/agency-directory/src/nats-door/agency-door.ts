import { connectTo, FEED_STREAM } from '@lapor/events/jetstream';
import { AppError } from '@lapor/kernel';
import type { Clock } from '@lapor/kernel';
import type { AggregateStore } from '@lapor/store';
import { jetstreamManager } from '@nats-io/jetstream';
import type { Msg, NatsConnection } from '@nats-io/transport-node';
import type { Platform } from '@lapor/runtime';
import type { ChangeNotice } from '../stores/change-notice.ts';
import type { DoorConfig } from '../config.ts';
import { openSecrets, statusOf } from '../domain/agency-key/agency-key.ts';
import type { AgencyKeyEvent, AgencyKeyState } from '../domain/agency-key/agency-key.ts';
import { parseConnectionName } from '../domain/agency-key/nats-grant.ts';
import { answerCallout } from './answer-callout.ts';
import type { Admitted, AnswerCallout } from './answer-callout.ts';
import { feedDurables } from './feed-durables.ts';
import type { FeedDurables } from './feed-durables.ts';
import { liveConnections } from './live-connections.ts';
import type { LiveConnections } from './live-connections.ts';

/** Where systems of agencies come in on NATS. */
export interface AgencyDoor {
  /** A key was made, rotated or revoked: resolves when the broker knows, or after a while when it cannot be told now. */
  keysChanged(): Promise<void>;
  stop(): Promise<void>;
}

export interface AgencyDoorOptions {
  readonly config: DoorConfig;
  readonly platform: Pick<Platform, 'log' | 'clock' | 'every'>;
  readonly keys: Pick<AggregateStore<AgencyKeyState, AgencyKeyEvent>, 'query'>;
  readonly notice: ChangeNotice;
  /** @throws AppError unauthenticated */
  readonly admit: (user: string, password: string) => Promise<Admitted>;
}

const ACCOUNT = 'AGENCIES';
const LOOK_EVERY_MILLISECONDS = 2_000;
const TELLING_MILLISECONDS = 3_000;
const MOST_KEYS = 100_000;
const KEYS_PER_QUERY = 200;

/**
 * Answers the server's auth callout, keeps one durable per key, and cuts connections whose key opens nothing any more. Every
 * replica does all of it, again and again from what is stored: a revocation holds even if who ordered it died right after.
 */
export function openAgencyDoor(options: AgencyDoorOptions): AgencyDoor {
  const { config, platform, keys, notice } = options;
  const { log, clock } = platform;
  const answer = answerCallout({ ...config, ...options, stream: FEED_STREAM, now: () => clock.now() });
  let due = true;
  let broker: Broker | undefined;
  let running: Promise<void> | undefined;
  let stopped = false;

  async function settle(changed: boolean): Promise<void> {
    if (broker?.isClosed() !== false) broker = await connectBroker(config, answer, log);
    const { durables, connections } = broker;
    // Side by side: who has lost the key is cut whatever ails JetStream.
    await Promise.all([settleDurables(durables, changed), cutEnded(connections)]);
  }

  async function settleDurables(durables: FeedDurables, changed: boolean): Promise<void> {
    if (changed || (await notice.isDue())) due = true;
    if (!due) return;
    await durables.settle(await liveKeys(keys, clock));
    due = false;
  }

  /** By what is stored now: nobody need have told this replica of a revocation. */
  async function cutEnded(connections: LiveConnections): Promise<void> {
    const there = await connections.list();
    const named = there.flatMap((connection) => {
      const name = parseConnectionName(connection.name);
      return name === undefined ? [] : [{ connection, ...name }];
    });
    const states = await statesOf(keys, new Set(named.map(({ keyId }) => keyId)));
    for (const { connection, keyId, generation } of named) {
      const key = states.get(keyId);
      const open = key === undefined ? [] : openSecrets(key, clock.now());
      if (open.some((secret) => secret.generation === generation)) continue;
      await connections.cut(connection);
      log.info({ keyId }, 'connection of an agency cut: its key has ended');
    }
  }

  /** One at a time: who asks while it runs gets the next run. */
  function settleNext(changed: boolean): Promise<void> {
    const before = running ?? Promise.resolve();
    const next = before
      .catch(() => {})
      .then(() => (stopped ? undefined : settle(changed)))
      .finally(() => {
        if (running === next) running = undefined;
      });
    running = next;
    return next;
  }

  platform.every(LOOK_EVERY_MILLISECONDS, 'settle the door of agencies', () => settleNext(false));
  void settleNext(false).catch((error: unknown) => log.warn({ err: error }, 'NATS door not open yet'));

  return {
    async keysChanged() {
      await notice.announce();
      const told = settleNext(true).catch((error: unknown) => {
        log.warn({ err: error }, 'NATS could not be told of a key; it will be');
      });
      await Promise.race([told, new Promise((done) => setTimeout(done, TELLING_MILLISECONDS).unref())]);
    },
    async stop() {
      stopped = true;
      await running?.catch(() => {});
      await broker?.close();
    },
  };
}

/** The agency of each key that opens something. */
async function liveKeys(keys: AgencyDoorOptions['keys'], clock: Clock): Promise<ReadonlyMap<string, string>> {
  const found = await keys.query({ 'state.revoked': false }, { limit: MOST_KEYS });
  const active = found.filter(({ state }) => statusOf(state, clock.now()) === 'active');
  return new Map(active.map(({ id, state }) => [id, state.agencyId]));
}

async function statesOf(
  keys: AgencyDoorOptions['keys'],
  keyIds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, AgencyKeyState>> {
  const states = new Map<string, AgencyKeyState>();
  const ids = [...keyIds];
  for (let at = 0; at < ids.length; at += KEYS_PER_QUERY) {
    const some = ids.slice(at, at + KEYS_PER_QUERY);
    const found = await keys.query({ _id: { $in: some } }, { limit: some.length });
    for (const { id, state } of found) states.set(id, state);
  }
  return states;
}

interface Broker {
  readonly durables: FeedDurables;
  readonly connections: LiveConnections;
  isClosed(): boolean;
  close(): Promise<void>;
}

const CALLOUT = '$SYS.REQ.USER.AUTH';
const CALLOUT_QUEUE = 'directory';
const XKEY_HEADER = 'Nats-Server-Xkey';

/** Two connections that come back by themselves: as the service in PLATFORM, and as `door` in SYS. */
async function connectBroker(
  config: DoorConfig,
  answer: AnswerCallout,
  log: Platform['log'],
): Promise<Broker> {
  const { servers, platform, password, replicas } = config;
  const name = 'lapor-directory-door';
  const inside = await connectTo({ servers, credentials: platform, name });
  let system: NatsConnection;
  try {
    const credentials = { user: 'door', password };
    system = await connectTo({ servers, credentials, name, inboxPrefix: '_INBOX_door' });
  } catch (error) {
    await inside.close();
    throw error;
  }
  system.subscribe(CALLOUT, {
    queue: CALLOUT_QUEUE,
    callback(error, message) {
      if (error === null) void reply(message, answer, log);
    },
  });
  return {
    durables: feedDurables(await jetstreamManager(inside), replicas),
    connections: liveConnections(system, ACCOUNT),
    isClosed: () => inside.isClosed() || system.isClosed(),
    async close() {
      await Promise.all([system.close(), inside.close()]);
    },
  };
}

async function reply(message: Msg, answer: AnswerCallout, log: Platform['log']): Promise<void> {
  try {
    const xkey = message.headers?.get(XKEY_HEADER);
    const response = await answer(message.data, xkey === '' ? undefined : xkey);
    if (response === undefined) throw new AppError('invalid', 'a request for admission that is not sealed');
    message.respond(response);
  } catch (error) {
    // Without an answer the server refuses after its timeout.
    log.warn({ err: error }, 'an admission could not be decided');
  }
}
