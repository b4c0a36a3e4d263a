/**
 * Says what a verdict means for the site: how severe, who is affected, where it may go next.
 *
 * <ul>
 *   <li>Reads {@code attack_classified}: verdicts, edges of the host graph, progress of classify.
 *   <li>Writes {@code attack_predicted}: {@code AttackPredicted}, the edges of each minute, {@code Progress}.
 *   <li>Ordering key: site; a second is handled when every partition of classify has passed it, hosts in order of
 *       address. A verdict of impossible travel stands alone and is handled when it comes.
 *   <li>Delivery: at least once with the same ids and bytes; a repeat is known by its {@code seq}.
 *   <li>Bad input: what comes behind the handled seconds is ignored.
 * </ul>
 */
@NullMarked
package io.fedics.predict;

import org.jspecify.annotations.NullMarked;
