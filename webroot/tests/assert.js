// Fifty lines instead of a test library: a name, a body, two assertions.

const tests = [];

export function test(name, body) {
  tests.push({name, body});
}

export function same(actual, expected) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) {
    throw new Error(`was ${a}, expected ${b}`);
  }
}

export function near(actual, expected, tolerance) {
  if (!(Math.abs(actual - expected) <= tolerance)) {
    throw new Error(`was ${actual}, expected ${expected} ± ${tolerance}`);
  }
}

export async function results() {
  const failures = [];
  for (const {name, body} of tests) {
    try {
      await body();
    } catch (error) {
      failures.push(`${name}: ${error.message}`);
    }
  }
  return {passed: tests.length - failures.length, failures};
}
