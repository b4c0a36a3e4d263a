/**
 * Judges traffic: by the physics rules, three readers, one per input topic, no rule with the state of two; by an isolation forest
 * and by an LSTM autoencoder, a reader each.
 *
 * <ul>
 *   <li>Reads {@code network_data} ({@code physics-flow}, {@code iforest}), {@code host_activity} ({@code physics-host}, {@code
 *       lstm}) and {@code sightings} ({@code physics-travel}); the learned ones {@code learning} as well, which they write.
 *   <li>Writes {@code anomalies}: {@code AnomalyDetected}, {@code HostsScored}, {@code Progress}; {@code physics-travel}
 *       writes verdicts to {@code attack_classified}; {@code
 *       iforest} and {@code lstm} write to {@code fl_events} what becomes of models.
 *   <li>Ordering key: {@code site|host}; a second is judged when it is complete, its flows in order of (observed_at,
 *       event_id); {@code iforest} judges a flow when it comes, where that gives the same. Sightings: account or asset.
 *   <li>Delivery: at least once with the same ids and bytes; a repeat is known by its {@code seq}, a finding by its id alone: one
 *       of {@code iforest} may have another {@code source} and {@code seq} when it is written again.
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
