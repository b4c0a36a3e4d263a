/**
 * Judges traffic by the physics rules. Three readers, one per input topic; no rule uses the state of two.
 *
 * <ul>
 *   <li>Reads {@code network_data} ({@code physics-flow}), {@code host_activity} ({@code physics-host}) and {@code
 *       sightings} ({@code physics-travel}).
 *   <li>Writes {@code anomalies}: {@code AnomalyDetected}, {@code HostsScored}, {@code Progress}; {@code physics-travel}
 *       writes verdicts to {@code attack_classified}.
 *   <li>Ordering key: {@code site|host}; a second is judged when it is complete, its flows in order of (observed_at,
 *       event_id). Sightings: account or asset.
 *   <li>Delivery: at least once with the same ids and bytes; a repeat is known by its {@code seq}.
 *   <li>Bad input: a flow without addresses is ignored, a late one is counted and not judged; what cannot be read never
 *       comes here.
 * </ul>
 *
 * <p>Beside them {@code records}: flows of {@code network_data} that bring a published table's own columns are judged by the
 * active model of that table, each by itself; verdicts and failures become rows in one transaction with the offsets, and
 * with {@code detect.route-verdicts} a reader of its own writes them to {@code predictions}. No verdict about a host waits
 * for it.
 */
@NullMarked
package io.fedics.detect;

import org.jspecify.annotations.NullMarked;
