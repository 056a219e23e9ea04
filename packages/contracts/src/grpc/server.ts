import { once } from 'node:events';
import { AppError, toAppError } from '@lapor/kernel';
import type {
  Server,
  ServerUnaryCall,
  ServerWritableStream,
  UntypedHandleCall,
  sendUnaryData,
} from '@grpc/grpc-js';
import type { DescMethod, DescService, Message } from '@bufbuild/protobuf';
import type { CallContext, ServiceImplementation } from '../grpc-types.ts';
import { readAuthorization, readCaller, readTraceparent } from './call-metadata.ts';
import { codecOf } from './codec.ts';
import { toStatus } from './error-status.ts';

/** Which call is being served. */
export interface ServedCall {
  /** Full names as in the proto: "lapor.routing.v1.RoutingService", "OpenCase". */
  readonly service: string;
  readonly method: string;
  readonly context: CallContext;
}

/** What a host adds around every call of a server. */
export interface ServerHooks {
  /** Must run `work` once and pass on what it resolves or throws. Sees errors before they are masked. */
  around(call: ServedCall, work: () => Promise<void>): Promise<void>;
}

export const BARE: ServerHooks = { around: (_call, work) => work() };

type Served = ServerUnaryCall<Message, Message> | ServerWritableStream<Message, Message>;
export type Unary = (request: Message, context: CallContext) => Promise<Message>;
export type Streaming = (request: Message, context: CallContext) => AsyncIterable<Message>;

/** Adds an implementation of a service to a gRPC server. Thrown AppErrors become statuses by the one table. */
export function addService<Service extends DescService>(
  server: Server,
  service: Service,
  implementation: ServiceImplementation<Service>,
  hooks: ServerHooks = BARE,
): void {
  const definition: Record<string, ReturnType<typeof methodDefinition>> = {};
  const handlers: Record<string, UntypedHandleCall> = {};
  for (const method of service.methods) {
    const handler = (implementation as Record<string, unknown>)[method.localName];
    if (typeof handler !== 'function') continue;
    definition[method.localName] = methodDefinition(method);
    handlers[method.localName] =
      method.methodKind === 'unary'
        ? serveUnary(method, handler.bind(implementation) as Unary, hooks)
        : serveStream(method, handler.bind(implementation) as Streaming, hooks);
  }
  server.addService(definition, handlers);
}

/** What grpc-js needs to know of a method, on either side. */
export function methodDefinition(method: DescMethod) {
  const input = codecOf(method.input);
  const output = codecOf(method.output);
  return {
    path: `/${method.parent.typeName}/${method.name}`,
    requestStream: method.methodKind === 'client_streaming' || method.methodKind === 'bidi_streaming',
    responseStream: method.methodKind === 'server_streaming' || method.methodKind === 'bidi_streaming',
    requestSerialize: input.serialize,
    requestDeserialize: input.deserialize,
    responseSerialize: output.serialize,
    responseDeserialize: output.deserialize,
  };
}

function serveUnary(method: DescMethod, handler: Unary, hooks: ServerHooks): UntypedHandleCall {
  return (call: ServerUnaryCall<Message, Message>, answer: sendUnaryData<Message>) => {
    let response: Message | null = null;
    run(method, call, hooks, async (context) => {
      response = await handler(call.request, context);
    }).then(
      () => answer(null, response),
      (error: unknown) => answer(toStatus(toAppError(error))),
    );
  };
}

function serveStream(method: DescMethod, handler: Streaming, hooks: ServerHooks): UntypedHandleCall {
  return (call: ServerWritableStream<Message, Message>) => {
    run(method, call, hooks, async (context) => {
      for await (const message of handler(call.request, context)) {
        if (call.cancelled) throw new AppError('timeout', 'the caller is gone');
        if (!call.write(message)) await drained(call, context.signal);
      }
    }).then(
      () => call.end(),
      (error: unknown) => {
        // To whom is gone there is nothing to say.
        if (!call.cancelled) call.emit('error', toStatus(toAppError(error)));
      },
    );
  };
}

async function drained(call: ServerWritableStream<Message, Message>, signal: AbortSignal): Promise<void> {
  try {
    await once(call, 'drain', { signal });
  } catch (error) {
    throw signal.aborted ? toAppError(signal.reason) : error;
  }
}

async function run(
  method: DescMethod,
  call: Served,
  hooks: ServerHooks,
  work: (context: CallContext) => Promise<void>,
): Promise<void> {
  const context = new ServedContext(call);
  await hooks.around({ service: method.parent.typeName, method: method.name, context }, () => work(context));
}

/** Made per call, so it does nothing before it is asked. */
class ServedContext implements CallContext {
  readonly caller: CallContext['caller'];
  readonly #call: Served;
  #signal: AbortSignal | undefined;

  constructor(call: Served) {
    this.#call = call;
    this.caller = readCaller(call.metadata);
  }

  get traceparent(): string | undefined {
    return readTraceparent(this.#call.metadata);
  }

  get authorization(): string | undefined {
    return readAuthorization(this.#call.metadata);
  }

  get signal(): AbortSignal {
    if (this.#signal === undefined) {
      const controller = new AbortController();
      const abort = () => controller.abort(new AppError('timeout', 'the caller is gone or out of time'));
      if (this.#call.cancelled) abort();
      else this.#call.once('cancelled', abort);
      this.#signal = controller.signal;
    }
    return this.#signal;
  }
}
