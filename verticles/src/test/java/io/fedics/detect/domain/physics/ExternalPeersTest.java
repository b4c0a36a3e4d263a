package io.fedics.detect.domain.physics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExternalPeersTest {
  private final ExternalPeers bound = new ExternalPeers(PhysicsSettings.DEFAULT, 8);
  private final SourceMemory busy = new SourceMemory();
  private final SourceMemory calm = new SourceMemory();

  private static void hear(SourceMemory host, String peer, long second) {
    var heard = new Peer();
    heard.last = second;
    heard.external = !peer.startsWith("10.");
    host.peers.put(peer, heard);
  }

  private void forget() {
    long oldest = bound.oldest(List.of(busy, calm));
    ExternalPeers.forget(busy, oldest);
    ExternalPeers.forget(calm, oldest);
  }

  @Test
  void forget_asManyAsThereMayBe_keepsAll() {
    for (int peer = 1; peer <= 7; peer++) {
      hear(busy, "203.0.113." + peer, peer);
    }
    hear(calm, "198.51.100.1", 0);
    forget();
    assertThat(busy.peers).hasSize(7);
    assertThat(calm.peers).hasSize(1);
  }

  /** Ten outside, eight may stay, one less does: the three heard longest ago go, of whichever host, and no own peer. */
  @Test
  void forget_tooMany_dropsExternalsHeardLongestAgo() {
    hear(busy, "10.0.0.7", 0);
    for (int peer = 1; peer <= 8; peer++) {
      hear(busy, "203.0.113." + peer, 10 + peer);
    }
    hear(calm, "198.51.100.1", 3);
    hear(calm, "198.51.100.2", 99);
    forget();
    assertThat(busy.peers.keySet())
        .containsExactly(
            "10.0.0.7",
            "203.0.113.3",
            "203.0.113.4",
            "203.0.113.5",
            "203.0.113.6",
            "203.0.113.7",
            "203.0.113.8");
    assertThat(calm.peers.keySet()).containsExactly("198.51.100.2");
  }

  @Test
  void forget_manyOwnPeers_takeNoRoomFromOthers() {
    for (int peer = 1; peer <= 20; peer++) {
      hear(busy, "10.0.0." + peer, peer);
    }
    hear(calm, "198.51.100.1", 0);
    forget();
    assertThat(busy.peers).hasSize(20);
    assertThat(calm.peers).hasSize(1);
  }
}
