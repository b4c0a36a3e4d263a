package io.fedics.present.access;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * One thing that can be well or not.
 *
 * @param id {@code kafka}, {@code postgres}, {@code stage-classify} …
 * @param ask answers soon; a failure or no answer counts as down
 */
public record HealthCheck(String id, Supplier<Future<Answer>> ask) {

  /** Degraded: works on, nothing is lost, but late. */
  public enum Status {
    OK,
    DEGRADED,
    DOWN
  }

  /**
   * @param detail for people; empty when all is well
   */
  public record Answer(Status status, String detail) {
    public static Answer ok() {
      return new Answer(Status.OK, "");
    }

    public static Answer degraded(String detail) {
      return new Answer(Status.DEGRADED, detail);
    }

    public static Answer down(String detail) {
      return new Answer(Status.DOWN, detail);
    }
  }
}
