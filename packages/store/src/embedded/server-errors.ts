/**
 * Errors a MongoDB server would answer, as they are made in the writer thread. The calling thread turns them
 * into MongoServerError (`isServerError` tells them from others).
 */
export interface ServerError extends Error {
  readonly code: number;
  readonly codeName: string;
  readonly keyPattern?: Readonly<Record<string, number>>;
  readonly keyValue?: Readonly<Record<string, unknown>>;
}

export function serverError(code: number, codeName: string, message: string): ServerError {
  return Object.assign(new Error(message), { name: 'ServerError', code, codeName });
}

export function duplicateKey(
  collection: string,
  index: string,
  keyPattern: Readonly<Record<string, number>>,
  keyValue: Readonly<Record<string, unknown>>,
): ServerError {
  const key = Object.entries(keyValue).map(([path, value]) => `${path}: ${JSON.stringify(value) ?? 'null'}`);
  const message = `E11000 duplicate key error collection: ${collection} index: ${index} dup key: { ${key.join(', ')} }`;
  return Object.assign(serverError(11000, 'DuplicateKey', message), { keyPattern, keyValue });
}

export function isServerError(error: unknown): error is ServerError {
  return error instanceof Error && error.name === 'ServerError';
}
