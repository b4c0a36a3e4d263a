package io.fedics.fl.round;

import java.util.List;

/**
 * How far a training is, for people to see.
 *
 * @param round that is under way, or will begin next; the last one when training is over
 * @param phase what it is doing
 * @param asked how many clients were asked in this phase
 * @param awaited those of them that have not answered, by id
 */
public record RoundProgress(int round, Phase phase, int asked, List<String> awaited) {

  /** What a training does, in this order. */
  public enum Phase {
    /** For clients, or for a permit. */
    WAITING("waiting"),
    /** For sums by which all sites scale. */
    SUMMING("summing"),
    /** For parameters to begin with. */
    BEGINNING("beginning"),
    TRAINING("training"),
    /** For counts by which the last model's cut is moved. */
    COUNTING("counting"),
    JUDGING("judging"),
    OVER("over");

    private final String word;

    Phase(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  public RoundProgress {
    awaited = List.copyOf(awaited);
  }
}
