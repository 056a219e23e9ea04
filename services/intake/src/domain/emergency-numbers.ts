/** Who to call now. Shown before submit and in the SMS answer. */
export const EMERGENCY_NUMBERS = [
  { number: '112', what: 'darurat umum' },
  { number: '110', what: 'polisi' },
  { number: '119', what: 'ambulans' },
] as const;
