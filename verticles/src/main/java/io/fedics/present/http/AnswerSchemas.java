package io.fedics.present.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * What answers look like: of events by {@code docs/events}, which is made from the records and comes with the program; of
 * what only the API says by {@code openapi/answers.json}, which also names the answer of each path.
 */
public final class AnswerSchemas {
  private static final String FILE = "/openapi/answers.json";

  private final JsonObject answers;
  private final JsonObject schemas;

  private AnswerSchemas(JsonObject answers, JsonObject schemas) {
    this.answers = answers;
    this.schemas = schemas;
  }

  /** Blocks: reads some twenty small files of the program. */
  public static AnswerSchemas read() {
    JsonObject file = json(FILE);
    var schemas = new JsonObject();
    JsonObject events = file.getJsonObject("events");
    for (String name : events.fieldNames()) {
      JsonObject schema = json("/openapi/events/" + events.getString(name) + ".json");
      schema.remove("$schema");
      schema.remove("$id"); // would move the place that references are looked for from
      schemas.put(name, schema);
    }
    return new AnswerSchemas(
        file.getJsonObject("answers"), schemas.mergeIn(file.getJsonObject("schemas")));
  }

  private static JsonObject json(String resource) {
    try (InputStream in =
        Objects.requireNonNull(AnswerSchemas.class.getResourceAsStream(resource), resource)) {
      return new JsonObject(Buffer.buffer(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By name, for {@code components}. */
  public JsonObject all() {
    return schemas;
  }

  /**
   * The schema of what a path answers when all goes well.
   *
   * @param method in lower case
   * @param path as OpenAPI writes it
   * @throws IllegalStateException for a path that {@code answers.json} does not name
   */
  public JsonObject of(String method, String path) {
    String name = answers.getString(method + ' ' + path);
    if (name == null) {
      throw new IllegalStateException(FILE + " says nothing of " + method + ' ' + path);
    }
    return named(name);
  }

  public static JsonObject named(String name) {
    return new JsonObject().put("$ref", "#/components/schemas/" + name);
  }
}
