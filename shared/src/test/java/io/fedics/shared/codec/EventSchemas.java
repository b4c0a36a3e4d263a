package io.fedics.shared.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fedics.shared.event.DistinctCount;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.topic.Topic;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** JSON Schemas (draft 2020-12) and the AsyncAPI document, made from the records themselves. */
final class EventSchemas {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> CONTROL = List.of(
      "progress/1",
      "source-opened/1",
      "source-gone/1",
      "site-forgotten/1",
      "detector-set/1",
      "model-activated/1");

  private EventSchemas() {}

  /** {@code flow/1} is kept in {@code flow-1.json}. */
  static String fileOf(String schema) {
    return schema.replace('/', '-') + ".json";
  }

  static ObjectNode schemaOf(String name, Class<? extends Event> type) {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", "urn:fedics:event:" + name.replace('/', ':'));
    schema.put("title", name);
    schema.setAll(recordOf(type));
    ObjectNode properties = JSON.createObjectNode();
    properties.putObject("schema").put("const", name);
    properties.setAll((ObjectNode) schema.get("properties"));
    schema.set("properties", properties);
    ((ArrayNode) schema.get("required")).insert(0, "schema");
    return schema;
  }

  private static ObjectNode recordOf(Class<?> type) {
    ObjectNode node = JSON.createObjectNode().put("type", "object");
    ObjectNode properties = node.putObject("properties");
    ArrayNode required = node.putArray("required");
    for (RecordComponent component : type.getRecordComponents()) {
      String name = wireName(type, component.getName());
      properties.set(name, typeOf(name, component.getGenericType()));
      AnnotatedType annotated = component.getAnnotatedType();
      boolean optional =
          annotated.isAnnotationPresent(Nullable.class) || name.equals("sensor_alerts");
      if (!optional) {
        required.add(name);
      }
    }
    return node;
  }

  private static String wireName(Class<?> type, String component) {
    if (type == FlowObserved.class && component.equals("durationMicros")) {
      return "duration_ms";
    }
    return component.equals("anomaly")
        ? "is_anomaly"
        : component.replaceAll("([A-Z]+)", "_$1").toLowerCase(Locale.ROOT);
  }

  private static JsonNode typeOf(String name, Type type) {
    if (type instanceof ParameterizedType generic) {
      return genericOf(name, generic);
    }
    Class<?> plain = (Class<?>) type;
    if (Event.class.isAssignableFrom(plain)) {
      return schemaOf(nameOf(plain), plain.asSubclass(Event.class));
    }
    if (plain.isRecord()) {
      return recordOf(plain);
    }
    if (plain.isEnum()) {
      return enumOf(plain);
    }
    return scalarOf(name, plain);
  }

