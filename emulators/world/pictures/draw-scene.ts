/** A picture for a piece of news: one simple scene a beat, varied by its seed. */
import type { Beat } from '../news/news-kind.ts';
import { createRandom, type Random } from '../random.ts';
import { createCanvas, drawLine, encodePng, fillBox, fillCircle, fillGradient, type Canvas, type Colour } from './png.ts';

const width = 640;
const height = 400;

const scenes: Record<Beat, (canvas: Canvas, random: Random) => void> = {
  harbour: drawHarbour,
  energy: drawTurbines,
  science: drawNightSky,
  city: drawTram,
  code: drawEditor,
};

const kept = new Map<string, Buffer>();

/** 640 x 400 PNG; the same seed gives the same bytes. */
export function drawScene(beat: Beat, seed: string): Buffer {
  const key = `${beat} ${seed}`;
  const known = kept.get(key);
  if (known) return known;
  const canvas = createCanvas(width, height);
  scenes[beat](canvas, createRandom(key));
  const png = encodePng(canvas);
  if (kept.size >= 200) kept.delete(kept.keys().next().value ?? '');
  kept.set(key, png);
  return png;
}

/** 32 x 32, the outlet's colour. */
export function drawIcon(seed: string): Buffer {
  const random = createRandom(`icon ${seed}`);
  const canvas = createCanvas(32, 32);
  const colour: Colour = [random.int(20, 120), random.int(60, 130), random.int(80, 150)];
  fillBox(canvas, { x: 0, y: 0, w: 32, h: 32 }, colour);
  fillCircle(canvas, { x: 16, y: 16, r: random.int(6, 10) }, [245, 240, 225]);
  fillBox(canvas, { x: 4, y: random.int(20, 25), w: 24, h: 3 }, [230, 210, 160]);
  return encodePng(canvas);
}

function drawHarbour(canvas: Canvas, random: Random): void {
  const horizon = random.int(240, 280);
  fillGradient(canvas, [0, horizon], [random.int(120, 170), random.int(150, 180), 185], [222, 214, 190]);
  fillCircle(canvas, { x: random.int(80, 560), y: random.int(90, 200), r: random.int(25, 50) }, [240, 222, 185]);
  fillGradient(canvas, [horizon, height], [92, 124, 138], [52, 82, 98]);
  for (let i = random.int(2, 4); i > 0; i -= 1) {
    const x = random.int(40, 520);
    const top = random.int(70, 130);
    drawLine(canvas, [x, horizon, x + 12, top], 7, [70, 95, 105]);
    drawLine(canvas, [x + 12, top, x + 95, top + 28], 6, [70, 95, 105]);
    drawLine(canvas, [x + 95, top + 28, x + 95, top + 70], 3, [70, 95, 105]);
  }
  const ship = random.int(120, 380);
  for (let row = 0; row < 34; row += 1) fillBox(canvas, { x: ship + row, y: horizon + row, w: 200 - row * 1.6, h: 1 }, row < 22 ? [38, 58, 78] : [170, 78, 54]);
  fillBox(canvas, { x: ship + 60, y: horizon - 44, w: 66, h: 44 }, [236, 230, 214]);
  for (let i = 0; i < 3; i += 1) fillBox(canvas, { x: ship + 67 + i * 20, y: horizon - 34, w: 12, h: 11 }, [44, 74, 94]);
  fillBox(canvas, { x: ship + 88, y: horizon - 74, w: 9, h: 30 }, [30, 48, 66]);
  for (let i = 0; i < 26; i += 1) fillBox(canvas, { x: random.int(0, 620), y: random.int(horizon + 40, 395), w: random.int(12, 48), h: 2 }, [122, 152, 162]);
}

function drawTurbines(canvas: Canvas, random: Random): void {
  fillGradient(canvas, [0, 300], [random.int(160, 190), 205, 220], [240, 232, 212]);
  fillGradient(canvas, [300, height], [130, 150, 96], [92, 112, 70]);
  for (let i = random.int(3, 6); i > 0; i -= 1) {
    const x = random.int(50, 590);
    const y = random.int(90, 190);
    drawLine(canvas, [x, 310, x, y], 5, [246, 246, 242]);
    const turn = random.next() * 2;
    for (const blade of [0, 1, 2]) {
      const angle = turn + (blade * 2 * Math.PI) / 3;
      drawLine(canvas, [x, y, x + Math.cos(angle) * 62, y + Math.sin(angle) * 62], 4, [250, 250, 248]);
    }
    fillCircle(canvas, { x, y, r: 6 }, [210, 212, 210]);
  }
  drawLine(canvas, [0, 330, 640, 318], 2, [80, 80, 76]);
}

