// Filters that run in the browser on frames, because the server filters only what it reads back. Pure.

function ipv4(text) {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) {
    return null;
  }
  const bytes = match.slice(1).map(Number);
  return bytes.some((byte) => byte > 255) ? null : ((bytes[0] * 256 + bytes[1]) * 256 + bytes[2]) * 256 + bytes[3];
}

/** True when the host is the one asked for, lies in the CIDR block, or begins with the prefix (`10.0.` or `10.0.*`). */
export function hostMatches(host, wanted) {
  if (!wanted) {
    return true;
  }
  const block = /^(.+)\/(\d{1,2})$/.exec(wanted);
  if (block) {
    const [net, bits, at] = [ipv4(block[1]), Number(block[2]), ipv4(String(host))];
    if (net === null || at === null || bits > 32) {
      return false;
    }
    const size = 2 ** (32 - bits);
    return Math.floor(net / size) === Math.floor(at / size);
  }
  if (/[.:*]$/.test(wanted)) {
    return String(host).startsWith(wanted.replace(/\*$/, ''));
  }
  return host === wanted;
}

/** As the server takes it: a prefix is marked by a star. */
export function hostQuery(wanted) {
  return /[.:]$/.test(wanted ?? '') ? `${wanted}*` : wanted;
}
