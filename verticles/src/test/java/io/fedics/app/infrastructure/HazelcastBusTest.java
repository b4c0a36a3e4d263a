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
import java.io.IOException;
import java.io.Serializable;
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

  private static Member member() throws UnknownHostException {
    return new MemberImpl.Builder(new Address("127.0.0.1", 15_701))
        .version(MemberVersion.of("5.3.8"))
        .uuid(new UUID(1, 2))
        .build();
  }

  private record Other(int value) implements Serializable {}
}
