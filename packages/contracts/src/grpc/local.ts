import { status } from '@grpc/grpc-js';
import { create } from '@bufbuild/protobuf';
import type { DescMethod, DescService, Message } from '@bufbuild/protobuf';
import { AppError, toAppError } from '@lapor/kernel';
import { CallerSchema } from '../gen/lapor/common/v1/common_pb.ts';
import type { CallContext, CallOptions, ServiceImplementation } from '../grpc-types.ts';
import { cancelled, timeoutOf } from './client.ts';
import type { GrpcChannel, Init } from './client.ts';
import { codecOf } from './codec.ts';
import { fromStatus, toStatus } from './error-status.ts';
import { Rendezvous, gone } from './rendezvous.ts';
import { BARE } from './server.ts';
import type { ServerHooks, Streaming, Unary } from './server.ts';

interface LocalMethod {
  readonly handler: Unary | Streaming;
  readonly hooks: ServerHooks;
}

/**
 * What a service serves to others in its own process: no socket and no HTTP/2, but the same bytes, deadlines, hooks and
 * errors, so that nobody can tell.
 */
export class LocalServer {
  readonly #methods = new Map<DescMethod, LocalMethod>();
  readonly #calls = new Set<LocalCall>();
  readonly #opened = Promise.withResolvers<void>();
  #state: 'coming' | 'open' | 'closed' = 'coming';
  #idle: (() => void) | undefined;

  add<Service extends DescService>(
    service: Service,
    implementation: ServiceImplementation<Service>,
    hooks: ServerHooks = BARE,
  ): void {
    for (const method of service.methods) {
      const handler = (implementation as Record<string, unknown>)[method.localName];
      if (typeof handler !== 'function') continue;
      this.#methods.set(method, { handler: handler.bind(implementation) as Unary | Streaming, hooks });
    }
  }

  /** Calls that have been waiting are served now. */
  open(): void {
    this.#state = 'open';
    this.#opened.resolve();
  }

  /** Takes no new calls. Resolves when those begun have ended; after so many milliseconds they are cut and not waited for. */
  async close(graceMilliseconds: number): Promise<void> {
    this.#state = 'closed';
    this.#opened.resolve();
    if (this.#calls.size === 0) return;
    const timer = setTimeout(() => {
      for (const call of this.#calls) call.cut(unavailable());
      this.#idle?.();
    }, graceMilliseconds);
    await new Promise<void>((resolve) => (this.#idle = resolve));
    clearTimeout(timer);
  }

  /** Serves one call, its request already as it came over the wire. */
  async serve<Result>(
    method: DescMethod,
    call: LocalCall,
    work: (handler: Unary | Streaming) => Promise<Result>,
  ): Promise<Result> {
    this.#calls.add(call);
    try {
      if (this.#state === 'coming') await this.#opened.promise;
      if (this.#state === 'closed') throw unavailable();
      call.reached = true;
      const served = this.#methods.get(method);
      if (served === undefined) throw new AppError('unsupported', `nobody implements ${method.name} here`);
      let result: Result | undefined;
      const name = { service: method.parent.typeName, method: method.name, context: call };
      await served.hooks.around(name, async () => {
        result = await work(served.handler);
      });
      return result as Result;
    } catch (error) {
      throw fromStatus(toStatus(toAppError(error)));
    } finally {
      this.#calls.delete(call);
      if (this.#calls.size === 0) this.#idle?.();
    }
  }
}

const NOBODY = create(CallerSchema);

/** One call, for the handler and for whoever may end it. */
class LocalCall implements CallContext {
  readonly caller: CallContext['caller'];
  readonly traceparent: string | undefined;
  /** Whether the server has taken it. */
  reached = false;
  readonly #ended = Promise.withResolvers<never>();
  readonly #timer: NodeJS.Timeout;
  readonly #given: AbortSignal | undefined;
  #controller: AbortController | undefined;
  #reason: AppError | undefined;

  constructor(options: CallOptions, traceparent: string | undefined) {
    this.caller = options.caller ?? NOBODY;
    this.traceparent = options.traceparent ?? traceparent;
    this.#given = options.signal;
    this.#given?.addEventListener('abort', this.#abort, { once: true });
    this.#timer = setTimeout(() => this.cut(this.reached ? late() : unavailable()), timeoutOf(options));
    // Nobody may be waiting for it any more.
    this.#ended.promise.catch(() => undefined);
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** What `work` comes to, unless the call ends before. */
  within<Result>(work: Promise<Result>): Promise<Result> {
    return Promise.race([work, this.#ended.promise]);
  }

  /** The caller hears of it at once, the handler through its signal. */
  cut(reason: AppError): void {
    this.#reason = reason;
    this.#ended.reject(reason);
    this.#controller?.abort(new AppError('timeout', 'the caller is gone or out of time'));
  }

  done(): void {
    clearTimeout(this.#timer);
    this.#given?.removeEventListener('abort', this.#abort);
  }

  readonly #abort = (): void => {
    if (this.#given !== undefined) this.cut(cancelled(this.#given));
  };
}

/** A channel to a server in this process. `traceparent`: of a call that names none. */
export function localChannel(
  server: LocalServer,
  traceparent: () => string | undefined = () => undefined,
): GrpcChannel {
  const begin = (method: DescMethod, init: Init, options: CallOptions) => {
    if (options.signal?.aborted) throw cancelled(options.signal);
    const input = codecOf(method.input);
    const request = input.deserialize(input.serialize(init));
    return { request, call: new LocalCall(options, traceparent()), output: codecOf(method.output) };
  };
  return {
    async unary(method, init, options) {
      const { request, call, output } = begin(method, init, options);
      try {
        const answered = server.serve(method, call, (handler) => (handler as Unary)(request, call));
        const response = await call.within(answered);
        return output.deserialize(output.serialize(response));
      } finally {
        call.done();
      }
    },
    async *stream(method, init, options) {
      const { request, call, output } = begin(method, init, options);
      const pipe = new Rendezvous<Message>();
      void server
        .serve(method, call, async (handler) => {
          for await (const message of (handler as Streaming)(request, call)) await pipe.give(message);
        })
        .then(
          () => pipe.end(),
          (error: unknown) => pipe.fail(error),
        );
      try {
        for (;;) {
          const message = await call.within(pipe.take());
          if (message === undefined) break;
          yield output.deserialize(output.serialize(message));
        }
      } finally {
        call.done();
        call.cut(gone());
        pipe.leave();
      }
    },
    close: () => undefined,
  };
}

function late(): AppError {
  return fromStatus({ code: status.DEADLINE_EXCEEDED, details: 'the deadline has passed' });
}

function unavailable(): AppError {
  return new AppError('unavailable', 'the service cannot be reached');
}
