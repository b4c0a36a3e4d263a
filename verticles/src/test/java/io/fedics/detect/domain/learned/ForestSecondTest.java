package io.fedics.detect.domain.learned;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.detect.domain.SourceFlow;
import io.fedics.detect.domain.learned.ForestSecond.OfHost;
import io.fedics.shared.event.EventSamples;
import io.fedics.shared.event.FlowObserved;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ForestSecondTest {
  private static final int MOST = 2;

  private final OfHost host = new ForestSecond().host("10.0.0.1");

  private static SourceFlow flow() {
    FlowObserved flow = EventSamples.flow();
    return SourceFlow.of(flow, Objects.requireNonNull(flow.dstIp()));
  }

  @Test
  void takesFinding_firstOnesAndThoseRarerThanAll_areWritten() {
    assertThat(host.takesFinding(flow(), 0.5, false, MOST)).isTrue();
    assertThat(host.takesFinding(flow(), 0.6, false, MOST)).isTrue();
    assertThat(host.takesFinding(flow(), 0.55, false, MOST)).isFalse();
    assertThat(host.takesFinding(flow(), 0.7, false, MOST)).isTrue();
    assertThat(host.takesFinding(flow(), 0.8, false, MOST)).isTrue();
    assertThat(host.rarestLeft()).isNull();
  }

  @Test
  void rarestLeft_moreRareOnesThanAreWritten_isTheRarest() {
    for (double raw : new double[] {0.5, 0.6, 0.7, 0.8, 0.9}) {
      boolean taken = host.takesFinding(flow(), raw, false, MOST);
      assertThat(taken).isEqualTo(raw < 0.9);
    }
    SourceFlow rarest = flow();
    assertThat(host.takesFinding(rarest, 0.95, false, MOST)).isFalse();
    assertThat(host.takesFinding(flow(), 0.94, false, MOST)).isFalse();
    assertThat(host.rarestLeft()).isSameAs(rarest);
  }

  @Test
  void takesFinding_anomalies_haveTheirOwnPlaces() {
    assertThat(host.takesFinding(flow(), 0.5, false, MOST)).isTrue();
    assertThat(host.takesFinding(flow(), 0.6, false, MOST)).isTrue();
    assertThat(host.takesFinding(flow(), 0.4, true, MOST)).isTrue();
    assertThat(host.takesFinding(flow(), 0.4, true, MOST)).isTrue();
    assertThat(host.takesFinding(flow(), 0.4, true, MOST)).isFalse();
  }
}
