// What a page says to a person at this moment: its text through open shadow roots, what it complains of, what it does not take, a CAPTCHA.
() => {
  const roots = [document], texts = [], errors = [], invalid = [];
  for (let at = 0; at < roots.length && roots.length < 500; at++) {
    for (const el of roots[at].querySelectorAll('*')) if (el.shadowRoot) roots.push(el.shadowRoot);
  }
  const seen = (el) => el.getClientRects().length > 0;
  const plain = (el) => (el.innerText || '').replace(/\s+/g, ' ').trim().slice(0, 300);
  for (const root of roots) {
    texts.push(root === document ? (document.body ? document.body.innerText : '') : [...root.children].map(plain).join('\n'));
    for (const el of root.querySelectorAll('[role=alert], .error, .errors, .field-error, .invalid-feedback, [class*="error-message"], [class*="errormessage" i], [class*="help-block"], [class*="fehler" i], [class*="erreur" i], [id$="-error"]'))
      if (seen(el) && plain(el)) errors.push(plain(el));
    for (const el of root.querySelectorAll('input:invalid, select:invalid, textarea:invalid, [aria-invalid=true]'))
      invalid.push((el.labels && el.labels[0] ? plain(el.labels[0]) : el.getAttribute('aria-label') || el.name || 'a field') + ': ' + (el.validationMessage || 'not accepted'));
  }
  const captcha = [...document.querySelectorAll('iframe')].some((el) => /captcha|turnstile/i.test(el.src + el.title) && seen(el) && el.clientHeight > 60);
  return {text: texts.join('\n').slice(0, 20000), errors: [...new Set(errors)].slice(0, 20), invalid: [...new Set(invalid)].slice(0, 20), captcha};
}
