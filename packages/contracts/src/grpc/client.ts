import { Metadata, status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import { AppError } from '@lapor/kernel';
import type { DescMethod, DescService, Message, MessageInitShape } from '@bufbuild/protobuf';
import type { CallOptions, Client } from '../grpc-types.ts';
import { writeAuthorization, writeCaller, writeTraceparent } from './call-metadata.ts';
import { openConnection } from './connection.ts';
import type { ChannelOptions, Connection } from './connection.ts';
import { fromStatus } from './error-status.ts';
import { beforeSecondTry, isRepeatable, wasDropped } from './second-try.ts';
import { methodDefinition } from './server.ts';

const DEFAULT_TIMEOUT_MILLISECONDS = 5_000;

/** A way to one target, shared by the clients of all its services. */
export interface GrpcChannel {
  unary(method: DescMethod, request: Init, options: CallOptions): Promise<Message>;
  stream(method: DescMethod, request: Init, options: CallOptions): AsyncIterable<Message>;
  close(): void;
}

export type Init = MessageInitShape<DescMethod['input']>;

export function openChannel(options: ChannelOptions): GrpcChannel {
  const connection = openConnection(options);
  return {
    unary: (method, request, call) => unaryCall(connection, method, request, call),
    stream: (method, request, call) => streamingCall(connection, method, request, call),
    close: () => connection.close(),
  };
}

/** A typed client over a channel; a channel of its own is opened when options are given. */
export function createClient<Service extends DescService>(
  service: Service,
  over: GrpcChannel | ChannelOptions,
): Client<Service> {
  const channel = 'unary' in over ? over : openChannel(over);
  const calls: Record<string, unknown> = {};
  for (const method of service.methods) {
    const { methodKind, localName } = method;
    if (methodKind === 'unary')
      calls[localName] = (request: Init, options: CallOptions = {}) =>
        channel.unary(method, request, options);
    if (methodKind === 'server_streaming')
      calls[localName] = (request: Init, options: CallOptions = {}) =>
        channel.stream(method, request, options);
  }
  return calls as Client<Service>;
}

/** A read whose connection is dropped is tried once more, within the same deadline; anything else is sent once. */
async function unaryCall(
  channel: Connection,
  method: DescMethod,
  request: Init,
  options: CallOptions,
): Promise<Message> {
  const { signal } = options;
  const deadline = Date.now() + timeoutOf(options);
  const attempt = () => attemptCall(channel, method, request, options, deadline);
  try {
    return await attempt().catch(async (error: ServiceError) => {
      if (signal?.aborted || !isRepeatable(method) || !wasDropped(error)) throw error;
      await beforeSecondTry(deadline, signal);
      return attempt();
    });
  } catch (error) {
    throw signal?.aborted ? cancelled(signal) : failure(channel, error as ServiceError);
  }
}

/** @throws ServiceError, as it came; whatever it is when the signal was aborted */
function attemptCall(
  channel: Connection,
  method: DescMethod,
  request: Init,
  options: CallOptions,
  deadline: number,
): Promise<Message> {
  const { path, requestSerialize, responseDeserialize } = methodDefinition(method);
  return new Promise((resolve, reject) => {
    const { signal } = options;
    signal?.throwIfAborted();
    const abort = () => call.cancel();
    const call = channel
      .begin()
      .makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        metadataFor(channel, options),
        { deadline },
        (error, response) => {
          signal?.removeEventListener('abort', abort);
          channel.settled(error);
          if (error !== null) reject(error);
          else resolve(response as Message);
        },
      );
    signal?.addEventListener('abort', abort, { once: true });
  });
}

async function* streamingCall(
  channel: Connection,
  method: DescMethod,
  request: Init,
  options: CallOptions,
): AsyncGenerator<Message> {
  const { path, requestSerialize, responseDeserialize } = methodDefinition(method);
  const { signal } = options;
  if (signal?.aborted) throw cancelled(signal);
  const call = channel
    .begin()
    .makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      metadataFor(channel, options),
      { deadline: Date.now() + timeoutOf(options) },
    );
  const abort = () => call.cancel();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    for await (const message of call) yield message as Message;
    channel.settled(null);
  } catch (error) {
    channel.settled(error as ServiceError);
    throw signal?.aborted ? cancelled(signal) : failure(channel, error as ServiceError);
  } finally {
    signal?.removeEventListener('abort', abort);
    // Tells the server to stop when the reader left early; does nothing at the end.
    call.cancel();
  }
}

function metadataFor(channel: Connection, options: CallOptions): Metadata {
  const metadata = new Metadata(channel.patient() ? { waitForReady: true } : {});
  if (options.caller !== undefined) writeCaller(metadata, options.caller);
  if (options.authorization !== undefined) writeAuthorization(metadata, options.authorization);
  const traceparent = options.traceparent ?? channel.traceparent();
  if (traceparent !== undefined) writeTraceparent(metadata, traceparent);
  return metadata;
}

export function timeoutOf({ timeoutMilliseconds = DEFAULT_TIMEOUT_MILLISECONDS }: CallOptions): number {
  return timeoutMilliseconds;
}

/** Out of time for want of a connection is not the same as out of time at work: nothing has happened. */
function failure(channel: Connection, error: ServiceError): AppError {
  if (error.code === status.DEADLINE_EXCEEDED && !channel.isReady())
    return new AppError('unavailable', `${channel.target} cannot be reached`);
  return fromStatus(error);
}

export function cancelled(signal: AbortSignal): AppError {
  return signal.reason instanceof AppError
    ? signal.reason
    : new AppError('timeout', 'the call was cancelled', { retryable: false, cause: signal.reason });
}
