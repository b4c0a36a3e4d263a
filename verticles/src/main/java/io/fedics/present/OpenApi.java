package io.fedics.present;

import io.fedics.present.access.AccessHandler;
import io.fedics.present.http.AnswerSchemas;
import io.fedics.present.http.Endpoint;
import io.fedics.present.http.ProblemKind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The API's own description, OpenAPI 3.1, and a plain page of it. */
final class OpenApi {
  private static final String PROBLEM = "#/components/responses/Problem";
  private static final Pattern PLACE_IN_PATH = Pattern.compile(":(\\w+)");
  /** Paths that are no endpoints: what they answer is no page of rows. */
  private static final List<Beside> BESIDE = List.of(
      Beside.open("get", "/healthz", "How each part is; 503 when one is down. Without a sign-in"),
      Beside.open("get", "/readyz", "The same, for a balancer"),
      Beside.open("get", "/metrics", "Counters as Prometheus reads them. Without a sign-in"),
      Beside.open("get", "/signin", "The form for the token; with a link's code, a session"),
      Beside.open("post", "/signin", "A session for a browser that has the token"),
      Beside.closed("post", "/api/v1/sign-out", "Ends the session of a browser"),
      Beside.closed("post", "/api/v1/sign-in-links", "A link that signs a browser in, once"),
      Beside.closed("get", "/openapi.json", "This description"),
      Beside.closed("get", "/docs", "The same, to read"),
      Beside.closed(
          "get", "/ws/events", "A WebSocket of live frames, each {\"type\", \"payload\"}"),
      Beside.closed("get", "/ws/realtime", "The same"),
      Beside.closed("get", "/eventbus/info", "SockJS: the bridge of the event bus, outbound only"));

  /**
   * @param method in lower case
   * @param isOpen to whom has not signed in
   */
  private record Beside(String method, String path, String summary, boolean isOpen) {
    static Beside open(String method, String path, String summary) {
      return new Beside(method, path, summary, true);
    }

    static Beside closed(String method, String path, String summary) {
      return new Beside(method, path, summary, false);
    }
  }

  private OpenApi() {}

  static JsonObject document(List<Endpoint> endpoints, String version) {
    AnswerSchemas answers = AnswerSchemas.read();
    var paths = new JsonObject();
    for (Endpoint endpoint : endpoints) {
      String path = PLACE_IN_PATH.matcher(endpoint.path()).replaceAll("{$1}");
      methodsOf(paths, path)
          .put(methodOf(endpoint), operation(endpoint, answers.of(methodOf(endpoint), path)));
    }
    BESIDE.forEach(page -> methodsOf(paths, page.path()).put(page.method(), beside(page)));
    return new JsonObject()
        .put("openapi", "3.1.0")
        .put(
            "info",
            new JsonObject()
                .put("title", "fedics")
                .put("version", version)
                .put(
                    "description",
                    "Network-attack detection for industrial sites: flows, findings, incidents.")
                .put(
                    "license",
                    new JsonObject()
                        .put("name", "GPL-3.0-or-later")
                        .put("identifier", "GPL-3.0-or-later")))
        .put(
            "security",
            new JsonArray()
                .add(new JsonObject().put("token", new JsonArray()))
                .add(new JsonObject().put("session", new JsonArray())))
        .put("paths", paths)
        .put("components", components(answers));
  }

  private static JsonObject methodsOf(JsonObject paths, String path) {
    if (!paths.containsKey(path)) {
      paths.put(path, new JsonObject());
    }
    return paths.getJsonObject(path);
  }

  private static String methodOf(Endpoint endpoint) {
    return endpoint.method().name().toLowerCase(Locale.ROOT);
  }

