/**
 * Turns findings into one verdict per host and second.
 *
 * <ul>
 *   <li>Reads {@code host_activity} and {@code anomalies}, co-partitioned: parts, findings, progress, detector sets.
 *   <li>Writes {@code attack_classified}: {@code AttackClassified}, {@code SiteEdges}, and {@code Progress} that counts
 *       benign hosts, all to the partition of the site.
 *   <li>Ordering key: site; a second is closed when every partition of aggregate and every detector in force has passed
 *       it, so a verdict depends on the set of inputs, never on their arrival.
 *   <li>Delivery: at least once with the same ids and bytes; a repeat is known by its {@code seq}, a finding that is read by its id.
 *   <li>Bad input: a finding behind the closed seconds is ignored.
 * </ul>
 */
@NullMarked
package io.fedics.classify;

import org.jspecify.annotations.NullMarked;
