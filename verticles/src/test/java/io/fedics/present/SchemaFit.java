package io.fedics.present;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a value is what a schema of {@code openapi.json} says: as much of JSON Schema as the document uses, and stricter in
 * one thing: a field that no schema names is a fault, unless the schema says what others may be.
 */
final class SchemaFit {
  private final JsonObject document;

  SchemaFit(JsonObject document) {
    this.document = document;
  }

  /** Of an answer to a path of the document; paths without a place come first, as in the router. */
  void assertAnswers(String method, String uri, int status, String type, Object value) {
    String path = uri.replaceAll("\\?.*", "");
    JsonObject paths = document.getJsonObject("paths");
    paths.fieldNames().stream()
        .filter(known -> path.matches(known.replaceAll("\\{\\w+}", "[^/]+")))
        .min((a, b) -> Boolean.compare(a.contains("{"), b.contains("{")))
        .map(known -> paths.getJsonObject(known).getJsonObject(method))
        .map(operation -> schemaOf(operation.getJsonObject("responses"), status, type))
        .ifPresent(schema ->
            assertThat(fault(value, List.of(schema), "")).as(method + ' ' + uri).isEmpty());
  }

  /** What an answer of a status and type must be; one that is not described is a fault. */
  JsonObject schemaOf(JsonObject responses, int status, String type) {
    JsonObject response = responses.getJsonObject(
        Integer.toString(status), responses.getJsonObject("default", new JsonObject()));
    JsonObject content = resolved(response).getJsonObject("content", new JsonObject());
    assertThat(content.fieldNames()).contains(type);
    return content.getJsonObject(type).getJsonObject("schema");
  }

  private JsonObject resolved(JsonObject schema) {
    String reference = schema.getString("$ref");
    if (reference == null) {
      return schema;
    }
    JsonObject found = document;
    for (String step : reference.substring(2).split("/")) {
      found = found.getJsonObject(step);
      assertThat(found).as(reference).isNotNull();
    }
    return resolved(found);
  }

  /** Where and why a value is not what all of these say together; empty when it is. */
  private Optional<String> fault(@Nullable Object value, List<JsonObject> schemas, String place) {
    List<JsonObject> all = schemas.stream().flatMap(this::parts).toList();
    for (JsonObject schema : all) {
      JsonArray branches = schema.getJsonArray("oneOf");
      if (branches != null) {
        List<JsonObject> others =
            all.stream().filter(other -> !other.equals(schema)).toList();
        long fitting = branches.stream()
            .map(branch -> and(others, (JsonObject) branch))
            .filter(each -> fault(value, each, place).isEmpty())
            .count();
        return fitting == 1
            ? Optional.empty()
            : Optional.of(place + ": fits " + fitting + " of " + branches.encode());
      }
    }
    return Stream.concat(
            all.stream().flatMap(schema -> plainFault(value, schema).stream()),
            inside(value, all, place))
        .findFirst()
        .map(why -> why.startsWith("/") ? why : place + ": " + why);
  }

  private static List<JsonObject> and(List<JsonObject> schemas, JsonObject more) {
    var all = new ArrayList<>(schemas);
    all.add(more);
    return all;
  }

  private Stream<JsonObject> parts(JsonObject schema) {
    JsonObject plain = resolved(schema);
    JsonArray all = plain.getJsonArray("allOf");
    return all == null ? Stream.of(plain) : all.stream().flatMap(part -> parts((JsonObject) part));
  }

  private static Optional<String> plainFault(@Nullable Object value, JsonObject schema) {
    Object type = schema.getValue("type");
    List<?> types =
        type instanceof JsonArray several ? several.getList() : List.of(String.valueOf(type));
    if (type != null && types.stream().noneMatch(each -> isOf(value, String.valueOf(each)))) {
      return Optional.of(value + " (expected: " + type + ")");
    }
    JsonArray words = schema.getJsonArray("enum");
    if (words != null && !words.contains(value)) {
      return Optional.of(value + " (expected: one of " + words + ")");
    }
    Object only = schema.getValue("const");
    return only == null || only.equals(value)
        ? Optional.empty()
        : Optional.of(value + " (expected: " + only + ")");
  }

  private static boolean isOf(@Nullable Object value, String type) {
    return switch (type) {
      case "object" -> value instanceof JsonObject;
      case "array" -> value instanceof JsonArray;
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "integer" -> value instanceof Integer || value instanceof Long;
      case "number" -> value instanceof Number;
      case "null" -> value == null;
      default -> throw new IllegalArgumentException(type);
    };
  }

  private Stream<String> inside(@Nullable Object value, List<JsonObject> schemas, String place) {
    if (value instanceof JsonObject object) {
      return Stream.concat(
          schemas.stream()
              .flatMap(schema -> schema.getJsonArray("required", new JsonArray()).stream())
              .filter(field -> !object.containsKey((String) field))
              .map(field -> field + " is missing"),
          object.stream().flatMap(field -> ofField(field, schemas, place).stream()));
    }
    if (value instanceof JsonArray array) {
      List<JsonObject> items = schemas.stream()
          .filter(schema -> schema.containsKey("items"))
          .map(schema -> schema.getJsonObject("items"))
          .toList();
      return array.stream().flatMap(item -> fault(item, items, place + "/[]").stream());
    }
    return Stream.empty();
  }

  private Optional<String> ofField(
      Map.Entry<String, Object> field, List<JsonObject> schemas, String place) {
    List<JsonObject> named = schemas.stream()
        .map(schema -> schema.getJsonObject("properties", new JsonObject()))
        .filter(properties -> properties.containsKey(field.getKey()))
        .map(properties -> properties.getJsonObject(field.getKey()))
        .toList();
    if (!named.isEmpty()) {
      return fault(field.getValue(), named, place + '/' + field.getKey());
    }
    List<Object> others = schemas.stream()
        .map(schema -> schema.getValue("additionalProperties"))
        .filter(other -> other != null)
        .toList();
    if (others.isEmpty()) {
      return Optional.of(field.getKey() + " is not described");
    }
    return others.getFirst() instanceof JsonObject other
        ? fault(field.getValue(), List.of(other), place + '/' + field.getKey())
        : Optional.empty();
  }
}
