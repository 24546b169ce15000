// What chance draws from a seed, the same every time: numbers, odd words, structs of the wire with something odd in every
// member. `kOddWords` are texts that are admitted and that every device of the street has to show.
import {format} from './wire.mjs';

const kInt64 = [-(2n ** 63n), 2n ** 63n - 1n];
const kNumbers = [0, 1, 2, 23, 24, 255, 256, 65535, 65536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 53 - 1, -1, -(2 ** 31), 253402271999999,
                  -62135625600000, ...kInt64, 2n ** 64n - 1n];

/** By name: texts that break out of a page, a line, a direction or a font. At most 4000 bytes each, as the format allows. */
export const kOddWords = {
  script: '<script>globalThis.poisoned = 1</script><img src=x onerror="globalThis.poisoned = 1">"\'`><svg onload=alert(1)>',
  entities: '&lt;b&gt;&#x3c;script&#x3e;{{7*7}}${7*7}<!--]]>',
  link: 'javascript:globalThis.poisoned=1 https://%E0%A4%A/%%%/%00#/case/%ff data:text/html,<b>x',
  format: '%s%s%n%d%x %1$s {} {0} \\x00 \\u202e',
  nul: '空\u0000字\u0001\u001b[2J\u007f\u0085\u2028\u2029行',
  direction: '\u202e\u2066\u2067\u2068右到左\u202d\u200f\u061c'.repeat(40),
  unseen: '\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u3164'.repeat(160),
  combining: `叠${'\u0301\u0489\u20dd\u0e47'.repeat(399)}`,
  emoji: '👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🇨🇳'.repeat(60),
  planes: '\u{10ffff}\u{e000}\u{f8ff}\ufffe\uffff\ufffd𠀀𪛖\u{1f9ff}\u{e0001}'.repeat(80),
  lines: '一\n\r\n\t'.repeat(560),
  one_word: 'W'.repeat(3990),
  one_line: '字'.repeat(1330),
};

export class Dice {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  /** 0 … 1, without 1 (mulberry32). */
  roll() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  below(count) {
    return Math.floor(this.roll() * count);
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  bytes(size) {
    return Buffer.from(Array.from({length: size}, () => this.below(256)));
  }

  /** `bytes` with some bits turned over. */
  damaged(bytes, times = 1 + this.below(8)) {
    const copy = Buffer.from(bytes);
    for (let i = 0; i < times && copy.length > 0; i++) copy[this.below(copy.length)] ^= 1 << this.below(8);
    return copy;
  }

  text() {
    const word = this.pick(Object.values(kOddWords));
    return word.slice(this.below(word.length), this.below(word.length) + 1 + this.below(60));
  }

  /** A struct whose members are there or not, each with a value of its type, whatever the rules say. */
  struct(name, depth = 0) {
    const members = format.structs.get(name).filter(() => depth < 5 && this.below(3) > 0);
    return Object.fromEntries(members.map(({name: member, type}) => [member, this.value(type, depth)]));
  }

  value(type, depth) {
    switch (type.is) {
      case 'bool': return this.below(2) === 1;
      case 'uuid': return this.bytes(16).toString('hex');
      case '32 bytes': return this.bytes(32).toString('hex');
      case 'text': return this.text();
      case 'bytes': return this.bytes(this.below(70));
      case 'point': return [this.pick(kNumbers), this.pick(kNumbers)];
      case 'name of': return this.pick([...format.lists.get(type.of).keys(), 255, 2 ** 32 - 1]);
      case 'set of': return [...format.lists.get(type.of).values()].filter(() => this.below(2) === 1);
      case 'list of': return Array.from({length: this.below(4)}, () => this.value(type.of, depth + 1));
      case 'optional': return this.value(type.of, depth);
      case 'struct': return this.struct(type.of, depth + 1);
      default: return this.pick(kNumbers);
    }
  }
}
