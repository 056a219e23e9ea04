/** Where the two buses keep their dead letters: by itself only of use to the contract suite. */
export type { Parking } from './consume/transport.ts';
export { embeddedDeadLetters, embeddedParking } from './embedded/embedded-parking.ts';
export { JetStreamParking } from './jetstream/jetstream-parking.ts';
export { LetterBox, openLetterBox } from './jetstream/letter-box.ts';
