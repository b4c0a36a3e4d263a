package io.fedics.shared.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.event.Features;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.Progress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FlowFieldProbeTest {
  private static final EventCodec CODEC = new EventCodec();
  private static final FlowFieldProbe PROBE = new FlowFieldProbe("features");

  private static byte[] flow(boolean withFeatures, String service) {
    var flow = FlowObserved.builder("sensor", Instant.EPOCH).service(service);
    if (withFeatures) {
      flow.features(new Features("nsl-kdd/10", List.of("http")));
    }
    return CODEC.encode(
        flow.build(new UUID(1, 2), Instant.ofEpochSecond(5), "site", "source", 1, "sensor"));
  }

  @Test
  void isFlowWithout_flows_tellsWhetherTheFieldIsThere() {
    assertThat(PROBE.isFlowWithout(RecordBytes.of(flow(false, "http")))).isTrue();
    assertThat(PROBE.isFlowWithout(RecordBytes.of(flow(true, "http")))).isFalse();
  }

  @Test
  void isFlowWithout_nameInsideAText_isLookedAt() {
    assertThat(PROBE.isFlowWithout(RecordBytes.of(flow(false, "features")))).isFalse();
    assertThat(PROBE.isFlowWithout(RecordBytes.of(flow(false, "some features"))))
        .isTrue();
  }

  @Test
  void isFlowWithout_otherRecords_areLookedAt() {
    byte[] progress = CODEC.encode(new Progress("site", "ingest/0/site", 1, "ingest", 0, 5, 0));
    assertThat(PROBE.isFlowWithout(RecordBytes.of(progress))).isFalse();
    assertThat(PROBE.isFlowWithout(RecordBytes.of(new byte[0]))).isFalse();
  }
}
