// Draws one glyph with the browser's own fonts and hands its pixels to the font loader.
mergeInto(LibraryManager.library, {
  $gzGlyphs: {
    context: null,
    font: '',
    prepare: (px, weight) => {
      if (!gzGlyphs.context) {
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 256;
        gzGlyphs.context = canvas.getContext('2d', { willReadFrequently: true });
      }
      const font = weight + ' ' + px + 'px "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",' +
        '"Noto Sans SC","Source Han Sans SC","WenQuanYi Micro Hei",system-ui,sans-serif';
      if (font !== gzGlyphs.font) {
        gzGlyphs.context.font = gzGlyphs.font = font;
        gzGlyphs.context.textBaseline = 'alphabetic';
        gzGlyphs.context.fillStyle = '#fff';
      }
      return gzGlyphs.context;
    },
    ink: (px, weight) => {
      const context = gzGlyphs.prepare(px, weight);
      const size = Math.ceil(px * 1.3);
      context.clearRect(0, 0, size, size);
      context.fillText('国', 0, px);
      const pixels = context.getImageData(0, 0, size, size).data;
      let sum = 0;
      for (let i = 3; i < pixels.length; i += 4) sum += pixels[i];
      return sum;
    },
    // Where the device's font has no strong cut (the browser then draws the regular one), strong glyphs
    // get a thin outline of this width.
    outlines: {},
    outline_of: (px, weight) => {
      if (weight < 600 || px > 190) return 0;
      if (gzGlyphs.outlines[px] === undefined) {
        gzGlyphs.outlines[px] = gzGlyphs.ink(px, weight) < gzGlyphs.ink(px, 400) * 1.08 ? px * 0.028 : 0;
      }
      return gzGlyphs.outlines[px];
    },
  },

  // out: ascent, descent in px of the font at this size.
  gezhi_font_metrics__deps: ['$gzGlyphs'],
  gezhi_font_metrics: function (px, weight, out) {
    const m = gzGlyphs.prepare(px, weight).measureText('国Ágy');
    HEAPF32[out >> 2] = m.fontBoundingBoxAscent || px * 0.88;
    HEAPF32[(out >> 2) + 1] = m.fontBoundingBoxDescent || px * 0.24;
  },

  // out: advance, left, top (from the baseline, y down), width, height, coloured. Pixels (RGBA) go
  // to a buffer that gezhi_glyph_pixels copies. Width 0: nothing to see.
  gezhi_glyph_draw__deps: ['$gzGlyphs'],
  gezhi_glyph_draw: function (codepoint, px, weight, out) {
    const outline = gzGlyphs.outline_of(px, weight);
    let context = gzGlyphs.prepare(px, weight);
    const text = String.fromCodePoint(codepoint);
    const m = context.measureText(text);
    const left = Math.floor(-m.actualBoundingBoxLeft) - 1;
    const top = Math.floor(-m.actualBoundingBoxAscent) - 1;
    const width = Math.ceil(m.actualBoundingBoxRight) + 1 - left;
    const height = Math.ceil(m.actualBoundingBoxDescent) + 1 - top;
    let coloured = 0;
    let drawn = m.actualBoundingBoxRight > -m.actualBoundingBoxLeft && width > 2 && height > 2;
    if (drawn) {
      const canvas = context.canvas;
      if (canvas.width < width || canvas.height < height) {
        canvas.width = Math.max(canvas.width, width);
        canvas.height = Math.max(canvas.height, height);
        gzGlyphs.font = '';
        context = gzGlyphs.prepare(px, weight);
      }
      context.clearRect(0, 0, width, height);
      context.fillText(text, -left, -top);
      if (outline) {
        context.lineWidth = outline;
        context.strokeStyle = '#fff';
        context.strokeText(text, -left, -top);
      }
      const pixels = context.getImageData(0, 0, width, height).data;
      drawn = false;
      for (let i = 0; i < pixels.length; i += 4) {
        if (pixels[i + 3] === 0) continue;
        drawn = true;
        if (pixels[i + 3] > 40 && (pixels[i] < 200 || pixels[i + 1] < 200 || pixels[i + 2] < 200)) {
          coloured = 1;
          break;
        }
      }
      gzGlyphs.pixels = pixels;
    }
    HEAPF32.set([m.width, left, top, drawn ? width : 0, drawn ? height : 0, coloured], out >> 2);
  },
  gezhi_glyph_pixels__deps: ['$gzGlyphs'],
  gezhi_glyph_pixels: function (out) {
    HEAPU8.set(gzGlyphs.pixels, out);
    gzGlyphs.pixels = null;
  },
});
