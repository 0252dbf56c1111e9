// What a device keeps. The access token outlives the browser (localStorage); a session does not (sessionStorage, FLOW-KMLI-3).
function area(name) {
  try {
    const real = window[name];
    real.setItem('drawbridge.probe', '1');
    real.removeItem('drawbridge.probe');
    return real;
  } catch {
    // A browser may refuse storage to an embedded page: keep it for as long as the page lives.
    const memory = new Map();
    return {
      getItem: (key) => memory.get(key) ?? null,
      setItem: (key, value) => memory.set(key, value),
      removeItem: (key) => memory.delete(key),
    };
  }
}

const durable = area('localStorage');
const brief = area('sessionStorage');

function read(from, key) {
  try {
    const value = JSON.parse(from.getItem(key) ?? '{}');
    return value !== null && typeof value === 'object' ? value : {};
  } catch {
    return {};
  }
}

const write = (to, key, value) => to.setItem(key, JSON.stringify(value));

export const settings = {
  read: () => read(durable, 'drawbridge.settings'),
  patch: (changes) => write(durable, 'drawbridge.settings', { ...settings.read(), ...changes }),
};

export const brokerKey = (broker) => `${broker.brokerCrmName}/${broker.brokerName}`;
const deviceKey = (broker, source) => `${brokerKey(broker)}/${source}`;

/** One "device" per broker and kind of application. */
export const device = {
  read: (broker, source) => read(durable, `drawbridge.device.${deviceKey(broker, source)}`),
  patch(broker, source, changes) {
    write(durable, `drawbridge.device.${deviceKey(broker, source)}`, { ...device.read(broker, source), ...changes });
  },
  forget: (broker, source) => durable.removeItem(`drawbridge.device.${deviceKey(broker, source)}`),
};

export const runningSession = {
  read: (broker, source) => read(brief, 'drawbridge.sessions')[deviceKey(broker, source)],
  write(broker, source, sessionId) {
    const all = read(brief, 'drawbridge.sessions');
    if (sessionId) all[deviceKey(broker, source)] = sessionId;
    else delete all[deviceKey(broker, source)];
    write(brief, 'drawbridge.sessions', all);
  },
};

/** The token which the success page left for us when it was opened outside the app. Read once. */
export function takeHandover() {
  const handover = read(brief, 'drawbridge.handover');
  brief.removeItem('drawbridge.handover');
  return handover;
}
