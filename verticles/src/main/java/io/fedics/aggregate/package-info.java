/**
 * Turns flows into what each host did in each second.
 *
 * <ul>
 *   <li>Reads {@code network_data}: flows, {@code Progress} of ingest, changes of detectors and models.
 *   <li>Writes {@code host_activity}: {@code HostActivityPart}, and {@code Progress} and changes to all its partitions.
 *   <li>Ordering key: {@code site|host}; a part carries its second and the partition it was seen in.
 *   <li>Delivery: at least once with the same ids and bytes; a repeat is known by its {@code seq}.
 *   <li>Bad input: a flow without addresses is ignored, a late one is counted and stays out of the window; what cannot
 *       be read never comes here.
 * </ul>
 */
@NullMarked
package io.fedics.aggregate;

import org.jspecify.annotations.NullMarked;
