/* Finds out whether this tablet trusts the server: only then the browser lets the page fetch from there. */
const PATIENCE = 8_000;

const main = document.querySelector('main[data-there]');

/** @param {string} name */
const part = (name) => main?.querySelector(`[data-${name}]`);

async function trusts(there) {
  try {
    await fetch(`${there}/trust/check`, { mode: 'cors', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
    return true;
  } catch {
    return false;
  }
}

async function look() {
  const found = await trusts(main?.getAttribute('data-there'));
  part('checking')?.setAttribute('hidden', '');
  part(found ? 'trusted' : 'untrusted')?.removeAttribute('hidden');
  part(found ? 'untrusted' : 'trusted')?.setAttribute('hidden', '');
}

if (main) {
  look();
  document.addEventListener('visibilitychange', () => document.hidden || look());
}
