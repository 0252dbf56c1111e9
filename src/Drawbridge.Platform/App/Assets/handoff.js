// The platform's own login, for brokers whose users do not log in at their CRM (FLOW-HANDOFF-1).
import { monogram } from './brand.js';
import { h, icon } from './dom.js';
import { t } from './i18n.js';
import { state } from './state.js';

function passwordField() {
  const input = h('input', { name: 'password', type: 'password', autocomplete: 'current-password', required: true, testid: 'handoff-password', 'aria-describedby': 'handoff-error' });
  const toggle = h('button.icon-button', { type: 'button' });
  const label = () => {
    const text = t(input.type === 'password' ? 'showPassword' : 'hidePassword');
    toggle.replaceChildren(icon(input.type === 'password' ? 'eye' : 'eyeOff', 18));
    toggle.setAttribute('aria-label', text);
    toggle.title = text;
  };
  toggle.addEventListener('click', () => { input.type = input.type === 'password' ? 'text' : 'password'; label(); });
  label();
  return { input, node: h('div.field.field-large.field-with-button', {}, h('label', {}, h('span', {}, t('password')), input), toggle) };
}

/** `enter(login, password)` resolves to the key of a text that says why not, or to nothing. */
export const handoffLogin = (enter) => () => {
  const number = h('input', { name: 'login', inputmode: 'numeric', autocomplete: 'username', required: true, dir: 'ltr', maxlength: '18', testid: 'handoff-login', 'data-focus': true, 'aria-describedby': 'handoff-error' });
  const password = passwordField();
  const error = h('p.form-error', { id: 'handoff-error', role: 'alert', testid: 'handoff-error' });
  const submit = h('button.button.button-primary', { type: 'submit', testid: 'handoff-submit' }, t('logIn'));

  async function send(event) {
    event.preventDefault();
    const login = number.value.trim();
    const wrong = !login || !password.input.value ? 'fillBoth' : /^\d+$/.test(login) ? null : 'numberOnly';
    if (wrong) {
      error.textContent = t(wrong);
      return (wrong === 'fillBoth' && login ? password.input : number).focus();
    }
    submit.disabled = true;
    error.textContent = '';
    const refusal = await enter(Number(login), password.input.value);
    submit.disabled = false;
    password.input.value = '';
    if (!refusal) return;
    error.textContent = t(refusal, { broker: state.broker.displayName });
    password.input.focus();
  }

  return {
    node: h('div.state-screen', {}, h('form.handoff', { novalidate: true, testid: 'handoff', onsubmit: send },
      monogram(state.broker, 'span.monogram.monogram-large'), h('h2', {}, t('handoffTitle', { broker: state.broker.displayName })),
      h('label.field.field-large', {}, h('span', {}, t('accountNumber')), number), password.node, error, submit,
      h('p.hint', {}, t('handoffHint')))),
  };
};
