package io.fedics.fl.grpc;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;

/** What is left of a decision for the event loop to do. */
sealed interface Step {
  /**
   * @param frame that is sent; all clients who are asked the same share it
   */
  record Ask(String client, Question question, Buffer frame) implements Step {}

  record LetGo(String client, String reason) implements Step {}

  /** It goes by itself, its budget is spent. */
  record Farewell(String client, String reason) implements Step {}

  record Goodbye(List<String> clients) implements Step {}

  record WakeAt(Instant at) implements Step {}
}
