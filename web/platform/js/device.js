// What the device can do: position, photos, clipboard, files, links, small settings.
mergeInto(LibraryManager.library, {
  $gzDevice: {
    watch: -1,
    found: (id) => (p) =>
      gz.done(id, 0, [Math.round(p.coords.latitude * 1e7), Math.round(p.coords.longitude * 1e7),
                      Math.round(p.coords.accuracy * 1000), Math.round(p.timestamp)].join(' ')),
    lost: (id) => (error) => gz.done(id, -error.code, error.message),
    // A picture file as JPEG of at most `side` px: drawing it anew drops EXIF, position included.
    shrink: async (file, side) => {
      const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
      const scale = Math.min(1, side / Math.max(image.width, image.height));
      const canvas = document.createElement('canvas');
      canvas.width = Math.max(1, Math.round(image.width * scale));
      canvas.height = Math.max(1, Math.round(image.height * scale));
      const context = canvas.getContext('2d');
      context.fillStyle = '#fff';
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.imageSmoothingQuality = 'high';
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      image.close();
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.82));
      if (!blob) throw new Error('the picture could not be written as JPEG');
      return new Uint8Array(await blob.arrayBuffer());
    },
    pick: (id, accept, camera, read) => {
      const input = document.createElement('input');
      input.type = 'file';
      input.hidden = true;
      if (accept) input.accept = accept;
      if (camera) input.setAttribute('capture', 'environment');
      document.body.appendChild(input);
      let open = true;
      const end = (code, body) => {
        if (!open) return;
        open = false;
        input.remove();
        gz.done(id, code, body);
      };
      input.addEventListener('change', async () => {
        const file = input.files[0];
        if (!file) return end(-3, 'nothing was chosen');
        try {
          end(0, await read(file));
        } catch (error) {
          end(-1, String((error && error.message) || error));
        }
        return undefined;
      });
      input.addEventListener('cancel', () => end(-3, 'nothing was chosen'));
      input.click();
    },
  },
  $gzDevice__deps: ['$gz'],

  gezhi_locate__deps: ['$gzDevice'],
  gezhi_locate: function (id, timeout_ms) {
    if (!navigator.geolocation) return gz.done(id, -2, 'this device gives no position');
    navigator.geolocation.getCurrentPosition(gzDevice.found(id), gzDevice.lost(id),
      { enableHighAccuracy: true, timeout: timeout_ms, maximumAge: 0 });
    return undefined;
  },
  gezhi_locate_watch__deps: ['$gzDevice'],
  gezhi_locate_watch: function (id) {
    if (!navigator.geolocation) return gz.done(id, -2, 'this device gives no position');
    gzDevice.watch = navigator.geolocation.watchPosition(gzDevice.found(id), gzDevice.lost(id),
      { enableHighAccuracy: true, maximumAge: 5000 });
    return undefined;
  },
  gezhi_locate_stop__deps: ['$gzDevice'],
  gezhi_locate_stop: function () {
    if (gzDevice.watch >= 0) navigator.geolocation.clearWatch(gzDevice.watch);
    gzDevice.watch = -1;
  },

  gezhi_pick_photo__deps: ['$gzDevice'],
  gezhi_pick_photo: function (id, camera, side) {
    gzDevice.pick(id, 'image/*', camera, (file) => gzDevice.shrink(file, side));
  },
  gezhi_pick_file__deps: ['$gzDevice'],
  gezhi_pick_file: function (id, accept) {
    gzDevice.pick(id, gz.text(accept), 0, async (file) =>
      gz.pack([file.name, new Uint8Array(await file.arrayBuffer())]));
  },
  gezhi_texture_load__deps: ['$gz', '$GL'],
  gezhi_texture_load: function (id, texture, ptr, length) {
    const blob = new Blob([gz.copy(ptr, length)], { type: 'image/jpeg' });
    createImageBitmap(blob).then((image) => {
      const gl = GL.currentContext.GLctx;
      gl.bindTexture(gl.TEXTURE_2D, GL.textures[texture]);
      gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, image);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
      gl.generateMipmap(gl.TEXTURE_2D);
      gl.bindTexture(gl.TEXTURE_2D, null);
      gz.done(id, 0, image.width + ' ' + image.height);
      image.close();
    }).catch((error) => gz.done(id, -1, String(error)));
  },

  gezhi_download: function (name, type, ptr, length) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([HEAPU8.slice(ptr, ptr + length)],
                                             { type: UTF8ToString(type) }));
    link.download = UTF8ToString(name);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  },
  gezhi_copy__deps: ['$gz'],
  gezhi_copy: function (id, text) {
    const write = navigator.clipboard ? navigator.clipboard.writeText(UTF8ToString(text)) : null;
    if (!write) return gz.done(id, -1, 'no clipboard');
    write.then(() => gz.done(id, 0, ''), (error) => gz.done(id, -1, String(error)));
    return undefined;
  },
  gezhi_share__deps: ['$gz'],
  gezhi_share: function (id, title, text, url) {
    if (!navigator.share) return gz.done(id, -1, 'no sharing');
    navigator.share({ title: gz.text(title), text: gz.text(text), url: gz.text(url) || undefined })
      .then(() => gz.done(id, 0, ''), (error) => gz.done(id, -1, String(error)));
    return undefined;
  },
  gezhi_vibrate: function (ms) {
    if (navigator.vibrate) navigator.vibrate(ms);
  },
  gezhi_open_link: function (url) {
    const link = document.createElement('a');
    link.href = UTF8ToString(url);
    if (/^https?:/.test(link.href)) {
      link.target = '_blank';
      link.rel = 'noopener noreferrer'; // others need not know where this city's server is
    }
    link.click();
  },
  gezhi_set_route: function (path, replace) {
    const hash = '#' + encodeURI(UTF8ToString(path));
    if (location.hash === hash) return;
    if (replace) {
      history.replaceState(null, '', hash);
      window.dispatchEvent(new HashChangeEvent('hashchange'));
    } else location.hash = hash;
  },
  gezhi_setting_get__deps: ['$gz'],
  gezhi_setting_get: function (id, key) {
    let value = null;
    try {
      value = localStorage.getItem('gezhi.' + gz.text(key));
    } catch (error) {
      value = null;
    }
    gz.done(id, value === null ? -1 : 0, value || '');
  },
  gezhi_setting_set: function (key, value) {
    try {
      localStorage.setItem('gezhi.' + UTF8ToString(key), UTF8ToString(value));
    } catch (error) {
      console.warn('gezhi: a setting was not kept: ' + error);
    }
  },
  gezhi_random: function (ptr, length) {
    crypto.getRandomValues(HEAPU8.subarray(ptr, ptr + length));
  },
  gezhi_wall_ms: function () {
    return Date.now();
  },
  gezhi_monotonic_ms: function () {
    return performance.now();
  },
  gezhi_zone_minutes: function (wall_ms) {
    return -new Date(wall_ms).getTimezoneOffset();
  },
  gezhi_apply_update: function () {
    window.dispatchEvent(new Event('gezhi-apply-update'));
  },
  gezhi_texts__deps: ['$gz'],
  // The texts of a language: key, text, key, text, ... packed.
  gezhi_texts: function (id, language) {
    fetch('i18n/' + gz.text(language) + '.json').then((answer) => {
      if (!answer.ok) throw new Error('HTTP ' + answer.status);
      return answer.json();
    }).then((texts) => {
      const parts = [];
      for (const key of Object.keys(texts).sort()) parts.push(key, String(texts[key]));
      gz.done(id, 0, gz.pack(parts));
    }).catch((error) => gz.done(id, -1, String(error)));
  },
});