  private static JsonObject operation(Endpoint endpoint, JsonObject answer) {
    var parameters = new JsonArray();
    PLACE_IN_PATH
        .matcher(endpoint.path())
        .results()
        .forEach(place -> parameters.add(new JsonObject()
            .put("name", place.group(1))
            .put("in", "path")
            .put("required", true)
            .put("schema", schemaOf(place.group(1)))));
    endpoint.parameters().forEach(parameter -> parameters.add(parameter.json()));
    JsonObject content = json("application/json", answer);
    if (endpoint.csv()) {
      content.mergeIn(json("text/csv", text()));
    }
    var operation = new JsonObject()
        .put("operationId", operationId(endpoint))
        .put("summary", endpoint.summary())
        .put("parameters", parameters)
        .put("responses", answers("The answer", content));
    if (endpoint.body() != Endpoint.RequestBody.NONE) {
      operation.put(
          "requestBody",
          new JsonObject()
              .put("$ref", "#/components/requestBodies/" + endpoint.body().component()));
    }
    return operation;
  }

  private static JsonObject schemaOf(String place) {
    return place.equals("id")
        ? new JsonObject().put("type", "string").put("format", "uuid")
        : new JsonObject().put("type", "integer").put("minimum", 0);
  }

  private static JsonObject beside(Beside page) {
    String named = page.method() + ' ' + page.path();
    var operation = new JsonObject()
        .put("operationId", named.replaceAll("[^a-z0-9]+", "-"))
        .put("summary", page.summary())
        .put("parameters", new JsonArray())
        .put("responses", besideAnswers(named));
    if (page.isOpen()) {
      operation.put("security", new JsonArray());
    }
    return switch (named) {
      case "get /signin" -> operation.put("parameters", new JsonArray().add(code()));
      case "post /signin" ->
        operation.put("requestBody", new JsonObject().put("content", tokenForm()));
      default -> operation;
    };
  }

  private static JsonObject code() {
    return new JsonObject()
        .put("name", "code")
        .put("in", "query")
        .put("description", "of a sign-in link; used up when it is sent")
        .put("schema", text());
  }

  private static JsonObject tokenForm() {
    var form = new JsonObject()
        .put("type", "object")
        .put("properties", new JsonObject().put("token", text()));
    return json("application/x-www-form-urlencoded", form);
  }

  private static JsonObject besideAnswers(String named) {
    return switch (named) {
      case "get /healthz", "get /readyz" -> {
        JsonObject health = json("application/json", AnswerSchemas.named("Health"));
        yield orProblem(new JsonObject()
            .put("200", response("Nothing is down", health))
            .put("503", response("Something is down", health.copy())));
      }
      case "get /metrics" -> answers("Counters", json("text/plain", text()));
      case "get /signin" -> answers("The form", json("text/html", text())).put("303", signedIn());
      case "post /signin" -> orProblem(new JsonObject().put("303", signedIn()));
      case "post /api/v1/sign-out" ->
        orProblem(new JsonObject().put("204", new JsonObject().put("description", "Signed out")));
      case "post /api/v1/sign-in-links" ->
        orProblem(new JsonObject()
            .put(
                "201",
                response(
                    "Where the browser goes",
                    json("application/json", AnswerSchemas.named("SignInLink")))));
      case "get /openapi.json" ->
        answers("OpenAPI 3.1", json("application/json", AnswerSchemas.named("Description")));
      case "get /docs" -> answers("A page", json("text/html", text()));
      case "get /eventbus/info" ->
        answers(
            "What SockJS clients ask first",
            json("application/json", AnswerSchemas.named("SockJsInfo")));
      default ->
        orProblem(new JsonObject()
            .put("101", new JsonObject().put("description", "The WebSocket is open")));
    };
  }

  private static JsonObject signedIn() {
    return new JsonObject()
        .put("description", "To the console with a cookie, or back to the form with an error");
  }

  private static JsonObject answers(String description, JsonObject content) {
    return orProblem(new JsonObject().put("200", response(description, content)));
  }

  private static JsonObject orProblem(JsonObject responses) {
    return responses.put("default", new JsonObject().put("$ref", PROBLEM));
  }

  private static JsonObject response(String description, JsonObject content) {
    return new JsonObject().put("description", description).put("content", content);
  }

  private static String operationId(Endpoint endpoint) {
    String path = endpoint.path().replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return methodOf(endpoint) + '-' + path;
  }

