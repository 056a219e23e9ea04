import type { NatsConnection } from '@nats-io/transport-node';

/** A connection of an agency's system, anywhere in the cluster. */
export interface LiveConnection {
  readonly serverId: string;
  readonly connectionId: number;
  /** As the callout named it; empty for what it did not name. */
  readonly name: string;
}

/** The servers' own knowledge of who is connected, through the system account. */
export interface LiveConnections {
  list(): Promise<readonly LiveConnection[]>;
  cut(connection: LiveConnection): Promise<void>;
}

interface Connz {
  readonly server: { readonly id: string };
  readonly data?: {
    readonly total: number;
    readonly connections?: readonly { readonly cid: number; readonly authorized_user?: string }[];
  };
}

const PAGE = 256;
const ANSWER_MILLISECONDS = 2_000;
/** Servers answer at once or are gone: after the last answer no more is waited for than this. */
const SILENCE_MILLISECONDS = 400;

export function liveConnections(system: NatsConnection, account: string): LiveConnections {
  const query = (offset: number) =>
    JSON.stringify({ acc: account, auth: true, limit: PAGE, offset, sort: 'cid' });

  async function restOf({ server, data }: Connz): Promise<LiveConnection[]> {
    const found = connectionsOf(server.id, data);
    const total = data?.total ?? 0;
    while (found.length < total) {
      const page = await system.request(`$SYS.REQ.SERVER.${server.id}.CONNZ`, query(found.length), {
        timeout: ANSWER_MILLISECONDS,
      });
      const more = connectionsOf(server.id, page.json<Connz>().data);
      if (more.length === 0) break;
      found.push(...more);
    }
    return found;
  }

  return {
    async list() {
      const answers = await system.requestMany('$SYS.REQ.SERVER.PING.CONNZ', query(0), {
        strategy: 'stall',
        stall: SILENCE_MILLISECONDS,
        maxWait: ANSWER_MILLISECONDS,
      });
      const pages: Connz[] = [];
      for await (const answer of answers) pages.push(answer.json<Connz>());
      return (await Promise.all(pages.map(restOf))).flat();
    },
    async cut({ serverId, connectionId }) {
      await system.request(`$SYS.REQ.SERVER.${serverId}.KICK`, JSON.stringify({ cid: connectionId }), {
        timeout: ANSWER_MILLISECONDS,
      });
    },
  };
}

function connectionsOf(serverId: string, data: Connz['data']): LiveConnection[] {
  return (data?.connections ?? []).map(({ cid, authorized_user: name = '' }) => ({
    serverId,
    connectionId: cid,
    name,
  }));
}
