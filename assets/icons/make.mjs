// Draws the app's icons, pixel by pixel, without any image library: node assets/icons/make.mjs
// A rounded square in the app's blue with a grid of nine places, the middle one marked.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';

const here = path.dirname(fileURLToPath(import.meta.url));

// Signed distance to a rounded rectangle around (cx, cy); negative inside.
function rounded(x, y, cx, cy, half, radius) {
  const dx = Math.max(Math.abs(x - cx) - half + radius, 0);
  const dy = Math.max(Math.abs(y - cy) - half + radius, 0);
  return Math.hypot(dx, dy) - radius;
}

const cover = (distance) => Math.min(1, Math.max(0, 0.5 - distance));

function over(under, colour, alpha) {
  return under.map((v, i) => (i < 3 ? v + (colour[i] - v) * alpha : v + (255 - v) * alpha));
}

function pixel(x, y, size, maskable) {
  const middle = size / 2;
  let p = [20, 89, 156, 0];
  p = over(p, [20, 89, 156], maskable ? 1 : cover(rounded(x, y, middle, middle, middle, size * 0.22)));
  const unit = size * (maskable ? 0.15 : 0.19);
  for (let row = -1; row <= 1; row++) {
    for (let column = -1; column <= 1; column++) {
      const here = row === 0 && column === 0;
      const distance = rounded(x, y, middle + column * unit * 1.24, middle + row * unit * 1.24, unit / 2, unit * 0.2);
      p = over(p, here ? [255, 200, 74] : [255, 255, 255], cover(distance) * (here ? 1 : 0.92));
    }
  }
  return p;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(zlib.crc32 ? zlib.crc32(body) : crc32(body), body.length + 4);
  return out;
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function png(size, maskable) {
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const p = pixel(x + 0.5, y + 0.5, size, maskable);
      for (let i = 0; i < 4; i++) rows[y * (size * 4 + 1) + 1 + x * 4 + i] = Math.round(p[i]);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head),
    chunk('IDAT', zlib.deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

for (const [name, size, maskable] of [['icon-192', 192, false], ['icon-512', 512, false], ['icon-maskable-512', 512, true]]) {
  writeFileSync(path.join(here, `${name}.png`), png(size, maskable));
}
