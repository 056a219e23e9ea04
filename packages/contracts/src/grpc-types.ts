import type { DescMethod, DescService, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import type { Caller } from './gen/lapor/common/v1/common_pb.ts';

/** What a handler knows of a call besides its request. */
export interface CallContext {
  /** Who the call is for, from metadata `lapor-caller-bin`; CALLER_KIND_UNSPECIFIED when absent. */
  readonly caller: Caller;
  readonly traceparent: string | undefined;
  /** Metadata of that name, as callers from outside show what they are. Between services there is none. */
  readonly authorization?: string | undefined;
  /** Aborted when the client is gone or the deadline has passed. */
  readonly signal: AbortSignal;
}

/** Per call. */
export interface CallOptions {
  readonly caller?: Caller;
  /** What a caller from outside shows: "Bearer …". */
  readonly authorization?: string;
  readonly traceparent?: string;
  /** Default 5,000. */
  readonly timeoutMilliseconds?: number;
  readonly signal?: AbortSignal;
}

type Handler<Method extends DescMethod> = Method extends { methodKind: 'unary' }
  ? (
      request: MessageShape<Method['input']>,
      context: CallContext,
    ) => Promise<MessageInitShape<Method['output']>>
  : Method extends { methodKind: 'server_streaming' }
    ? (
        request: MessageShape<Method['input']>,
        context: CallContext,
      ) => AsyncIterable<MessageInitShape<Method['output']>>
    : never;

type Call<Method extends DescMethod> = Method extends { methodKind: 'unary' }
  ? (
      request: MessageInitShape<Method['input']>,
      options?: CallOptions,
    ) => Promise<MessageShape<Method['output']>>
  : Method extends { methodKind: 'server_streaming' }
    ? (
        request: MessageInitShape<Method['input']>,
        options?: CallOptions,
      ) => AsyncIterable<MessageShape<Method['output']>>
    : never;

/** One function per rpc, named as in the proto with a small first letter. Thrown AppErrors become gRPC statuses by one table. */
export type ServiceImplementation<Service extends DescService> = {
  readonly [Name in keyof Service['method']]: Handler<Service['method'][Name]>;
};

/** One function per rpc. Statuses come back as AppErrors with code, issues and extra intact. */
export type Client<Service extends DescService> = {
  readonly [Name in keyof Service['method']]: Call<Service['method'][Name]>;
};
