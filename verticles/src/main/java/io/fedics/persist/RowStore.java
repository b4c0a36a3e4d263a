package io.fedics.persist;

import io.fedics.shared.event.AlertEvent;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.AttackPredicted;
import io.fedics.shared.event.DeadLetter;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.FlEvent;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.SiteEdges;
import io.fedics.shared.stage.RowWriter;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.lang.reflect.Array;
import java.util.List;

/**
 * Turns the events of one topic into rows. A repeat meets the unique key and changes nothing, counts per minute
 * included: they count the rows that were really new.
 */
public final class RowStore implements RowWriter {
  private final Topic topic;

  /**
   * @param topic what is read; an event is stored by one reader only, although several topics may carry its kind
   */
  public RowStore(Topic topic) {
    this.topic = topic;
  }

  @Override
  public boolean stores(Event event) {
    return switch (event) {
      case FlowObserved _ -> topic == Topic.NETWORK_DATA;
      case AnomalyDetected _ -> topic == Topic.ANOMALIES;
      case AttackClassified _ -> topic == Topic.ATTACK_CLASSIFIED;
      case Progress passed -> topic == Topic.ATTACK_CLASSIFIED && passed.benign() > 0;
      case AttackPredicted _, SiteEdges _ -> topic == Topic.ATTACK_PREDICTED;
      case AlertEvent _ -> topic == Topic.ALERTS;
      case FlEvent _ -> topic == Topic.FL_EVENTS;
      case DeadLetter _ -> topic == Topic.DEAD_LETTERS;
      default -> false;
    };
  }

  @Override
  public Future<Void> write(SqlConnection db, List<Event> events) {
    return switch (topic) {
      case NETWORK_DATA -> FlowStore.insert(db, only(FlowObserved.class, events));
      case ANOMALIES -> VerdictStore.insertFindings(db, only(AnomalyDetected.class, events));
      case ATTACK_CLASSIFIED ->
        VerdictStore.insertVerdicts(db, only(AttackClassified.class, events))
            .compose(_ -> VerdictStore.insertBenign(db, only(Progress.class, events)));
      case ATTACK_PREDICTED ->
        OutcomeStore.insertPredictions(db, only(AttackPredicted.class, events))
            .compose(_ -> OutcomeStore.insertEdges(db, only(SiteEdges.class, events)));
      case ALERTS -> OutcomeStore.insertAlerts(db, only(AlertEvent.class, events));
      case FL_EVENTS -> OutcomeStore.insertFlEvents(db, only(FlEvent.class, events));
      case DEAD_LETTERS -> OutcomeStore.insertDeadLetters(db, only(DeadLetter.class, events));
      default -> Future.succeededFuture();
    };
  }

  private static <E> List<E> only(Class<E> kind, List<Event> events) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The arrays are the statement's parameters; nothing is done without a row. */
  static Future<Void> insert(SqlConnection db, String sql, Columns<?> columns) {
    List<Object> arrays = columns.arrays();
    return Array.getLength(arrays.getFirst()) == 0
        ? Future.succeededFuture()
        : db.preparedQuery(sql).execute(Tuple.from(arrays)).mapEmpty();
  }
}
