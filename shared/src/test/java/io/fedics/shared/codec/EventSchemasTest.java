package io.fedics.shared.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code docs/events/} says what the records are. After a change of a record, write it anew with {@code mvn -pl shared
 * test -Dtest=EventSchemasTest -Dfedics.schemas=write} and read the difference.
 */
class EventSchemasTest {
  private static final Path FOLDER = Path.of("..", "docs", "events");
  private static final boolean WRITE = "write".equals(System.getProperty("fedics.schemas"));

  static List<String> schemaNames() {
    return List.copyOf(WireFormat.schemas().keySet());
  }

  static List<Event> everyEvent() {
    return EventSamples.all();
  }

  private static void assertSame(Path file, String expected) throws IOException {
    if (WRITE) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, expected);
    }
    assertThat(Files.readString(file)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("schemaNames")
  void schemaFile_isWhatTheRecordSays(String name) throws IOException {
    ObjectNode schema =
        EventSchemas.schemaOf(name, Objects.requireNonNull(WireFormat.schemas().get(name)));
    assertSame(FOLDER.resolve(EventSchemas.fileOf(name)), EventSchemas.pretty(schema));
  }

  @Test
  void asyncApiFile_namesEveryTopicAndSchema() throws IOException {
    String document = EventSchemas.pretty(EventSchemas.asyncApi());
    assertSame(FOLDER.resolve("asyncapi.json"), document);
    assertThat(schemaNames())
        .allSatisfy(name -> assertThat(document).contains("./" + EventSchemas.fileOf(name)));
  }

  @ParameterizedTest
  @MethodSource("everyEvent")
  void writtenEvent_hasExactlyTheFieldsOfItsSchema(Event event) throws IOException {
    JsonNode json = new ObjectMapper().readTree(new EventCodec().encode(event));
    JsonNode schema = EventSchemas.schemaOf(
        json.get("schema").asText(), event.getClass().asSubclass(Event.class));
    assertFits(json, schema);
  }

  private static void assertFits(JsonNode value, JsonNode schema) {
    if (!schema.has("properties")) {
      return;
    }
    JsonNode properties = schema.get("properties");
    value.fieldNames().forEachRemaining(field -> {
      assertThat(properties.has(field))
          .as("%s in %s", field, schema.get("title"))
          .isTrue();
      assertFits(value.get(field), properties.get(field));
    });
    schema
        .get("required")
        .forEach(field ->
            assertThat(value.has(field.asText())).as("%s required", field).isTrue());
  }
}
