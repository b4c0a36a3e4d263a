package io.fedics.shared.event;

/**
 * A watermark that may jump: {@code stage} has written everything of {@code site} up to and including the second
 * {@code completeThrough}.
 *
 * @param stage who passed: {@code ingest}, {@code aggregate}, {@code physics-flow}, {@code physics-host}, {@code
 *     classify}
 * @param inputPartition partition the writer read it in; 0 for ingest
 * @param completeThrough epoch second
 * @param benign classify only: hosts judged benign in exactly this second; 0 in a jump
 */
public record Progress(
    String site,
    String source,
    long seq,
    String stage,
    int inputPartition,
    long completeThrough,
    long benign)
    implements ControlEvent {

  public Progress {
    if (inputPartition < 0) {
      throw new IllegalArgumentException(
          "input_partition: " + inputPartition + " (expected: 0 or more)");
    }
    if (benign < 0) {
      throw new IllegalArgumentException("benign: " + benign + " (expected: 0 or more)");
    }
  }
}