  private static JsonObject text() {
    return new JsonObject().put("type", "string");
  }

  private static JsonObject components(AnswerSchemas answers) {
    var command = new JsonObject()
        .put("type", "object")
        .put("properties", new JsonObject().put("note", text()).put("assignee", text()));
    return new JsonObject()
        .put("schemas", answers.all())
        .put(
            "securitySchemes",
            new JsonObject()
                .put("token", new JsonObject().put("type", "http").put("scheme", "bearer"))
                .put(
                    "session",
                    new JsonObject()
                        .put("type", "apiKey")
                        .put("in", "cookie")
                        .put("name", AccessHandler.COOKIE)))
        .put(
            "requestBodies",
            new JsonObject()
                .put("Command", new JsonObject().put("content", json("application/json", command)))
                .put(
                    "Records", new JsonObject().put("content", json("application/json", records())))
                .put("File", new JsonObject().put("content", json("multipart/form-data", file()))))
        .put(
            "responses",
            new JsonObject()
                .put(
                    "Problem",
                    response(
                        "A problem document, RFC 9457",
                        json("application/problem+json", AnswerSchemas.named("Problem")))));
  }

  /** Columns by name; which, the answer to a wrong one says. */
  private static JsonObject records() {
    var record = new JsonObject()
        .put("type", "object")
        .put(
            "additionalProperties",
            new JsonObject().put("type", new JsonArray().add("number").add("string")));
    var list = new JsonObject().put("type", "array").put("items", record);
    return new JsonObject().put("oneOf", new JsonArray().add(record).add(list));
  }

  private static JsonObject file() {
    var binary = new JsonObject().put("type", "string").put("format", "binary");
    return new JsonObject()
        .put("type", "object")
        .put("properties", new JsonObject().put("file", binary));
  }

  private static JsonObject json(String type, JsonObject schema) {
    return new JsonObject().put(type, new JsonObject().put("schema", schema));
  }

  /** Plain HTML, no script. */
  static String page(JsonObject document) {
    var html = new StringBuilder("""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>fedics API</title><link rel="stylesheet" href="/css/tokens.css">
        <link rel="stylesheet" href="/css/base.css"></head>
        <body><main class="docs"><h1>fedics API</h1>
        <p>Send <code>Authorization: Bearer TOKEN</code>, or sign in by the link. The same as
        <a href="/openapi.json">OpenAPI 3.1</a>. Errors are problem documents (RFC 9457).</p>
        """);
    JsonObject paths = document.getJsonObject("paths");
    paths.fieldNames().stream().sorted().forEach(path -> {
      JsonObject methods = paths.getJsonObject(path);
      methods
          .fieldNames()
          .forEach(method -> section(path, method, methods.getJsonObject(method), html));
    });
    html.append("<h2>Problems</h2>\n<dl>\n");
    for (ProblemKind kind : ProblemKind.values()) {
      html.append("<dt id=\"")
          .append(kind.anchor())
          .append("\"><code>/docs#")
          .append(kind.anchor())
          .append("</code></dt><dd>")
          .append(escaped(kind.sentence()))
          .append("</dd>\n");
    }
    return html.append("</dl></main></body></html>\n").toString();
  }

  private static void section(
      String path, String method, JsonObject operation, StringBuilder html) {
    html.append("<h2><code>")
        .append(method.toUpperCase(Locale.ROOT))
        .append(' ')
        .append(escaped(path))
        .append("</code></h2>\n<p>")
        .append(escaped(operation.getString("summary")))
        .append("</p>\n");
    JsonArray parameters = operation.getJsonArray("parameters");
    if (parameters.isEmpty()) {
      return;
    }
    html.append("<dl>\n");
    for (int i = 0; i < parameters.size(); i++) {
      JsonObject parameter = parameters.getJsonObject(i);
      html.append("<dt><code>")
          .append(escaped(parameter.getString("name")))
          .append("</code></dt><dd>")
          .append(escaped(parameter.getString("description", "in the path")))
          .append("</dd>\n");
    }
    html.append("</dl>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
