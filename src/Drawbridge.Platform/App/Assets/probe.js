// An iframe does not say why it stays empty. A request which needs no answer does: it fails if the certificate is not trusted.
const PATIENCE = 6000;

/** 'reachable', 'blocked' (certificate or nobody there) or 'unknown' (our own page may not ask that host). */
export async function probe(base) {
  const address = new URL('health/live', base.endsWith('/') ? base : `${base}/`).href;
  let forbidden = false;
  const watch = (event) => { if (event.effectiveDirective === 'connect-src') forbidden = true; };
  document.addEventListener('securitypolicyviolation', watch);
  try {
    await fetch(address, { mode: 'no-cors', cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer', signal: AbortSignal.timeout(PATIENCE) });
    return 'reachable';
  } catch (error) {
    if (error.name === 'TimeoutError') return 'unknown';
    await new Promise((resolve) => setTimeout(resolve));
    return forbidden ? 'unknown' : 'blocked';
  } finally {
    document.removeEventListener('securitypolicyviolation', watch);
  }
}
