package io.fedics.fl.grpc;

import java.util.List;
import java.util.Optional;

/**
 * What of an answer is taken.
 *
 * @param model shapes that parameters must have; empty while there are none yet
 * @param mostExamples largest number of examples of one client, positive
 * @param largestValue greatest magnitude of a parameter, a metric or a loss, positive
 */
public record AnswerLimits(
    Optional<List<TensorSpec>> model, long mostExamples, double largestValue) {
  /** Flower's own limit of one message, in bytes. */
  public static final long MOST_BYTES = 512L << 20;

  /** Head of a tensor, names and metrics beside the values, in bytes. */
  private static final long BESIDE_VALUES = 64 << 10;

  private static final long HEAD_OF_TENSOR = 256;
  private static final double SLACK = 1.1;
  /** An answer may be more precise than the question. */
  private static final int MOST_BYTES_OF_ELEMENT = Double.BYTES;

  public AnswerLimits {
    model = model.map(List::copyOf);
    if (mostExamples < 1 || !(largestValue > 0)) {
      throw new IllegalArgumentException("limits: %d examples, values up to %s (expected: positive)"
          .formatted(mostExamples, largestValue));
    }
  }

  /** Bytes a message may have: 1.1 times what the model needs, and 64 kB for what stands beside it. */
  public long mostBytes() {
    return model
        .map(tensors ->
            (long) (SLACK * tensors.stream().mapToLong(AnswerLimits::bytesOf).sum()))
        .map(bytes -> Math.min(MOST_BYTES, bytes + BESIDE_VALUES))
        .orElse(MOST_BYTES);
  }

  private static long bytesOf(TensorSpec tensor) {
    return HEAD_OF_TENSOR + tensor.elements() * widthOf(tensor.type());
  }

  private static long widthOf(ElementType sent) {
    return sent == ElementType.FLOAT64 || !sent.isFloat() ? MOST_BYTES_OF_ELEMENT : sent.bytes();
  }
}
