package io.fedics.shared.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.event.RoleActivity.PeerActivity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostSecondTest {

  @Test
  void plus_anyOrder_givesTheSame() {
    List<HostActivityPart> parts = new ArrayList<>();
    for (int p = 0; p < 8; p++) {
      parts.add(part(p, p == 3 ? role(p, 90) : null, role(p, 20)));
    }
    HostSecond expected = sum(parts);
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(parts, new Random(seed));
      assertThat(sum(parts)).isEqualTo(expected);
    }
  }

  @Test
  void plus_partsOfTwoPartitions_addsAndOrdersPeers() {
    HostSecond sum = HostSecond.of(part(0, null, role(1, 2))).plus(part(1, null, role(5, 3)));

    RoleActivity both = Objects.requireNonNull(sum.asDestination());
    assertThat(sum.asSource()).isNull();
    assertThat(both.flows()).isEqualTo(6);
    assertThat(both.peers().count()).isEqualTo(5);
    assertThat(both.topPeers()).extracting(PeerActivity::peer).containsExactly("h5", "h1");
    assertThat(sum.icsWrites()).isEqualTo(2);
  }

  @Test
  void plus_doesNotChangeItsParts() {
    HostActivityPart part = part(0, null, role(1, 2));

    HostSecond.of(part).plus(part(1, null, role(2, 60)));

    assertThat(part).isEqualTo(part(0, null, role(1, 2)));
  }

  private static HostSecond sum(List<HostActivityPart> parts) {
    HostSecond sum = HostSecond.of(parts.getFirst());
    for (HostActivityPart part : parts.subList(1, parts.size())) {
      sum = sum.plus(part);
    }
    return sum;
  }

  private static RoleActivity role(int n, int peers) {
    var distinct = new DistinctCount();
    for (int i = 0; i < peers; i++) {
      distinct.add("10." + n + ".0." + i);
    }
    var ports = new DistinctCount();
    ports.add(Integer.toString(n));
    return new RoleActivity(
        n, 2, 3, 4, 5, 6, 7, 8, distinct, ports, List.of(new PeerActivity("h" + n, n, 1, 0)));
  }

  private static HostActivityPart part(
      int partition, @Nullable RoleActivity asSource, @Nullable RoleActivity asDestination) {
    return new HostActivityPart(
        EventId.of(partition),
        "demo",
        Instant.EPOCH,
        "aggregate/" + partition + "/demo",
        1,
        0,
        "10.0.0.1",
        partition,
        asSource,
        asDestination,
        1,
        1,
        0);
  }
}
