// The success page (SCR-50 to SCR-55): takes the one-time token out of the address and hands it to the app, to nobody else.
(() => {
  'use strict';
  const query = new URLSearchParams(location.search);
  const handover = {
    type: 'drawbridge:success',
    token: query.get('token'),
    brokerName: query.get('brokerName'),
    brokerCrmName: query.get('brokerCrmName'),
  };
  history.replaceState(null, '', location.pathname);

  if (window.parent !== window) {
    // The target origin is our own: a foreign page which frames us gets nothing.
    window.parent.postMessage(handover, location.origin);
    return;
  }
  try {
    if (handover.token) sessionStorage.setItem('drawbridge.handover', JSON.stringify(handover));
  } catch {
    // Storage is switched off: the app starts with its login screen.
  }
  location.replace('/app/');
})();
