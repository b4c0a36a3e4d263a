package io.fedics.shared.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A detector has compared two models on the same records of one site, presumed normal: each was calibrated on the earlier
 * ones by itself and judged on the later ones. Unlike other events of trainings it is of one site.
 *
 * @param observedAt end of the last epoch that was compared
 * @param run the training the tried model is from; of another model its SHA-256
 * @param before who judged during the comparison
 * @param tried who was scored beside it
 * @param outcome what follows
 * @param fromSecond first second it holds in
 * @param reason for people
 * @param records of the later ones
 */
public record ModelCompared(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    String run,
    String detector,
    ModelFigures before,
    ModelFigures tried,
    Outcome outcome,
    long fromSecond,
    String reason,
    long records)
    implements FlEvent {

  /** What follows of a comparison. */
  public enum Outcome {
    /** The tried model takes the place of the one in force. */
    TAKEN,
    /** The one in force stays. */
    KEPT,
    /** The one taken last stays; the tried one is the one before it. */
    CONFIRMED,
    /** The one before takes its place again. */
    RETURNED
  }

  /**
   * One model on the later records.
   *
   * @param calibrationRows of the earlier ones
   * @param alarmRate share of the later ones above what one in a hundred of the earlier ones exceeds
   * @param meanError of an autoencoder's windows; null of a forest, which repeats nothing
   */
  public record ModelFigures(
      String name,
      String version,
      String sha256,
      long calibrationRows,
      double alarmRate,
      @Nullable Double meanError) {}
}
