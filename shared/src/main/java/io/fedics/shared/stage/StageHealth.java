package io.fedics.shared.stage;

/**
 * How a stage is doing.
 *
 * @param detail empty when it runs
 */
public record StageHealth(State state, String detail) {

  /** Retrying: a neighbour is away, nothing is lost. Failed: our own mistake, the stage stopped to be seen. */
  public enum State {
    STARTING,
    RUNNING,
    RETRYING,
    FAILED,
    STOPPED
  }

  public static StageHealth of(State state) {
    return new StageHealth(state, "");
  }
}