function drawNightSky(canvas: Canvas, random: Random): void {
  fillGradient(canvas, [0, height], [10, 18, 38], [34, 52, 78]);
  for (let i = 0; i < 150; i += 1)
    fillCircle(canvas, { x: random.int(0, 639), y: random.int(0, 330), r: random.chance(0.12) ? 2 : 1 }, [random.int(190, 250), random.int(200, 250), 250]);
  const x = random.int(330, 560);
  const y = random.int(60, 160);
  for (let i = 0; i < 60; i += 1) drawLine(canvas, [x, y, x - 190 - i, y - 46 + i * 0.6], 1, [98 + i, 124 + i, 150 + i]);
  fillCircle(canvas, { x, y, r: 8 }, [255, 246, 214]);
  let ridge = random.int(300, 340);
  for (let column = 0; column < width; column += 1) {
    ridge = Math.min(370, Math.max(285, ridge + random.int(-2, 2)));
    fillBox(canvas, { x: column, y: ridge, w: 1, h: height - ridge }, [8, 12, 22]);
  }
}

function drawTram(canvas: Canvas, random: Random): void {
  fillGradient(canvas, [0, 300], [214, 216, 206], [232, 224, 206]);
  for (let x = 0; x < width; x += 80) {
    const top = random.int(70, 170);
    const wall: Colour = [random.int(150, 205), random.int(140, 180), random.int(120, 160)];
    fillBox(canvas, { x, y: top, w: 78, h: 300 - top }, wall);
    for (let wy = top + 14; wy < 280; wy += 32)
      for (let wx = x + 10; wx < x + 66; wx += 22) fillBox(canvas, { x: wx, y: wy, w: 12, h: 18 }, random.chance(0.3) ? [250, 226, 150] : [90, 104, 112]);
  }
  fillGradient(canvas, [300, height], [150, 146, 138], [112, 108, 102]);
  drawLine(canvas, [0, 366, 640, 366], 3, [70, 70, 70]);
  drawLine(canvas, [0, 150, 640, 150], 1, [60, 60, 60]);
  const tram = random.int(60, 300);
  fillBox(canvas, { x: tram, y: 216, w: 250, h: 134 }, [196, 88, 66]);
  fillBox(canvas, { x: tram, y: 286, w: 250, h: 14 }, [240, 226, 200]);
  for (let i = 0; i < 5; i += 1) fillBox(canvas, { x: tram + 14 + i * 46, y: 232, w: 36, h: 42 }, [66, 88, 102]);
  for (const wheel of [44, 206]) fillCircle(canvas, { x: tram + wheel, y: 354, r: 13 }, [48, 48, 50]);
  drawLine(canvas, [tram + 120, 216, tram + 150, 150], 3, [60, 60, 60]);
}

function drawEditor(canvas: Canvas, random: Random): void {
  fillGradient(canvas, [0, height], [26, 30, 40], [34, 40, 54]);
  fillBox(canvas, { x: 0, y: 0, w: width, h: 30 }, [46, 52, 66]);
  for (const [i, dot] of (
    [
      [224, 108, 98],
      [226, 184, 92],
      [124, 184, 112],
    ] as const
  ).entries())
    fillCircle(canvas, { x: 20 + i * 22, y: 15, r: 6 }, dot);
  const inks: readonly Colour[] = [
    [130, 170, 220],
    [196, 150, 210],
    [150, 200, 150],
    [222, 180, 120],
    [180, 188, 200],
  ];
  let indent = 0;
  for (let y = 48; y < 386; y += 18) {
    indent = Math.min(4, Math.max(0, indent + random.int(-1, 1)));
    let x = 56 + indent * 28;
    fillBox(canvas, { x: 20, y: y + 3, w: 14, h: 6 }, [76, 84, 100]);
    for (let i = random.int(1, 5); i > 0 && x < 560; i -= 1) {
      const w = random.int(18, 110);
      fillBox(canvas, { x, y, w, h: 9 }, random.pick(inks));
      x += w + 10;
    }
  }
}
