// Before the app: says what is missing instead of showing nothing, loads the app, installs the
// service worker and tells the app when a newer version waits.
'use strict';
(() => {
  globalThis.gezhi = { frames_drawn: 0, frame_ms: 0, memory_bytes: 0, first_frame_ms: 0, update_ready: false };
  const words = document.getElementById('loading-words');
  const say = (text) => {
    words.textContent = text;
  };

  const lacking = () => {
    if (typeof WebAssembly !== 'object') return 'WebAssembly';
    if (!document.createElement('canvas').getContext('webgl2')) return 'WebGL 2';
    if (!globalThis.indexedDB) return 'IndexedDB';
    return '';
  };

  const load = () => {
    const missing = lacking();
    if (missing) {
      say('此浏览器缺少 ' + missing + '，无法打开。请更新浏览器，或换用新版 Chrome、Edge、Safari、Firefox。\n' +
        'This browser lacks ' + missing + '. Please update it or use a current Chrome, Edge, Safari or Firefox.');
      return;
    }
    let language = navigator.language.startsWith('zh') ? 'zh' : 'en';
    try {
      language = localStorage.getItem('gezhi.language') || language;
    } catch (error) {
      console.warn('gezhi: no settings: ' + error);
    }
    const early = document.createElement('link');
    early.rel = 'preload';
    early.as = 'fetch';
    early.crossOrigin = 'anonymous';
    early.href = 'i18n/' + language + '.json';
    document.head.appendChild(early);
    const script = document.createElement('script');
    script.src = 'gezhi.js';
    script.onerror = () => say('程序没有加载完整，请检查网络后刷新。\nThe app did not load. Check the network and reload.');
    document.head.appendChild(script);
    setTimeout(() => {
      if (!document.documentElement.dataset.ready) say('网络较慢，仍在打开… The network is slow, still opening…');
    }, 6000);
  };

  const watch_updates = async () => {
    if (!navigator.serviceWorker) return;
    const had_one = !!navigator.serviceWorker.controller;
    const registration = await navigator.serviceWorker.register('sw.js');
    const ready = () => {
      if (!registration.waiting || !had_one) return;
      globalThis.gezhi.update_ready = true;
      window.dispatchEvent(new Event('gezhi-update'));
    };
    ready();
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing;
      worker.addEventListener('statechange', () => worker.state === 'installed' && ready());
    });
    window.addEventListener('gezhi-apply-update', () => {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      if (registration.waiting) registration.waiting.postMessage('take-over');
      else location.reload();
    });
    setInterval(() => registration.update().catch(() => 0), 6 * 3600 * 1000);
  };

  window.addEventListener('error', (event) => {
    const ready = document.documentElement.dataset.ready;
    if (ready && !(event.error instanceof WebAssembly.RuntimeError)) return;
    delete document.documentElement.dataset.ready;
    say((ready ? '程序出错而停止。已保存在本机的内容不会丢失，请刷新页面。\nThe app stopped with an error. What was saved on this device is kept. Please reload.'
      : '打开时出错，请刷新重试。\nAn error while opening. Reload to try again.') + '\n（技术信息 details: ' + event.message + '）');
  });
  load();
  watch_updates().catch((error) => console.warn('gezhi: no service worker: ' + error));
})();
