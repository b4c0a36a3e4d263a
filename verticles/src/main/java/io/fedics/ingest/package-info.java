/**
 * Flows come in here, and only here.
 *
 * <ul>
 *   <li>Reads: files, the simulator, foreign topics.
 *   <li>Writes: {@code network_data} (flows, {@code Progress}, {@code SourceOpened}, {@code SourceGone}, {@code SiteForgotten}) and {@code
 *       sightings}, {@code dead_letters}.
 *   <li>Order: by {@code site|source host}; flows of a site in order of {@code observed_at}.
 *   <li>Delivery: a second is passed only after every flow of it is acknowledged and the site's mark, fenced by an
 *       epoch in {@code ingest_sites}, is raised. A repeat has the same ids and bytes.
 *   <li>Bad input: a rejected row is named and counted; the rest of the file goes on. A foreign record that cannot be
 *       read becomes a dead letter.
 * </ul>
 */
@NullMarked
package io.fedics.ingest;

import org.jspecify.annotations.NullMarked;
