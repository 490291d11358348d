/** Keeps the screen lit while the page is shown. Where the browser cannot (plain http), nothing happens. */

/** Hold the wake lock now and again whenever the page comes back to the front. */
export function stayAwake() {
  const hold = () => {
    if (!document.hidden) navigator.wakeLock?.request('screen').catch(() => {});
  };
  document.addEventListener('visibilitychange', hold);
  hold();
}
