import { describe, expect, it } from 'vitest';
import { withWaiting } from './waiting-marks.ts';

describe('marks that wait for a connection', () => {
  const stored = { id: 7, read: false, saved: true };

  it('are laid over the stored answer of the server', () => {
    expect(withWaiting(stored, [{ postId: 7, read: true }])).toEqual({ id: 7, read: true, saved: true });
    expect(withWaiting(stored, [{ postId: 7, saved: false }])).toEqual({ id: 7, read: false, saved: false });
  });

  it('leave other posts as they are', () => {
    expect(withWaiting(stored, [{ postId: 8, read: true }])).toBe(stored);
  });
});
