// Drawbridge, trading on your own site: <drawbridge-trade>, version 1. docs/embedding.md
(() => {
  const me = document.currentScript ?? document.querySelector('script[src*="/embed/v1."]'), base = new URL(me.src).origin, NAME = 'drawbridge-trade';
  if (customElements.get(NAME)) return;
  const TEXTS = {/*texts*/};
  const FRESH = 40_000, REFUSED_AFTER = 5000;
  const dark = () => matchMedia('(prefers-color-scheme: dark)').matches;
  const make = (tag, props, ...children) => {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...children);
    return node;
  };
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:host{display:block}:host([hidden]),[hidden]{display:none!important}
button{font:inherit;font-weight:600;padding:.75em 1.5em;border:0;border-radius:.75em;background:var(--drawbridge-accent,#2563eb);color:var(--drawbridge-on-accent,#fff);cursor:pointer}
button:focus-visible,iframe:focus-visible{outline:3px solid var(--drawbridge-accent,#2563eb);outline-offset:2px}
iframe{display:block;width:100%;height:var(--drawbridge-height,max(36rem,80vh));border:0;border-radius:inherit}
p{margin:.75em 0 0}a{color:inherit}`);

  class DrawbridgeTrade extends HTMLElement {
    static observedAttributes = ['broker', 'crm', 'account', 'lang', 'theme', 'deeplink', 'mode', 'token-endpoint'];
    #frame; #window; #waiting; #token; #again; #trigger; #note; #run = 0;

    constructor() {
      super();
      const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
      root.adoptedStyleSheets = [sheet];
      const button = make('button', { type: 'button' });
      button.part = 'button';
      this.#trigger = make('slot', {}, button);
      this.#note = make('p', { hidden: true });
      this.#note.part = 'note';
      this.#note.setAttribute('role', 'status');
      root.append(this.#trigger, this.#note);
      this.addEventListener('click', (event) => {
        const press = event.composedPath().find((node) => node.matches?.('a,button,iframe'));
        if (!press || press.closest('p') || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        this.open();
      });
    }

    connectedCallback() {
      addEventListener('message', this);
      document.addEventListener('securitypolicyviolation', this);
      this.#trigger.firstChild.textContent = this.getAttribute('label') || this.#text.open;
      if (this.hasAttribute('open') && this.#mode === 'iframe') this.open();
    }

    disconnectedCallback() {
      removeEventListener('message', this);
      document.removeEventListener('securitypolicyviolation', this);
      this.close();
    }

    attributeChangedCallback(name, before, after) {
      if (before === after || !this.#frame || this.#again) return;
      this.#again = queueMicrotask(() => { this.#again = 0; if (this.#frame) this.open(); }) ?? 1;
    }

    /** Opens trading; call it in a click. */
    open() {
      const run = ++this.#run, own = this.#mode === 'iframe', endpoint = this.getAttribute('token-endpoint');
      this.#say();
      this.#token = null;
      if (endpoint) this.#fetchToken().catch(() => {});
      if (own) return this.#openFrame(run);
      const popup = this.#mode === 'popup';
      const target = popup ? `drawbridge-${this.getAttribute('broker')}` : '_blank';
      const opened = window.open(endpoint ? this.#url('frame') : '', target, popup ? 'popup,width=1280,height=800' : '');
      if (!opened) return this.#fail('blocked');
      this.#window = opened;
      if (endpoint) return;
      try { opened.opener = null; } catch { /* it is open already */ }
      opened.location.replace(this.#url('open'));
      opened.focus();
    }

    /** Takes the frame away. */
    close() {
      this.#run++;
      clearTimeout(this.#waiting);
      this.#frame?.remove();
      this.#frame = this.#window = null;
      this.#trigger.hidden = false;
      this.#say();
    }

    handleEvent(event) {
      if (event.type !== 'message') {
        if (this.#frame && /^frame-src|child-src$/.test(event.effectiveDirective) && event.blockedURI.startsWith(base)) this.#fail('csp');
        return;
      }
      const { source, origin, data } = event;
      if (origin !== base || data?.drawbridge !== 1 || !source || source !== (this.#frame?.contentWindow ?? this.#window)) return;
      clearTimeout(this.#waiting);
      this.#waiting = -1; // it speaks, so it is shown
      if (data.type === 'token-needed') this.#bring(source);
      else if (data.type === 'error') this.#tell('error', { code: data.code });
      else if (data.type !== 'hello') {
        if (data.type === 'ready') this.#frame?.focus({ preventScroll: true });
        this.#tell(data.type);
      }
    }

    get #mode() { return this.getAttribute('mode') || 'iframe'; }

    get #lang() { return (this.getAttribute('lang') || this.closest('[lang]')?.lang || navigator.language).slice(0, 2).toLowerCase(); }

    get #text() {
      const [open, title, blocked, failed, again] = TEXTS[this.#lang] ?? TEXTS.en;
      return { open, title, blocked, failed, again };
    }

    #url(page) {
      const url = new URL(`/embed/${page}`, base);
      const get = (name) => this.getAttribute(name), theme = get('theme'), frame = page === 'frame';
      const all = {
        brokerName: get('broker'), brokerCrmName: get('crm'), acc: get('account'), deeplink: get('deeplink'),
        lang: this.#lang, theme: theme === 'auto' ? (dark() ? 'dark' : 'light') : theme, embedder: frame && location.origin,
        tokens: frame && this.hasAttribute('token-endpoint') && 'site',
      };
      for (const name in all) if (all[name]) url.searchParams.set(name, all[name]);
      return url.href;
    }

    #openFrame(run) {
      clearTimeout(this.#waiting);
      this.#frame?.remove();
      const frame = make('iframe', {
        title: this.#text.title, allow: 'fullscreen; clipboard-write; publickey-credentials-get', referrerPolicy: 'no-referrer',
        sandbox: 'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads allow-modals',
      });
      frame.part = 'frame';
      frame.addEventListener('load', () => {
        // A page that may not be shown here says nothing at all.
        if (run === this.#run && this.#frame === frame && !this.#waiting) this.#waiting = setTimeout(() => this.#fail('refused'), REFUSED_AFTER);
      });
      this.#waiting = 0;
      this.#frame = frame;
      this.#trigger.hidden = true;
      frame.src = this.#url('frame');
      this.shadowRoot.insertBefore(frame, this.#note);
    }

    #fetchToken() {
      const asked = Date.now();
      this.#token = { asked, value: fetch(this.getAttribute('token-endpoint'), {
        method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body: JSON.stringify({ account: this.getAttribute('account') }),
      }).then(async (answer) => {
        if (!answer.ok) throw answer.status === 401 || answer.status === 403 ? 'login' : 'token';
        return (await answer.json()).token;
      }) };
      return this.#token.value;
    }

    async #bring(target) {
      const run = this.#run;
      try {
        const made = this.#token;
        this.#token = null; // each is used once
        const token = await (made && Date.now() - made.asked < FRESH ? made.value : this.#fetchToken());
        this.#token = null;
        if (run === this.#run) target.postMessage({ drawbridge: 1, type: 'token', token }, base);
      } catch (reason) {
        if (run !== this.#run) return;
        this.#window?.close();
        this.#fail(reason === 'login' ? 'login' : 'token');
      }
    }

    #fail(code) {
      if (code !== 'blocked') this.close();
      const { blocked, failed, again } = this.#text;
      this.#say(code === 'blocked' ? blocked : failed, this.hasAttribute('token-endpoint') ? '' : make('a', { href: this.#url('open'), target: '_blank', rel: 'noopener', textContent: again }));
      if (code === 'refused' || code === 'csp') console.error(`[${NAME}] ${base} may not be shown in ${location.origin}: `
        + (code === 'csp' ? `this site's Content-Security-Policy needs frame-src ${base}` : `name ${location.origin} in the broker's WebOrigins`));
      this.#tell(code === 'login' ? 'login' : 'error', { code });
    }

    #say(...parts) {
      this.#note.replaceChildren(...parts.flatMap((part) => (part ? [part, ' '] : [])));
      this.#note.hidden = !parts.length;
    }

    #tell(type, detail) {
      this.dispatchEvent(new CustomEvent(`drawbridge-${type}`, { bubbles: true, composed: true, detail: detail ?? {} }));
    }
  }
  customElements.define(NAME, DrawbridgeTrade);
})();
