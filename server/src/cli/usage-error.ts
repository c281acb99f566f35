/** Apart from all else, as help and complaints need none of the program. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
