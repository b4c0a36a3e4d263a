/**
 * Stage incident: predictions become incidents, one for everything one attacker did of one kind until it was quiet.
 *
 * <ul>
 *   <li>Reads: {@code attack_predicted}; a site's second when it is complete, in the order (second, host).
 *   <li>Writes: {@code incidents}, {@code incident_history}, {@code incident_outbox} in one transaction with state and
 *       offsets; {@code alerts} from the outbox.
 *   <li>Ordering key: incident id.
 *   <li>Delivery: exactly once in the database; at least once, in order per incident, on {@code alerts}.
 *   <li>Bad input: dead-lettered by the runtime.
 * </ul>
 */
@NullMarked
package io.fedics.incident;

import org.jspecify.annotations.NullMarked;
