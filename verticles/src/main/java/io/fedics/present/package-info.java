/**
 * Stage present: the HTTP API, the console's files, live frames.
 *
 * <ul>
 *   <li>Reads: Postgres for history; the newest records of the topics in {@code PresentVerticle.LIVE} for live views, without a
 *       consumer group.
 *   <li>Writes: what people decide about incidents, to Postgres; the outbox carries it to {@code alerts}. Records that people
 *       upload or ask about, with their scores; test alerts.
 *   <li>Ordering key: lists are newest first; {@code after} is the order of persistence.
 *   <li>Delivery: history is complete; live frames may be lost, and a browser repairs the gap from history.
 *   <li>Bad input: a problem document (RFC 9457) that names parameter, value and what was expected.
 * </ul>
 */
@NullMarked
package io.fedics.present;

import org.jspecify.annotations.NullMarked;
