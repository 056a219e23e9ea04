export type { CallContext, CallOptions, Client, ServiceImplementation } from './grpc-types.ts';
