/**
 * Stage persist: events become rows.
 *
 * <ul>
 *   <li>Reads: {@code network_data}, {@code anomalies}, {@code attack_classified}, {@code attack_predicted}, {@code
 *       alerts}, {@code dead_letters}; one reader (consumer group) per topic, {@code persist-flows} and so on.
 *   <li>Writes: Postgres. Rows and next offsets in one fenced transaction; no topic.
 *   <li>Ordering key: none; the order of persistence is {@code (txid, position)}.
 *   <li>Delivery: exactly once in the database. A repeat meets the unique key {@code (observed_at, event_id)}.
 *   <li>Bad input: dead-lettered by the runtime, also what the database refuses for its contents. Control records, host activity and {@code HostsScored} are not stored;
 *       counts per minute and benign counts are.
 * </ul>
 */
@NullMarked
package io.fedics.persist;

import org.jspecify.annotations.NullMarked;
