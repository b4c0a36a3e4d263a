// What rounds of a training say, for charts and tables. Pure.

const PHASES = ['waiting', 'training', 'judging'];

/** Phases that are part of a step, by the step that they stand in for. */
const WITHIN = {summing: 'waiting', beginning: 'waiting', counting: 'judging'};

/** Names of the trainings there are, the one that runs here first, then the newest. */
export function runsOf(training, rounds, clients) {
  const seen = [...rounds.map(({run, observed_at: at}) => [run, at]), ...clients.map(({run, last_seen: at}) => [run, at])];
  seen.sort((a, b) => Date.parse(b[1]) - Date.parse(a[1]));
  return [...new Set([...(training ? [training.run] : []), ...seen.map(([run]) => run)])];
}

/**
 * Loss or a metric by round.
 *
 * @returns {{names: string[], points: Array<[number, number]>}} what can be chosen, and the points in order of rounds
 */
export function seriesOf(rounds, name) {
  const valueOf = (row, of) => (of === 'loss' ? row.loss : row.metrics?.[of]);
  const metrics = [...new Set(rounds.flatMap((row) => Object.keys(row.metrics ?? {})))].sort();
  const names = ['loss', ...metrics].filter((one) => rounds.some((row) => Number.isFinite(valueOf(row, one))));
  const points = rounds.map((row) => [row.round, valueOf(row, name)]).filter(([, value]) => Number.isFinite(value)).sort((a, b) => a[0] - b[0]);
  return {names, points};
}

/** What a client was in a round, and why. */
export function partIn(row, client) {
  if (row.refused[client] !== undefined) {
    return {part: 'refused', why: row.refused[client]};
  }
  if (row.left_out.includes(client)) {
    return {part: 'left-out', why: ''};
  }
  if (row.client_ids.includes(client)) {
    return {part: 'taken', why: row.lost[client] ?? ''};
  }
  return row.lost[client] !== undefined ? {part: 'lost', why: row.lost[client]} : {part: 'absent', why: ''};
}

/** The steps of a round: those behind, the one under way with how many answered, those ahead. */
export function stepsOf({phase, asked, awaited}) {
  const at = phase === 'over' ? PHASES.length : Math.max(0, PHASES.indexOf(WITHIN[phase] ?? phase));
  return PHASES.map((one, i) => ({phase: WITHIN[phase] === one ? phase : one, state: i < at ? 'done' : i === at ? 'now' : 'ahead', done: i === at ? asked - awaited.length : 0, asked: i === at ? asked : 0}));
}
