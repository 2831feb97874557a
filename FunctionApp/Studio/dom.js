/** Makes an element: `on...` are listeners, `true` is a bare attribute, null and false are left out; strings become text, never markup. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }

  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

const svgSpace = 'http://www.w3.org/2000/svg';

/** One of the symbols of index.html, for decoration beside a text. */
export function icon(name) {
  const svg = svgEl('svg', { 'aria-hidden': 'true' });
  svg.append(svgEl('use', { href: `#i-${name}` }));
  return svg;
}

export function svgEl(tag, attributes = {}, ...children) {
  const element = document.createElementNS(svgSpace, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }

  element.append(...children);
  return element;
}

/** Says something to those who listen to the page instead of looking at it. */
export function announce(text) {
  document.getElementById('said').textContent = text;
}

/** Asks in a modal dialog; true where it was confirmed. */
export function confirmBy({ title, text, confirm, cancel }) {
  return new Promise(resolve => {
    const dialog = el('dialog', { class: 'ask', 'aria-labelledby': 'ask-title' },
      el('form', { method: 'dialog' },
        el('h2', { id: 'ask-title' }, title),
        el('p', {}, text),
        el('div', { class: 'actions' },
          el('button', { class: 'plain', value: '', autofocus: true }, cancel),
          el('button', { class: 'danger', value: 'yes' }, confirm))));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
