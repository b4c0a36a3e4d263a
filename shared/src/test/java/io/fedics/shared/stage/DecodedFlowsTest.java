package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowObserved;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DecodedFlowsTest {
  private final EventCodec codec = new EventCodec();
  private final DecodedFlows decoded = new DecodedFlows();

  @Test
  void of_sameBytes_isTheSameFlow() {
    FlowObserved flow = flow("a");
    byte[] bytes = codec.encode(flow);
    decoded.put(bytes, flow);
    assertThat(decoded.of(bytes.clone())).isSameAs(flow);
  }

  @Test
  void of_sameIdInOtherBytes_isUnknown() {
    decoded.put(codec.encode(flow("a")), flow("a"));
    assertThat(decoded.of(codec.encode(flow("b")))).isNull();
    assertThat(decoded.of(new byte[] {'{', '}'})).isNull();
  }

  private static FlowObserved flow(String sensor) {
    return FlowObserved.builder(sensor, Instant.parse("2026-11-28T10:00:00Z"))
        .build(EventId.of("flow", 1), "plant", "file/x", 1);
  }
}
