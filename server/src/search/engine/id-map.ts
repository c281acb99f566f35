/** Post id → small number, in two typed arrays: a million entries in 20 MB, and no object per entry. */

const EMPTY = -1;
const FULLEST = 0.6;

export class IdMap {
  #keys = new Float64Array(1024);
  #values = new Int32Array(1024).fill(EMPTY);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** -1 when it is not there. */
  get(id: number): number {
    return this.#values[this.#slotOf(id)]!;
  }

  /** `value` must not be negative. */
  set(id: number, value: number): void {
    if ((this.#size + 1) / this.#keys.length > FULLEST) this.#grow();
    const slot = this.#slotOf(id);
    if (this.#values[slot] === EMPTY) this.#size++;
    this.#keys[slot] = id;
    this.#values[slot] = value;
  }

  delete(id: number): void {
    let hole = this.#slotOf(id);
    if (this.#values[hole] === EMPTY) return;
    this.#size--;
    const mask = this.#keys.length - 1;
    // Entries that were pushed past the hole move back into it, so that look-ups need no gravestones.
    for (let next = (hole + 1) & mask; this.#values[next] !== EMPTY; next = (next + 1) & mask) {
      const home = hash(this.#keys[next]!) & mask;
      if (((next - home) & mask) < ((next - hole) & mask)) continue;
      this.#keys[hole] = this.#keys[next]!;
      this.#values[hole] = this.#values[next]!;
      hole = next;
    }
    this.#values[hole] = EMPTY;
  }

  #slotOf(id: number): number {
    const mask = this.#keys.length - 1;
    let slot = hash(id) & mask;
    while (this.#values[slot] !== EMPTY && this.#keys[slot] !== id) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const keys = this.#keys;
    const values = this.#values;
    this.#keys = new Float64Array(keys.length * 2);
    this.#values = new Int32Array(keys.length * 2).fill(EMPTY);
    for (let i = 0; i < keys.length; i++) {
      if (values[i] === EMPTY) continue;
      const slot = this.#slotOf(keys[i]!);
      this.#keys[slot] = keys[i]!;
      this.#values[slot] = values[i]!;
    }
  }
}

function hash(id: number): number {
  let h = Math.imul((id >>> 0) ^ Math.imul((id / 0x1_0000_0000) | 0, 0x9e3779b1), 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
