package io.fedics.present.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One documented path of the API: what is mounted is what {@code /openapi.json} says, because both come from here.
 *
 * @param path as the router writes it, {@code /api/v1/incidents/:id}
 * @param csv whether {@code Accept: text/csv} downloads
 */
public record Endpoint(
    HttpMethod method,
    String path,
    String summary,
    List<Parameter> parameters,
    boolean csv,
    RequestBody body,
    Answerer answerer) {

  /** What a request brings. */
  public enum RequestBody {
    /** Nothing. */
    NONE("", 0),
    /** A small JSON object. */
    COMMAND("Command", 64 * 1_024),
    /** One record or a list. */
    RECORDS("Records", 8 * 1_024 * 1_024),
    /** A form with a file, which the endpoint reads itself. */
    FILE("File", 0);

    private final String component;
    private final long most;

    RequestBody(String component, long most) {
      this.component = component;
      this.most = most;
    }

    /** Its name among the request bodies of OpenAPI. */
    public String component() {
      return component;
    }

    /** Bytes that are read before the endpoint is asked; 0: it reads itself, if at all. */
    public long most() {
      return most;
    }
  }

  /** Answers one request with a {@link JsonObject}, a {@link JsonArray} or a {@link Csv}. */
  public interface Answerer {
    Future<?> answer(RoutingContext context, Query query);
  }

  public static Endpoint get(
      String path, String summary, List<Parameter> parameters, Answerer answerer) {
    return new Endpoint(
        HttpMethod.GET, path, summary, parameters, false, RequestBody.NONE, answerer);
  }

  public static Endpoint download(
      String path, String summary, List<Parameter> parameters, Answerer answerer) {
    return new Endpoint(
        HttpMethod.GET, path, summary, parameters, true, RequestBody.NONE, answerer);
  }

  public static Endpoint post(String path, String summary, Answerer answerer) {
    return post(path, summary, List.of(), RequestBody.COMMAND, answerer);
  }

  public static Endpoint post(
      String path,
      String summary,
      List<Parameter> parameters,
      RequestBody body,
      Answerer answerer) {
    return new Endpoint(HttpMethod.POST, path, summary, parameters, false, body, answerer);
  }

  /** Where rows are read, their headers alone as well. */
  public List<HttpMethod> methods() {
    return method.equals(HttpMethod.GET) ? List.of(method, HttpMethod.HEAD) : List.of(method);
  }

  public void handle(RoutingContext context) {
    try {
      Query query = Query.of(parameters, context.queryParams());
      answerer
          .answer(context, query)
          .onSuccess(answer -> send(context, answer))
          .onFailure(context::fail);
    } catch (Problem problem) {
      context.fail(problem);
    }
  }

  private static void send(RoutingContext context, Object answer) {
    var response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    switch (answer) {
      case Csv csv ->
        response
            .putHeader("content-type", "text/csv; charset=utf-8; header=present")
            .putHeader("content-disposition", "attachment; filename=\"" + csv.fileName() + '"')
            .end(csv.text());
      case JsonObject object ->
        response.putHeader("content-type", "application/json").end(object.toBuffer());
      case JsonArray array ->
        response.putHeader("content-type", "application/json").end(array.toBuffer());
      default -> throw new IllegalStateException("no way to send " + answer.getClass());
    }
  }

  /** Where the rest of the rows begins; in JSON it is a field, beside CSV a header. */
  public static void tellNext(RoutingContext context, Optional<String> nextCursor) {
    nextCursor.ifPresent(cursor -> context.response().putHeader("x-next-cursor", cursor));
  }

  /** Whether rows are rather wanted as CSV, which must be named; JSON comes under {@code *}{@code /*} as well. */
  public static boolean wantsCsv(RoutingContext context) {
    List<MIMEHeader> accepted = context.parsedHeaders().accept();
    float csv = weight(accepted, "text/csv").orElse(0f);
    float json = Stream.of("application/json", "application/*", "*/*")
        .flatMap(type -> weight(accepted, type).stream())
        .findFirst()
        .orElse(0f);
    return csv > 0 && csv >= json;
  }

  private static Optional<Float> weight(List<MIMEHeader> accepted, String type) {
    return accepted.stream()
        .filter(each -> type.equalsIgnoreCase(each.component() + '/' + each.subComponent()))
        .map(MIMEHeader::weight)
        .max(Comparator.naturalOrder());
  }
}
