package io.fedics.app.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.impl.MemberImpl;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.MemberLeftException;
import com.hazelcast.core.OperationTimeoutException;
import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.spi.exception.CallerNotMemberException;
import com.hazelcast.spi.exception.PartitionMigratingException;
import com.hazelcast.spi.exception.RetryableHazelcastException;
import com.hazelcast.spi.exception.RetryableIOException;
import com.hazelcast.spi.exception.TargetNotMemberException;
import com.hazelcast.version.MemberVersion;
import io.fedics.app.config.ClusterConfig;
import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HazelcastBusTest {
  private final InternalSerializationService wire = new DefaultSerializationServiceBuilder()
      .setConfig(
          HazelcastBus.config(ClusterConfig.from(new Settings(Map.of()))).getSerializationConfig())
      .build();

  @AfterEach
  void close() {
    wire.dispose();
  }

  @Test
  void refusalsOfANeighbour_canBeRead() throws Exception {
    var suppressed = new RetryableHazelcastException("again", new IllegalStateException("why"));
    suppressed.addSuppressed(new NullPointerException("beside"));
    for (Throwable refusal : List.of(
        new PartitionMigratingException("moving"),
        new CallerNotMemberException("who"),
        new TargetNotMemberException("gone"),
        new HazelcastInstanceNotActiveException("ended"),
        new MemberLeftException(member()),
        new OperationTimeoutException("slow"),
        new RetryableIOException("line", new IOException("cut")),
        new ExecutionException(new RuntimeException("inside")),
        suppressed)) {
      Throwable read = wire.toObject(wire.toData(refusal));
      assertThat(read).hasSameClassAs(refusal).hasMessage(refusal.getMessage());
    }
  }

  @Test
  void otherClasses_areNotMade() {
    assertThatThrownBy(() -> wire.toObject(wire.toData(new Other(1))))
        .isInstanceOf(HazelcastSerializationException.class)
        .hasMessageContaining("not allowed");
  }

  @Test
  void join_alone_listensAndIsGoneWhenClosed() throws Exception {
    var cluster = new ClusterConfig("alone", "127.0.0.1", freePort(), List.of("127.0.0.1"));

    try (var _ = HazelcastBus.join(cluster)) {
      assertThat(Neighbours.of(cluster, 300)).contains("127.0.0.1:" + cluster.port());
    }

    assertThat(Neighbours.of(cluster, 300)).doesNotContain("127.0.0.1:" + cluster.port());
  }

  @Test
  void join_addressOfAnotherMachine_isOneSentence() throws Exception {
    var cluster = new ClusterConfig("away", "192.0.2.1", freePort(), List.of("127.0.0.1"));

    assertThatThrownBy(() -> HazelcastBus.join(cluster))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--cluster: at 192.0.2.1, ports " + cluster.port() + " to ")
        .hasMessageEndingWith(
            " (expected: an address of this machine, a free port, and others that let it join)");
  }

  @Test
  void notMet_neighbourThatLetsNobodyIn_isNamed() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String heard = "127.0.0.1:" + silent.getLocalPort();
      var cluster = new ClusterConfig("silent", "127.0.0.1", freePort(), List.of(heard));

      assertThat(HazelcastBus.notMet(cluster, null))
          .hasMessageContaining(": heard " + heard + ", not let in: no answer in time (expected: ");
    }
    assertThat(HazelcastBus.isCauseOf(
            new IllegalStateException(new OperationTimeoutException("slow"))))
        .isTrue();
    assertThat(HazelcastBus.isCauseOf(new IllegalStateException("ours"))).isFalse();
  }

  /** The first of as many free ones as are tried, most likely. */
  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Math.min(socket.getLocalPort(), 65_000);
    }
  }

  private static Member member() throws UnknownHostException {
    return new MemberImpl.Builder(new Address("127.0.0.1", 15_701))
        .version(MemberVersion.of("5.3.8"))
        .uuid(new UUID(1, 2))
        .build();
  }

  private record Other(int value) implements Serializable {}
}
