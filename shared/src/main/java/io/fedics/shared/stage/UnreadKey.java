package io.fedics.shared.stage;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Keys decide the partition, and nobody reads them. Kafka makes it by its name. */
public final class UnreadKey implements Deserializer<Void> {

  @Override
  public @Nullable Void deserialize(String topic, byte @Nullable [] data) {
    return null;
  }

  @Override
  public @Nullable Void deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
    return null;
  }
}
