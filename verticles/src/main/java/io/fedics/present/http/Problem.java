package io.fedics.present.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** An answer that is an error: a problem document (RFC 9457). */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final ProblemKind kind;
  private final String title;
  private final transient JsonObject more;

  private Problem(int status, ProblemKind kind, String title, String detail, JsonObject more) {
    super(detail, null, false, false);
    this.status = status;
    this.kind = kind;
    this.title = title;
    this.more = more;
  }

  public static Problem of(int status, ProblemKind kind, String title, String detail) {
    return new Problem(status, kind, title, detail, new JsonObject());
  }

  /** With fields of its own. */
  public static Problem of(
      int status, ProblemKind kind, String title, String detail, JsonObject more) {
    return new Problem(status, kind, title, detail, more);
  }

  /** 400, or 422 in a body: names what, which value, and what was expected. */
  public static Problem badValue(int status, String name, String value, String expected) {
    String what = shown(name);
    String found = shown(value);
    var error = new JsonObject().put("name", what).put("value", found).put("expected", expected);
    return new Problem(
        status,
        ProblemKind.BAD_VALUE,
        "Bad value",
        what + ": " + found + " (expected: " + expected + ")",
        new JsonObject().put("errors", new JsonArray().add(error)));
  }

  private static String shown(String text) {
    return text.length() > 80 ? text.substring(0, 80) + '…' : text;
  }

  public static Problem badParameter(String name, String value, String expected) {
    return badValue(400, name, value, expected);
  }

  public static Problem notFound(String what) {
    return of(404, ProblemKind.NOT_FOUND, "Not found", what);
  }

  int status() {
    return status;
  }

  JsonObject json() {
    var json = new JsonObject()
        .put("type", "/docs#" + kind.anchor())
        .put("title", title)
        .put("status", status)
        .put("detail", String.valueOf(getMessage()));
    return json.mergeIn(more);
  }
}
