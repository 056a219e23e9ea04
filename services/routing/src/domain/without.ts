/** A copy that lacks some optional members: absent, not `undefined`, because stored documents know no `undefined`. */
export function without<T extends object>(value: T, ...keys: readonly OptionalKeys<T>[]): T {
  const copy = { ...value };
  for (const key of keys) delete copy[key];
  return copy;
}

type OptionalKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];
