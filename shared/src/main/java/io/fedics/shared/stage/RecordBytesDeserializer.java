package io.fedics.shared.stage;

import io.fedics.shared.codec.RecordBytes;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Leaves a value where it was fetched to; one that is absent has no bytes. Kafka makes it by its name. */
public final class RecordBytesDeserializer implements Deserializer<RecordBytes> {

  @Override
  public RecordBytes deserialize(String topic, byte @Nullable [] data) {
    return data == null ? RecordBytes.NONE : RecordBytes.of(data);
  }

  @Override
  public RecordBytes deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
    if (data == null) {
      return RecordBytes.NONE;
    }
    return data.hasArray()
        ? new RecordBytes(data.array(), data.arrayOffset() + data.position(), data.remaining())
        : RecordBytes.of(Utils.toArray(data));
  }
}
