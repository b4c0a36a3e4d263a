package io.fedics.shared.stage;

import io.fedics.shared.codec.RecordBytes;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Leaves a value where it was fetched to. Kafka makes it by its name, and asks it for no value that is absent. */
public final class RecordBytesDeserializer implements Deserializer<RecordBytes> {

  /** The value of a record that was fetched; one that has none (a tombstone) has no bytes. */
  static RecordBytes valueOf(ConsumerRecord<?, RecordBytes> fetched) {
    @Nullable RecordBytes value = fetched.value();
    return value == null ? RecordBytes.NONE : value;
  }

  @Override
  public RecordBytes deserialize(String topic, byte[] data) {
    return RecordBytes.of(data);
  }

  @Override
  public RecordBytes deserialize(String topic, Headers headers, ByteBuffer data) {
    return data.hasArray()
        ? new RecordBytes(data.array(), data.arrayOffset() + data.position(), data.remaining())
        : RecordBytes.of(Utils.toArray(data));
  }
}
