package io.fedics.present.http;

import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.Locale;

/** Before a body is read: refuses a form whose {@code Content-Type} says no boundary or no charset that can be used. */
public final class FormType implements PlatformHandler {
  public static final String WITH_FILES = "multipart/form-data";
  private static final String PLAIN = "application/x-www-form-urlencoded";

  @Override
  public void handle(RoutingContext context) {
    String type = of(context);
    if (type.equals(WITH_FILES) || type.equals(PLAIN)) {
      expect(context);
    }
    context.next();
  }

  /** The media type of the body in lower case, without what follows it; empty when none is told. */
  public static String of(RoutingContext context) {
    String header = context.request().getHeader("Content-Type");
    return header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** Has the body read as a form. Netty parses the header here, and throws whatever comes when it cannot. */
  public static void expect(RoutingContext context) {
    try {
      context.request().setExpectMultipart(true);
    } catch (RuntimeException e) {
      throw Problem.badParameter(
          "Content-Type",
          context.request().getHeader("Content-Type"),
          "a form's type, with a boundary and a charset that can be used");
    }
  }
}
