// RFC 4180 text of rows the browser already has, and saving of a file. Cells that a spreadsheet would run as a
// formula get a leading apostrophe; numbers stay numbers.

const FORMULA = /^[=+\-@\t\r]/;

export function csvCell(value) {
  if (value === null || value === undefined) {
    return '';
  }
  if (typeof value === 'number') {
    return Number.isFinite(value) ? String(value) : '';
  }
  const text = FORMULA.test(String(value)) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {string[]} header @param {Array<Array<unknown>>} rows */
export function csvText(header, rows) {
  return [header, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';
}

/** `fedics-anomalies-brno-20261121T0636Z-20261121T0736Z.csv`: site and UTC range, or no `from` for a state at `to`; safe characters only. */
export function csvName(what, site, from, to) {
  const stamp = (date) => date.toISOString().replace(/[-:]/g, '').replace(/\d\d\.\d+Z$/, 'Z');
  const safe = (text) => String(text).replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, 60);
  return `fedics-${safe(what)}-${safe(site || 'all-sites')}${from ? `-${stamp(from)}` : ''}-${stamp(to)}.csv`;
}

export function saveFile(name, blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
