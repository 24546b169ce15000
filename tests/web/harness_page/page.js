// The smallest page with the app's shape: a canvas below an invisible mirror, and a strict store.
const canvas = document.getElementById('canvas');
const status = document.querySelector('[role=status]');
const gl = canvas.getContext('webgl2');
gl.clearColor(0.1, 0.5, 0.4, 1);
gl.clear(gl.COLOR_BUFFER_BIT);

function store(mode, work) {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open('harness', 1);
    open.onupgradeneeded = () => open.result.createObjectStore('records');
    open.onerror = () => reject(open.error);
    open.onsuccess = () => {
      const transaction = open.result.transaction('records', mode, { durability: 'strict' });
      const request = work(transaction.objectStore('records'));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    };
  });
}

async function show() {
  status.textContent = `已存 ${(await store('readonly', (records) => records.count())) ?? 0}`;
}

canvas.addEventListener('click', async () => {
  await store('readwrite', (records) => records.put(document.querySelector('input').value, Math.random()));
  await show();
});
show();
