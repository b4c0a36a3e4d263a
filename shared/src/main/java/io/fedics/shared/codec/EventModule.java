package io.fedics.shared.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.DistinctCount;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.IncidentStatus;
import io.fedics.shared.event.ModelCompared;
import io.fedics.shared.event.RecordOrigin;
import io.fedics.shared.event.SeverityLevel;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** JSON of single values: times, enums, numbers that must be finite, sketches, flows. */
final class EventModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  EventModule() {
    super("fedics-events");
    addDeserializer(String.class, new TextIn());
    addSerializer(Instant.class, new TimeOut());
    addDeserializer(Instant.class, new TimeIn());
    addDeserializer(Double.class, new FiniteIn());
    addDeserializer(Double.TYPE, new FiniteIn());
    addSerializer(DistinctCount.class, new DistinctOut());
    addDeserializer(DistinctCount.class, new DistinctIn());
    addSerializer(FlowObserved.class, new FlowOut());
    addDeserializer(FlowObserved.class, new FlowIn());
    addEnum(AttackLabel.class);
    addEnum(FlowState.class);
    addEnum(HostRole.class);
    addEnum(IncidentStatus.class);
    addEnum(ModelCompared.Outcome.class);
    addEnum(RecordOrigin.class);
    addEnum(SeverityLevel.class);
  }

  private <E extends Enum<E>> void addEnum(Class<E> type) {
    addSerializer(type, new EnumOut<>(type));
    addDeserializer(type, new EnumIn<>(type));
    addKeySerializer(type, new EnumKeyOut<>());
    addKeyDeserializer(type, new EnumKeyIn<>(type));
  }

  private static String nameOf(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <E extends Enum<E>> E valueOf(Class<E> type, String name) {
    for (E value : type.getEnumConstants()) {
      if (nameOf(value).equals(name)) {
        return value;
      }
    }
    throw FlowJson.malformed(
        type.getSimpleName(),
        name,
        "one of "
            + List.of(type.getEnumConstants()).stream().map(EventModule::nameOf).toList());
  }

  private static final class TextIn extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1L;

    TextIn() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return in.currentToken() == JsonToken.VALUE_STRING
          ? RepeatedTexts.read(in)
          : StringDeserializer.instance.deserialize(in, context);
    }
  }

  private static final class TimeOut extends StdScalarSerializer<Instant> {
    private static final long serialVersionUID = 1L;

    TimeOut() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(Rfc3339.format(value));
    }
  }

  private static final class TimeIn extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    TimeIn() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
      try {
        return Rfc3339.parse(in.getText());
      } catch (DateTimeException e) {
        throw FlowJson.malformed("time", in.getText(), "a time like 2026-11-21T08:53:31Z");
      }
    }
  }

  private static final class FiniteIn extends StdScalarDeserializer<Double> {
    private static final long serialVersionUID = 1L;

    FiniteIn() {
      super(Double.class);
    }

    @Override
    public Double deserialize(JsonParser in, DeserializationContext context) throws IOException {
      JsonToken token = in.currentToken();
      double value = token != null && token.isNumeric() ? in.getDoubleValue() : Double.NaN;
      if (!Double.isFinite(value)) {
        throw FlowJson.malformed("number", in.getText(), "a finite number");
      }
      return value;
    }
  }

  private static final class DistinctOut extends StdScalarSerializer<DistinctCount> {
    private static final long serialVersionUID = 1L;

    DistinctOut() {
      super(DistinctCount.class);
    }

    @Override
    public void serialize(DistinctCount value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      byte[] registers = value.registers();
      if (registers.length > 0) {
        out.writeBinary(registers);
        return;
      }
      out.writeStartArray();
      for (String exact : value.exactValues()) {
        out.writeString(exact);
      }
      out.writeEndArray();
    }
  }

  private static final class DistinctIn extends StdScalarDeserializer<DistinctCount> {
    private static final long serialVersionUID = 1L;

    DistinctIn() {
      super(DistinctCount.class);
    }

    @Override
    public DistinctCount deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      if (in.currentToken() == JsonToken.VALUE_STRING) {
        return DistinctCount.of(List.of(), in.getBinaryValue());
      }
      if (in.currentToken() != JsonToken.START_ARRAY) {
        throw FlowJson.malformed(
            "distinct count", in.getText(), "a list of texts or Base64 registers");
      }
      var exact = new ArrayList<String>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        exact.add(RepeatedTexts.read(in));
      }
      return DistinctCount.of(exact, new byte[0]);
    }
  }

  private static final class FlowOut extends StdScalarSerializer<FlowObserved> {
    private static final long serialVersionUID = 1L;

    FlowOut() {
      super(FlowObserved.class);
    }

    @Override
    public void serialize(FlowObserved value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeRawValue(FlowBytes.text(value));
    }

    /** A flow writes its own schema. */
    @Override
    public void serializeWithType(
        FlowObserved value, JsonGenerator out, SerializerProvider provider, TypeSerializer typed)
        throws IOException {
      out.writeRawValue(FlowBytes.text(value));
    }
  }

  private static final class FlowIn extends StdScalarDeserializer<FlowObserved> {
    private static final long serialVersionUID = 1L;

    FlowIn() {
      super(FlowObserved.class);
    }

    @Override
    public FlowObserved deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      return FlowJson.read(in);
    }

    @Override
    public Object deserializeWithType(
        JsonParser in, DeserializationContext context, TypeDeserializer typed) throws IOException {
      return FlowJson.read(in);
    }
  }

  private static final class EnumOut<E extends Enum<E>> extends StdScalarSerializer<E> {
    private static final long serialVersionUID = 1L;

    EnumOut(Class<E> type) {
      super(type);
    }

    @Override
    public void serialize(E value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(nameOf(value));
    }
  }

  private static final class EnumIn<E extends Enum<E>> extends StdScalarDeserializer<E> {
    private static final long serialVersionUID = 1L;
    private final Class<E> type;

    EnumIn(Class<E> type) {
      super(type);
      this.type = type;
    }

    @Override
    public E deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return valueOf(type, in.getText());
    }
  }

  private static final class EnumKeyOut<E extends Enum<E>> extends JsonSerializer<E> {
    @Override
    public void serialize(E value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeFieldName(nameOf(value));
    }
  }

  private static final class EnumKeyIn<E extends Enum<E>> extends KeyDeserializer {
    private final Class<E> type;

    EnumKeyIn(Class<E> type) {
      this.type = type;
    }

    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
      return valueOf(type, key);
    }
  }
}
