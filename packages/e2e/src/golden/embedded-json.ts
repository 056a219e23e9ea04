/** Documents as JSON, dates and bytes in a form that comes back. */
export const embeddedJson = {
  text(value: unknown): string {
    return JSON.stringify(value, function (this: Record<string, unknown>, name, plain: unknown) {
      const before = this[name];
      if (before instanceof Date) return { $date: before.toISOString() };
      if (before instanceof Uint8Array) return { $bytes: Buffer.from(before).toString('base64') };
      return plain;
    });
  },
  parse(text: string): unknown {
    return JSON.parse(text, (_, value: unknown) => {
      const { $date, $bytes } = (value ?? {}) as { readonly $date?: string; readonly $bytes?: string };
      if ($date !== undefined) return new Date($date);
      return $bytes === undefined ? value : Buffer.from($bytes, 'base64');
    });
  },
};
