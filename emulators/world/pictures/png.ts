/** A small canvas and a PNG writer (PNG specification, third edition: colour type 2, filter 0). */
import { crc32, deflateSync } from 'node:zlib';

export type Colour = readonly [number, number, number];

export interface Canvas {
  width: number;
  height: number;
  /** RGB, row by row. */
  pixels: Uint8Array;
}

export function createCanvas(width: number, height: number): Canvas {
  return { width, height, pixels: new Uint8Array(width * height * 3) };
}

export function setPixel(canvas: Canvas, x: number, y: number, colour: Colour): void {
  if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height) return;
  canvas.pixels.set(colour, (Math.floor(y) * canvas.width + Math.floor(x)) * 3);
}

/** From `top` to `bottom`, over the whole width between two heights. */
export function fillGradient(canvas: Canvas, [from, to]: readonly [number, number], top: Colour, bottom: Colour): void {
  for (let y = Math.max(0, Math.floor(from)); y < Math.min(canvas.height, to); y += 1) {
    const t = (y - from) / Math.max(1, to - from);
    const colour = mix(top, bottom, t);
    for (let x = 0; x < canvas.width; x += 1) setPixel(canvas, x, y, colour);
  }
}

export function mix(a: Colour, b: Colour, t: number): Colour {
  return [0, 1, 2].map((i) => Math.round((a[i] ?? 0) + ((b[i] ?? 0) - (a[i] ?? 0)) * t)) as unknown as Colour;
}

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

export function fillBox(canvas: Canvas, { x, y, w, h }: Box, colour: Colour): void {
  for (let py = Math.floor(y); py < y + h; py += 1) for (let px = Math.floor(x); px < x + w; px += 1) setPixel(canvas, px, py, colour);
}

export function fillCircle(canvas: Canvas, centre: { x: number; y: number; r: number }, colour: Colour): void {
  const { x, y, r } = centre;
  for (let py = Math.floor(y - r); py <= y + r; py += 1) {
    for (let px = Math.floor(x - r); px <= x + r; px += 1) if ((px - x) ** 2 + (py - y) ** 2 <= r * r) setPixel(canvas, px, py, colour);
  }
}

export function drawLine(canvas: Canvas, [x1, y1, x2, y2]: readonly [number, number, number, number], thickness: number, colour: Colour): void {
  const steps = Math.ceil(Math.max(Math.abs(x2 - x1), Math.abs(y2 - y1)));
  for (let i = 0; i <= steps; i += 1) {
    const t = steps === 0 ? 0 : i / steps;
    fillBox(canvas, { x: x1 + (x2 - x1) * t - thickness / 2, y: y1 + (y2 - y1) * t - thickness / 2, w: thickness, h: thickness }, colour);
  }
}

export function encodePng({ width, height, pixels }: Canvas): Buffer {
  const raw = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1) raw.set(pixels.subarray(y * width * 3, (y + 1) * width * 3), y * (width * 3 + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(raw)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** One PNG in an ICO container, as `favicon.ico` may be. */
export function wrapIco(png: Buffer): Buffer {
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(1, 4);
  head.set([32, 32, 0, 0, 1, 0, 32, 0], 6);
  head.writeUInt32LE(png.length, 14);
  head.writeUInt32LE(22, 18);
  return Buffer.concat([head, png]);
}
