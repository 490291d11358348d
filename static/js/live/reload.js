/**
 * A reload that cannot end on a browser's error page, because it waits until the server answers, and that cannot loop
 * when page and socket disagree about who is signed in.
 */

const AGAIN_AFTER = 2_000;
const NOT_TWICE_WITHIN = 20_000;
const LAST = 'reloaded-at';

let waiting = false;

/** Load this page again, or be redirected to the sign-in page. */
export async function reloadWhenReachable() {
  if (waiting) return;
  waiting = true;
  const rest = Number(sessionStorage.getItem(LAST) ?? 0) + NOT_TWICE_WITHIN - Date.now();
  if (rest > 0) await pause(rest);
  while (!(await reachable())) await pause(AGAIN_AFTER);
  sessionStorage.setItem(LAST, String(Date.now()));
  location.reload();
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function reachable() {
  try {
    await fetch(location.href, { method: 'HEAD', cache: 'no-store', redirect: 'manual' });
    return true;
  } catch {
    return false;
  }
}
