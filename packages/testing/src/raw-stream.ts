import { jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { ConnectionOptions } from '@nats-io/transport-node';

/** A message as it lies in a stream. */
export interface RawMessage {
  /** Its place in the stream. */
  readonly place: number;
  readonly subject: string;
  readonly id: string;
  /** `ce-pubseq` of an event, `ce-feedseq` of a copy for an agency. */
  readonly number: number;
  readonly body: string;
}

export interface RawStreams {
  /** All messages of the stream on such subjects, in the order they lie there. */
  read(stream: string, subject: RegExp): Promise<readonly RawMessage[]>;
  remove(stream: string): Promise<void>;
  close(): Promise<void>;
}

/** The streams themselves: no consumer of ours, which would ask the owner for what is missing, stands between. */
export async function openRawStreams(options: ConnectionOptions): Promise<RawStreams> {
  const connection = await connect(options);
  const manager = await jetstreamManager(connection);
  return {
    read: (stream, subject) => readAll(manager, stream, subject),
    async remove(stream) {
      await manager.streams.delete(stream);
    },
    close: () => connection.close(),
  };
}

async function readAll(manager: JetStreamManager, stream: string, subject: RegExp): Promise<RawMessage[]> {
  const { state } = await manager.streams.info(stream);
  const all: RawMessage[] = [];
  for (let place = state.first_seq; place <= state.last_seq; place += 1) {
    const found = await manager.streams.getMessage(stream, { seq: place });
    if (found === null || !subject.test(found.subject)) continue;
    const { header } = found;
    all.push({
      place,
      subject: found.subject,
      id: header.get('ce-id'),
      number: Number(header.get('ce-pubseq') || header.get('ce-feedseq')),
      body: found.string(),
    });
  }
  return all;
}
