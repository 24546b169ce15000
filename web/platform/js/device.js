// What the device can do: position, photos, clipboard, files, links, small settings.
mergeInto(LibraryManager.library, {
  $gzDevice: {
    watch: -1,   // the browser's number
    watcher: 0,  // who is told of it; 0 = nobody
    asking: 0,   // fixes under way
    found: (id) => (p) =>
      gz.done(id, 0, [Math.round(p.coords.latitude * 1e7), Math.round(p.coords.longitude * 1e7),
                      Math.round(p.coords.accuracy * 1000), Math.round(p.timestamp)].join(' ')),
    lost: (id) => (error) => gz.done(id, -error.code, error.message),
    // The watch runs while somebody is to be told and no single fix is under way.
    follow: () => {
      const wanted = gzDevice.watcher !== 0 && gzDevice.asking === 0;
      const runs = gzDevice.watch >= 0;
      if (runs && !wanted) {
        navigator.geolocation.clearWatch(gzDevice.watch);
        gzDevice.watch = -1;
      } else if (wanted && !runs) {
        const id = gzDevice.watcher;
        gzDevice.watch = navigator.geolocation.watchPosition(gzDevice.found(id), gzDevice.lost(id),
          { enableHighAccuracy: true, maximumAge: 5000 });
      }
    },
    // Does it say of itself that it is HEIC or HEIF? An ISO box "ftyp" whose brands name the codec.
    is_heic: async (file) => {
      const head = new Uint8Array(await file.slice(0, 64).arrayBuffer());
      const text = String.fromCharCode.apply(null, head);
      if (text.slice(4, 8) !== 'ftyp') return false;
      const length = ((head[0] << 24) | (head[1] << 16) | (head[2] << 8) | head[3]) >>> 0;
      return /hei[cmsx]|hev[cmx]|mif1|msf1/.test(text.slice(8, Math.min(length, 64)));
    },
    // A picture file as JPEG of at most `side` px: drawing it anew drops EXIF, position included.
    shrink: async (file, side) => {
      let image = null;
      try {
        image = await createImageBitmap(file, { imageOrientation: 'from-image' });
      } catch (error) {
        if (await gzDevice.is_heic(file)) error = Object.assign(new Error('HEIC'), { gz_code: -4 });
        throw error;
      }
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
          end((error && error.gz_code) || -1, String((error && error.message) || error));
        }
        return undefined;
      });
      input.addEventListener('cancel', () => end(-3, 'nothing was chosen'));
      input.click();
    },
  },
  $gzDevice__deps: ['$gz'],

  gezhi_locate__deps: ['$gzDevice'],
  // A fresh one. Beside a watch a browser would wait with it until the device moves, so the watch pauses.
  gezhi_locate: function (id, timeout_ms) {
    if (!navigator.geolocation) return gz.done(id, -2, 'this device gives no position');
    const then = (tell) => (answer) => {
      gzDevice.asking -= 1;
      gzDevice.follow();
      tell(answer);
    };
    gzDevice.asking += 1;
    gzDevice.follow();
    navigator.geolocation.getCurrentPosition(then(gzDevice.found(id)), then(gzDevice.lost(id)),
      { enableHighAccuracy: true, timeout: timeout_ms, maximumAge: 0 });
    return undefined;
  },
  gezhi_locate_watch__deps: ['$gzDevice'],
  gezhi_locate_watch: function (id) {
    if (!navigator.geolocation) return gz.done(id, -2, 'this device gives no position');
    gzDevice.watcher = id;
    gzDevice.follow();
    return undefined;
  },
  gezhi_locate_stop__deps: ['$gzDevice'],
  gezhi_locate_stop: function () {
    gzDevice.watcher = 0;
    gzDevice.follow();
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
  // Browsers keep a page silent until somebody has pressed something on it.
  $gzSound: {
    context: null,
    allow: () => {
      const Context = window.AudioContext || window.webkitAudioContext;
      if (!gzSound.context && Context) gzSound.context = new Context();
      if (gzSound.context && gzSound.context.state === 'suspended') gzSound.context.resume().catch(() => 0);
    },
    beep: (at, pitch) => {
      const context = gzSound.context;
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, at);
      volume.gain.exponentialRampToValueAtTime(0.4, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.22);
      tone.connect(volume).connect(context.destination);
      tone.start(at);
      tone.stop(at + 0.25);
    },
  },
  gezhi_sound_listen__deps: ['$gzSound'],
  gezhi_sound_listen: function () {
    for (const type of ['pointerup', 'keydown']) document.addEventListener(type, gzSound.allow, { once: true });
  },
  gezhi_tone__deps: ['$gzSound'],
  gezhi_tone: function (urgent) {
    const context = gzSound.context;
    if (!context || context.state !== 'running') return;
    const pitches = urgent ? [880, 1175, 880, 1175] : [880];
    pitches.forEach((pitch, i) => gzSound.beep(context.currentTime + i * 0.28, pitch));
  },
  gezhi_may_notify: function () {
    if (!window.Notification) return 0;
    return Notification.permission === 'granted' ? 2 : Notification.permission === 'default' ? 1 : 0;
  },
  gezhi_ask_to_notify__deps: ['gezhi_may_notify', '$gz'],
  gezhi_ask_to_notify: function () {
    if (_gezhi_may_notify() === 1) Notification.requestPermission().then(() => _gezhi_wake(), () => 0);
  },
  gezhi_notify__deps: ['gezhi_may_notify', '$gz'],
  gezhi_notify: function (title_ptr, words_ptr, route_ptr) {
    if (_gezhi_may_notify() !== 2) return;
    const title = gz.text(title_ptr);
    const route = gz.text(route_ptr);
    const options = { body: gz.text(words_ptr), icon: 'icons/icon-192.png', tag: route, data: route };
    try {
      const notice = new Notification(title, options);
      notice.onclick = () => {
        window.focus();
        location.hash = encodeURI(route);
        notice.close();
      };
    } catch (error) {
      // Phones let only the service worker say it; it answers the press as well (sw.js).
      if (navigator.serviceWorker) navigator.serviceWorker.ready.then((worker) => worker.showNotification(title, options)).catch(() => 0);
    }
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
  // The browser's history. Each entry of ours knows how many lie below it, so that back in the app and
  // back of the system are the same and neither leaves the app by surprise. While a dialog is open a
  // layer lies on top, the same address once more: back takes the layer away, which closes the dialog.
  $gzRoute: {
    depth: 0,
    layer: 0,
    going: 0,  // a step back is under way; what comes meanwhile waits
    then: null,
    start: () => {
      const state = history.state;
      if (state && state.gezhi !== undefined) {
        gzRoute.depth = state.gezhi;
        gzRoute.layer = state.layer || 0;
      } else gzRoute.stamp(0);
      window.addEventListener('popstate', gzRoute.arrived);
    },
    stamp: (layer, hash) => {
      gzRoute.layer = layer;
      history.replaceState({ gezhi: gzRoute.depth, layer: layer }, '', hash);
    },
    push: (layer, hash) => {
      gzRoute.depth += 1;
      gzRoute.layer = layer;
      history.pushState({ gezhi: gzRoute.depth, layer: layer }, '', hash);
    },
    arrived: (event) => {
      // A step of our own follows a dialog that is closed: what is open by now is the next one.
      const left_layer =
        !gzRoute.going && gzRoute.layer && event.state && event.state.gezhi === gzRoute.depth - 1;
      clearTimeout(gzRoute.going);
      gzRoute.going = 0;
      const state = event.state;
      if (state && state.gezhi !== undefined) {
        gzRoute.depth = state.gezhi;
        gzRoute.layer = state.layer || 0;
      } else {
        gzRoute.depth += 1;  // an address that was typed, or a link
        gzRoute.stamp(0);
      }
      if (left_layer) gz.event(12, '');
      const then = gzRoute.then;
      gzRoute.then = null;
      if (then) then();
      _gezhi_wake();
    },
    step_back: (steps) => {
      gzRoute.going = setTimeout(() => (gzRoute.going = 0), 5000);
      history.go(-steps);
    },
    set: (hash, replace) => {
      if (gzRoute.going) {
        gzRoute.then = () => gzRoute.set(hash, replace);
        return;
      }
      if (location.hash === hash && !gzRoute.layer) return;
      if (replace || gzRoute.layer) gzRoute.stamp(0, hash);
      else gzRoute.push(0, hash);
      window.dispatchEvent(new HashChangeEvent('hashchange'));
    },
    hash_of: (path) => '#' + encodeURI(UTF8ToString(path)),
  },
  $gzRoute__deps: ['$gz'],
  gezhi_route_start__deps: ['$gzRoute'],
  gezhi_route_start: function () {
    gzRoute.start();
  },
  gezhi_set_route__deps: ['$gzRoute'],
  gezhi_set_route: function (path, replace) {
    gzRoute.set(gzRoute.hash_of(path), replace);
  },
  // One page back; to `otherwise` when there is none of ours.
  gezhi_back__deps: ['$gzRoute'],
  gezhi_back: function (otherwise) {
    const steps = gzRoute.layer ? 2 : 1;
    if (gzRoute.going) return;
    if (gzRoute.depth >= steps) gzRoute.step_back(steps);
    else gzRoute.set(gzRoute.hash_of(otherwise), 1);
  },
  gezhi_route_depth__deps: ['$gzRoute'],
  gezhi_route_depth: function () {
    return gzRoute.depth;
  },
  // Below a page that was opened from outside: where back leads.
  gezhi_put_below__deps: ['$gzRoute'],
  gezhi_put_below: function (path) {
    const here = location.hash;
    gzRoute.stamp(0, gzRoute.hash_of(path));
    gzRoute.push(0, here);
  },
  // Every frame: whether a dialog is open.
  gezhi_layer__deps: ['$gzRoute'],
  gezhi_layer: function (open) {
    if (gzRoute.going) return;
    if (open && !gzRoute.layer) gzRoute.push(1, location.hash);
    else if (!open && gzRoute.layer) gzRoute.step_back(1);
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
  // Another tab has signed in or out: this one must not go on with what was.
  gezhi_follow_account: function () {
    window.addEventListener('storage', (event) => {
      if (event.key === 'gezhi.account' || event.key === null) location.reload();
    });
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
