// Loaded first. The page never turns text into markup, so the only string let through is the empty one:
// that is how the chart library clears its container.
if (globalThis.trustedTypes) {
  globalThis.trustedTypes.createPolicy('default', {
    createHTML: (text) => (text === '' ? '' : null),
  });
}