  private static String nameOf(Class<?> type) {
    return WireFormat.schemas().entrySet().stream()
        .filter(schema -> schema.getValue() == type)
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private static JsonNode genericOf(String name, ParameterizedType generic) {
    ObjectNode node = JSON.createObjectNode();
    if (generic.getRawType() == List.class) {
      node.put("type", "array");
      node.set("items", typeOf("", generic.getActualTypeArguments()[0]));
      return node;
    }
    node.put("type", "object");
    node.set("propertyNames", typeOf("", generic.getActualTypeArguments()[0]));
    node.set("additionalProperties", typeOf(name, generic.getActualTypeArguments()[1]));
    return node;
  }

  private static ObjectNode enumOf(Class<?> type) {
    ObjectNode node = JSON.createObjectNode();
    ArrayNode names = node.putArray("enum");
    for (Object constant : type.getEnumConstants()) {
      names.add(constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return node;
  }

  private static JsonNode scalarOf(String name, Class<?> type) {
    ObjectNode node = JSON.createObjectNode();
    if (name.equals("duration_ms")) {
      return node.put("type", "number").put("minimum", 0);
    }
    if (type == String.class) {
      node.put("type", "string");
      return name.equals("site") ? node.put("pattern", "^[a-z0-9-]{0,32}$") : node;
    }
    if (type == UUID.class) {
      return node.put("type", "string").put("format", "uuid");
    }
    if (type == Instant.class) {
      return node.put("type", "string").put("format", "date-time");
    }
    if (type == boolean.class || type == Boolean.class) {
      return node.put("type", "boolean");
    }
    if (type == double.class || type == Double.class) {
      node.put("type", "number");
      return name.equals("score") || name.equals("severity")
          ? node.put("minimum", 0).put("maximum", 1)
          : node;
    }
    if (type == DistinctCount.class) {
      ArrayNode either = node.putArray("oneOf");
      either.addObject().put("type", "array").putObject("items").put("type", "string");
      either.addObject().put("type", "string").put("contentEncoding", "base64");
      return node;
    }
    node.put("type", "integer");
    if (name.endsWith("_port") || name.equals("port")) {
      return node.put("minimum", 0).put("maximum", 65_535);
    }
    return name.startsWith("bytes_") || name.startsWith("packets_") ? node.put("minimum", 0) : node;
  }

  /** Which records a topic carries. */
  static List<String> recordsOf(Topic topic) {
    return switch (topic) {
      case NETWORK_DATA -> join("flow/1");
      case HOST_ACTIVITY -> join("host-activity/1");
      case SIGHTINGS -> List.of("sighting/1", "site-forgotten/1");
      case ANOMALIES -> join("anomaly/1", "hosts-scored/1");
      case LEARNING -> List.of("scores-sketched/1", "progress/1");
      case ATTACK_CLASSIFIED -> join("attack/1", "site-edges/1");
      case ATTACK_PREDICTED -> join("prediction/1", "site-edges/1");
      case ALERTS -> List.of("alert-raised/1", "alert-updated/1", "incident-status/1");
      case DEAD_LETTERS -> List.of("dead-letter/1");
      case FL_EVENTS ->
        List.of(
            "round-completed/1",
            "client-joined/1",
            "client-reported/1",
            "client-lost/1",
            "client-refused/1",
            "budget-spent/1",
            "influence-reported/1",
            "training-stopped/1",
            "model-compared/1");
      case NORMAL_TRAFFIC, ANOMALY_ALERTS -> List.of("flow-routed/1");
      case RESPONSES, NETWORK_TRAFFIC, NETWORK_LOG, NETWORK_FLOWS -> List.of();
      case PREDICTIONS -> List.of("record-scored/1");
    };
  }

  private static List<String> join(String... data) {
    var all = new java.util.ArrayList<>(List.of(data));
    all.addAll(CONTROL);
    return all;
  }

  static ObjectNode asyncApi() {
    ObjectNode document = JSON.createObjectNode().put("asyncapi", "3.0.0");
    document
        .putObject("info")
        .put("title", "fedics events")
        .put("version", "1")
        .put(
            "description",
            "Kafka topics of fedics. Keys are site|host, values JSON objects; schema says which record.");
    ObjectNode channels = document.putObject("channels");
    ObjectNode operations = document.putObject("operations");
    for (Topic topic : Topic.values()) {
      if (recordsOf(topic).isEmpty()) {
        continue;
      }
      ObjectNode channel = channels.putObject(topic.topicName()).put("address", topic.topicName());
      ObjectNode messages = channel.putObject("messages");
      for (String schema : recordsOf(topic)) {
        ObjectNode message = messages.putObject(schema.replace('/', '-'));
        message
            .put("contentType", "application/json")
            .putObject("payload")
            .put("$ref", "./" + fileOf(schema));
      }
      operations
          .putObject("read-" + topic.topicName())
          .put("action", "receive")
          .putObject("channel")
          .put("$ref", "#/channels/" + topic.topicName());
    }
    return document;
  }

  static String pretty(JsonNode node) {
    return node.toPrettyString().replace("\r\n", "\n") + "\n";
  }
}
