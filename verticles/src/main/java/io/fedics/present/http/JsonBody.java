package io.fedics.present.http;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** The JSON that a request brought. */
public final class JsonBody {
  private JsonBody() {}

  /** An object; empty when there is no body. */
  public static JsonObject objectOf(RoutingContext context) {
    if (context.body().length() <= 0) {
      return new JsonObject();
    }
    return valueOf(context) instanceof JsonObject object ? object : refuse("no JSON object");
  }

  /** Any value; a body must be there. */
  public static Object valueOf(RoutingContext context) {
    String type = context.request().getHeader("Content-Type");
    if (type == null || !type.startsWith("application/json")) {
      throw Problem.of(
          415,
          ProblemKind.NOT_JSON,
          "Not JSON",
          "Content-Type: " + type + " (expected: application/json)");
    }
    if (context.body().length() <= 0) {
      return refuse("empty");
    }
    try {
      Object value = Json.decodeValue(context.body().buffer());
      return value == null ? refuse("null") : value;
    } catch (DecodeException e) {
      throw Problem.of(400, ProblemKind.NOT_JSON, "Not JSON", "The body is no JSON.");
    }
  }

  private static JsonObject refuse(String what) {
    throw Problem.of(400, ProblemKind.NOT_JSON, "Not JSON", "The body is " + what + '.');
  }
}
