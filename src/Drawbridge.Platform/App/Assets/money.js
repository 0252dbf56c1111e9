// Amounts are integers in 10^-moneyDigits units; they never pass through a floating point number.
const LOCALES = { en: 'en', de: 'de', es: 'es', ar: 'ar-u-nu-latn' };

export const localeOf = (lang) => LOCALES[lang] ?? 'en';

export function formatMoney(units, digits, lang) {
  let value;
  try {
    value = BigInt(units ?? 0);
  } catch {
    return String(units);
  }
  const places = Math.max(0, Number(digits) || 0);
  const text = String(value < 0n ? -value : value).padStart(places + 1, '0');
  const cut = text.length - places;
  const format = new Intl.NumberFormat(localeOf(lang), { useGrouping: 'always' });
  const whole = format.format(BigInt(text.slice(0, cut)));
  const point = format.formatToParts(1.5).find((part) => part.type === 'decimal').value;
  return (value < 0n ? '-' : '') + whole + (places ? point + text.slice(cut) : '');
}
